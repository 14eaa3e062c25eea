"""The pages of a case: its clock, its people, its concerns and its documents."""

from __future__ import annotations

from collections.abc import Iterator

from casework.casefiles.routes import ROUTES
from tests.browser.page_kinds import PageKind, form_pages, refused

STATEMENTS = {"route": "victim-statements"}


def case_pages() -> Iterator[PageKind]:
    for case in ("fresh", "overdue", "deciding", "charged", "not charged"):
        yield PageKind(f"case {case}", "case", who="investigator", case=case)
    yield PageKind("case of the CPS", "case", who="liaison", case="charged")
    yield PageKind("case, read only", "case", who="auditor", case="charged")
    noticed = {"case": "served notice", "where": {"route": "bad-character"}}
    yield PageKind("route with a bad character notice", "case_route", who="prosecutor", **noticed)
    for case in ("fresh", "charged"):
        yield PageKind(f"people of case {case}", "case_people", who="investigator", case=case)
    yield PageKind("activity", "case_activity", who="gatekeeper", case="charged")
    for route in ROUTES:
        shown = "deciding" if route in ("action-plans", "charging") else "third"
        yield PageKind(f"route {route}", "case_route", who="investigator", case=shown, where={"route": route})
    for route in ("charging", "victim-statements", "early-advice"):
        what = {"who": "prosecutor", "case": "charged", "where": {"route": route}}
        yield PageKind(f"route {route} of the CPS", "case_route", **what)
    for route in ("special-measures", "court-timetable"):
        what = {"who": "prosecutor", "case": "at court", "where": {"route": route}}
        yield PageKind(f"route {route} at court", "case_route", **what)
    empty = {"who": "auditor", "case": "fresh", "where": {"route": "charging"}}
    yield PageKind("route with nothing yet", "case_route", **empty)


def clock_pages() -> Iterator[PageKind]:
    """The clock of cases that run, are paused and take too long; the report with and without a case."""
    for case in ("fresh", "fourth", "overdue", "charged"):
        yield PageKind(f"clock of case {case}", "case_clock", who="investigator", case=case)
    yield PageKind("clock, read only", "case_clock", who="auditor", case="charged")
    yield from form_pages("pause the clock", "clock_pause", who="investigator", case="second")
    yield from form_pages("restart the clock", "clock_restart", who="investigator", case="fourth")
    for who in ("supervisor", "gatekeeper", "manager", "auditor", "manager_elsewhere"):
        yield PageKind(f"whose clock, of the {who}", "whose_clock", who=who)
    wrong = {"who": "gatekeeper", "query": "?first-day=31&first-month=2&first-year=2026", "status": 422}
    yield PageKind("whose clock, no such day", "whose_clock", **wrong)
    for who in ("gatekeeper", "auditor", "manager_elsewhere"):
        yield PageKind(f"victim statements, of the {who}", "statements_report", who=who)
    yield PageKind("victim statements, no such day", "statements_report", **wrong)
    yield PageKind("how the clock is counted", "whose_clock_counted", who="liaison")


def change_pages() -> Iterator[PageKind]:
    yield from form_pages("register", "register", who="investigator")
    for what in ("suspect", "victim", "offence"):
        about = {"who": "investigator", "case": "second", "where": {"what": what}}
        yield from form_pages(f"add {what}", "case_add", **about)
    yield from form_pages("change case", "case_change", who="investigator", case="second")
    for what, reference in (("suspect", "S1"), ("victim", "V1"), ("offence", "O1")):
        where = {"what": what, "reference": reference}
        about = {"who": "investigator", "case": "second", "where": where}
        yield from form_pages(f"change {what}", "part_change", **about)


def court_pages() -> Iterator[PageKind]:
    """Hearings with their history, defendants with what the court said of them, and custody."""
    about = {"who": "witness_care", "case": "charged"}
    yield from form_pages("list a hearing", "hearing_list", **about)
    impossible = {"on-day": "1", "on-month": "13", "on-year": "2027"}
    yield refused("hearing on an impossible date", "hearing_list", **about, sends=impossible)
    for what in ("plea", "verdict", "sentence", "appeal"):
        where = {"reference": "S1", "what": what}
        yield from form_pages(f"record the {what}", "defendant", **about, where=where)
    where = {"reference": "S1", "what": "custody"}
    yield from form_pages("record custody", "defendant", who="prosecutor", case="charged", where=where)
    for turn, who in (
        ("hearing.vacate", "liaison"),
        ("hearing.relist", "liaison"),
        ("custody_limit.extend", "manager"),
    ):
        yield from form_pages(f"turn {turn}", "turn", case="charged", who=who, turn=turn)
    for route in ("hearings", "custody-limits"):
        for who in ("prosecutor", "auditor"):
            yield PageKind(
                f"{route} of the {who}", "case_route", who=who, case="charged", where={"route": route}
            )


def victim_pages() -> Iterator[PageKind]:
    """How the victims are contacted, what was said to them, and what happened to the suspects."""
    about = {"who": "investigator", "case": "contacted"}
    victim = {"reference": "V1"}
    yield PageKind("victims", "victims", **about)
    yield PageKind("victims, nothing agreed", "victims", who="auditor", case="charged")
    yield from form_pages("contact plan", "contact_plan", **about, where=victim)
    yield from form_pages("first contact plan", "contact_plan", who="liaison", case="charged", where=victim)
    yield from form_pages("evidence of a victim", "evidence", who="liaison", case="charged", where=victim)
    yield PageKind("contact log", "contact_log", **about, where=victim)
    yield PageKind("contact log, nothing yet", "contact_log", who="liaison", case="charged", where=victim)
    route = {"route": "victim-contacts"}
    yield PageKind("contacts with victims", "case_route", **about, where=route)
    yield from form_pages("turn attempt", "turn", **about, turn="victim_contact.attempt-police")
    yield PageKind("milestones", "milestones", **about)
    yield PageKind("milestones, none yet", "milestones", who="auditor", case="charged")
    yield from form_pages("record a milestone", "milestone_add", **about)


def access_pages() -> Iterator[PageKind]:
    about = {"who": "supervisor", "case": "contacted"}
    yield PageKind("who may see the case", "case_access", **about)
    yield PageKind("who may see a restricted case", "case_access", who="supervisor", case="restricted")
    for what in ("bar", "restrict", "admit", "open"):
        yield from form_pages(f"access, {what}", "case_access_change", **about, where={"what": what})
    yield from form_pages("lift a bar", "case_bar_end", **about)
    yield from form_pages("take off the list", "case_admission_end", **about)
    yield from emergency_pages()


def emergency_pages() -> Iterator[PageKind]:
    """A restricted case that was opened in an emergency, as whoever opened it and those who watch see it."""
    for who in ("investigator2", "supervisor", "auditor", "manager_elsewhere"):
        yield PageKind(f"emergencies of the {who}", "emergency_access", who=who)
    yield from form_pages("emergency: which case", "emergency_case", who="investigator")
    sought = {"sought": "20AA9999926"}
    yield from form_pages("emergency: why", "emergency_open", who="investigator", where=sought)
    for name in ("case", "documents"):
        yield PageKind(f"{name}, opened in an emergency", name, who="investigator2", case="restricted")
    route = {"route": "emergency-access"}
    yield PageKind("openings of a case", "case_route", who="supervisor", case="restricted", where=route)


def document_pages() -> Iterator[PageKind]:
    about = {"who": "investigator", "case": "charged"}
    yield PageKind("documents", "documents", **about)
    yield PageKind(
        "documents of the CPS, withdrawn ones too",
        "documents",
        **{**about, "who": "liaison"},
        query="?withdrawn=1",
    )
    yield PageKind("documents, none yet", "documents", who="auditor", case="fresh")
    for name, number in (("document", 1), ("document not disclosed", 2), ("withdrawn document", 3)):
        yield PageKind(name, "document", **about, where={"number": number})
    yield PageKind(
        "document of the other side", "document", who="prosecutor", case="charged", where={"number": 1}
    )
    yield from form_pages("kind of document", "document_kind", **about)
    yield from form_pages("add document", "document_add", **about, where={"kind": "mg6d"})
    yield from form_pages("new version", "document_version", **about, where={"number": 1})
    yield from form_pages("withdraw document", "document_withdraw", **about, where={"number": 1})


def statement_pages() -> Iterator[PageKind]:
    """What is done to the statements of a case beside their steps."""
    yield PageKind("statements before the court", "case_route", who="liaison", case="heard", where=STATEMENTS)
    for key in ("ask", "preference", "copy"):
        about = {"case": "heard", "who": "liaison", "turn": f"vps_offer.{key}"}
        yield from form_pages(f"turn {key}", "turn", **about)


def letter_pages() -> Iterator[PageKind]:
    """Letters to victims, what is done to them beside their steps, and the guide."""
    about = {"who": "liaison", "case": "letter to send"}
    yield from form_pages("begin a letter", "letter_add", **about)
    yield PageKind("begin a letter, nothing decided", "letter_add", who="liaison", case="fifth")
    yield PageKind("letter, checked", "letter", **about, where={"number": 1})
    yield PageKind(
        "letter, not checked", "letter", who="liaison", case="letter to check", where={"number": 1}
    )
    yield PageKind("letters of a case", "case_route", **about, where={"route": "letters"})
    draft = {"who": "prosecutor", "case": "letter to draft", "turn": "letter.draft_too"}
    yield from form_pages("turn draft_too", "turn", **draft)
    check = {"who": "manager", "case": "letter to check"}
    yield PageKind("turn approve_too", "turn", **check, turn="letter.approve_too")
    yield from form_pages("turn return_too", "turn", **check, turn="letter.return_too")
    yield PageKind("people of case, for letters", "case_people", **about)
    yield PageKind("guide", "guide", who="investigator")
    for topic in ("right-10", "personal-statement", "special-measures", "bad-character-gateways"):
        yield PageKind(f"guide {topic}", "guide_topic", who="administrator", where={"topic": topic})


def file_pages() -> Iterator[PageKind]:
    """What is particular to files: rounds compared, files that came back too often, teams and their load."""
    yield PageKind(
        "route of a file in its third round",
        "case_route",
        who="gatekeeper",
        case="bounced",
        where={"route": "file-review"},
    )
    yield PageKind("case of a file that came back too often", "case", who="supervisor", case="bounced")
    yield PageKind("files that came back", "files_returned", who="gatekeeper")
    yield PageKind("files that came back, none", "files_returned", who="manager_elsewhere")
    yield PageKind("load of the team", "team_load", who="supervisor")
    nothing = {"who": "outside_prosecutor", "sends": {"role": "prosecutor"}}
    yield PageKind("nothing to take", "next_work", **nothing)
