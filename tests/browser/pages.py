"""Every kind of page, in the states in which people meet it. A new page must be added: a test asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from casework.casefiles.routes import ROUTES
from casework.people.models import User
from tests.browser.scene import Scene, steps
from tests.samples import day

# What a browser sends of a form in which nothing was filled in.
NOTHING = {"csrfmiddlewaretoken": ""}
REFUSED = ", refused"
STATEMENTS = {"route": "victim-statements"}
EXPORT = b'{"format": "rasso-records", "version": 1, "cases": [{"urn": "1"}]}'
ROLES = (
    "investigator",
    "supervisor",
    "gatekeeper",
    "prosecutor",
    "manager",
    "liaison",
    "auditor",
    "administrator",
)
# Forms that ask for nothing, so that there is nothing to refuse.
NEVER_REFUSED = {
    "ConfirmForm",
    "AcknowledgeForm",
    "AcceptForm",
    "AcceptAnswerForm",
    "GrantForm",
    "ApproveForm",
    "StandsForm",
    "RedraftForm",
    "NotObjectedForm",
}


@dataclass(frozen=True)
class PageKind:
    """A page of a view as somebody sees it: by its address or, with `sends`, by sending a form to it.

    `who` is a name of the cast, empty for nobody signed in; a step's page without it is its
    worker's. `case` names a case of the scene, `step` a kind of open work, `role_of` somebody
    whose role it is about, `colleague` somebody whose time away is to be added, `absence_of`
    somebody whose time away it is about; `turn` is what is done to a record of the case beside its
    steps, as in "early_advice.follow-up"; `withdrawn` is about the step that was withdrawn;
    `trouble` is what is to be put right: the scene's "incident" or "stuck".
    somebody whose time away it is about; `withdrawn` is about the step that was withdrawn;
    `trouble` is what is to be put right: the scene's "incident" or "stuck". `slot` is a clinic slot,
    the scene's "booking" or "released", and `session_of` the session in which it is.
    """

    name: str
    view: str
    who: str = ""
    case: str = ""
    step: str = ""
    role_of: str = ""
    colleague: str = ""
    absence_of: str = ""
    turn: str = ""
    withdrawn: bool = False
    trouble: str = ""
    session_of: str = ""
    slot: str = ""
    query: str = ""
    status: int = 200
    where: Mapping[str, Any] = field(default_factory=dict)
    sends: Mapping[str, Any] | Callable[[Scene], Mapping[str, Any]] | None = None

    def __str__(self) -> str:
        return self.name

    def address(self, scene: Scene) -> str:
        where: dict[str, Any] = {**self.where, **self._turned(scene)}
        if self.case:
            where["urn"] = scene.cases[self.case].urn
        if self.step:
            owed = scene.work(self.step)
            where |= {"urn": owed.case_file.urn, "task": owed.task}
        if self.role_of:
            where["membership"] = scene.person(self.role_of).memberships.get().pk
        if self.colleague:
            where["person"] = scene.person(self.colleague).pk
        if self.absence_of:
            where["absence"] = scene.person(self.absence_of).absences.get().pk
        if self.withdrawn:
            where |= {"urn": scene.cases["fresh"].urn, "task": scene.withdrawn}
        if self.trouble:
            where["key"] = getattr(scene, self.trouble)
        return reverse(self.view, kwargs={**where, **self.clinic(scene)}) + self.query

    def clinic(self, scene: Scene) -> dict[str, Any]:
        """What an address says of a clinic slot or its session."""
        if self.session_of:
            return {"session": getattr(scene, self.session_of).session_id}
        held = getattr(scene, self.slot) if self.slot else None
        return {"urn": held.case_file.urn, "booking": held.pk} if held else {}

    def _turned(self, scene: Scene) -> dict[str, Any]:
        if not self.turn:
            return {"code": scene.code} if self.view == "voice_answer" and not self.where else {}
        kind, key = self.turn.split(".")
        return {"kind": kind, "record": scene.record(self.case, kind).pk, "key": key}

    def sent(self, scene: Scene) -> Mapping[str, Any] | None:
        """What is sent to it, if it is reached by sending."""
        return self.sends(scene) if callable(self.sends) else self.sends

    def reader(self, scene: Scene) -> User | None:
        if self.who:
            return scene.person(self.who)
        return scene.worker(scene.work(self.step)) if self.step else None


def refused(name: str, view: str, **rest: Any) -> PageKind:
    """A form that was sent with nothing in it."""
    return PageKind(name + REFUSED, view, **{"sends": NOTHING, "status": 422, **rest})


def form_pages(name: str, view: str, **rest: Any) -> Iterator[PageKind]:
    """A form, and the same with its errors."""
    yield PageKind(name, view, **rest)
    yield refused(name, view, **rest)


def account_pages() -> Iterator[PageKind]:
    yield PageKind("sign in", "account_login")
    yield refused("sign in", "account_login", status=200)
    yield PageKind("account not active", "account_inactive")
    yield PageKind("accounts closed", "account_signup")
    yield PageKind("sign out", "account_logout", who="prosecutor")
    yield PageKind("change password", "account_change_password", who="prosecutor")
    yield refused("change password", "account_change_password", who="prosecutor", status=200)
    for name in ("help", "accessibility", "privacy"):
        yield PageKind(name, name)
    yield PageKind("help, signed in", "help", who="gatekeeper")


def list_pages() -> Iterator[PageKind]:
    for role in ROLES:
        yield PageKind(f"overview of the {role}", "overview", who=role)
    yield PageKind("queue", "queue", who="investigator")
    yield PageKind("queue, second page", "queue", who="investigator", query="?page=2")
    yield PageKind("queue of a pool", "queue", who="gatekeeper2", query="?whose=unclaimed&whose=others")
    yield PageKind("queue, nothing found", "queue", who="investigator", query="?whose=others&route=charging")
    yield PageKind("cases", "cases", who="auditor")
    yield PageKind("cases, none found", "cases", who="auditor", query="?urn=99ZZ")


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


def administration_pages() -> Iterator[PageKind]:
    who = {"who": "administrator"}
    yield PageKind("people", "people", **who)
    yield from form_pages("add person", "person_add", **who)
    yield from form_pages("add role", "membership_add", **who)
    yield PageKind("end role", "membership_end", **who, role_of="auditor")
    yield from form_pages("import", "import", **who)
    export = SimpleUploadedFile("records.json", EXPORT)
    yield PageKind("import, with errors of its rows", "import", **who, sends={"file": export})


def incident_pages() -> Iterator[PageKind]:
    who = {"who": "administrator"}
    yield PageKind("incidents", "incidents", **who)
    yield PageKind("try again", "incident", **who, trouble="stuck", where={"action": "retry"})
    for action in ("move", "dismiss"):
        about = {**who, "trouble": "incident", "where": {"action": action}}
        yield from form_pages(f"incident: {action}", "incident", **about)


def step_pages() -> Iterator[PageKind]:
    """Each step with its question, and with each of its forms as it is and refused."""
    for kind, node in steps():
        choice = PageKind(f"step {kind}", "step", step=kind)
        if len(node.outcomes) > 1:
            yield choice
        for outcome in node.outcomes.values():
            pages = form_pages(f"{choice} {outcome.key}", "step", step=kind, query=f"?outcome={outcome.key}")
            yield next(pages)
            if outcome.form.__name__ not in NEVER_REFUSED:
                yield from pages


def special_step_pages() -> Iterator[PageKind]:
    kind = "charging_decision.review"
    yield PageKind("step, nothing chosen", "step", step=kind, query="?continue=1")
    another = {"add": "1", "parts": "1"}
    yield PageKind("step with two items", "step", step=kind, query="?outcome=action_plan", sends=another)
    two = {"status": 422, "sends": {"parts": "2", "part-2-what": "Footage"}}
    yield PageKind("step with two items" + REFUSED, "step", step=kind, query="?outcome=action_plan", **two)
    without = {"step": "file_submission.prepare", "sends": {"found_mg3": "not_applicable"}}
    yield refused("step without a reason", "step", **without)
    yield PageKind("step of another role", "step", step=kind, who="auditor")
    claimed = {"step": "file_submission.review", "who": "gatekeeper2"}
    yield PageKind("step of a colleague", "step", **claimed)
    yield PageKind("step just claimed", "step_claim", **{**claimed, "who": "gatekeeper"}, sends=NOTHING)
    yield PageKind("step claimed too late", "step_claim", **claimed, sends=NOTHING, status=409)


def task_pages() -> Iterator[PageKind]:
    """What is done to work besides doing it."""
    lead = {"step": "vps_offer.offer", "who": "supervisor"}
    for name in ("give", "hold", "withdraw"):
        yield from form_pages(f"step, {name}", f"step_{name}", **lead)
    yield from form_pages("step, take up", "step_take_up", who="supervisor", withdrawn=True)
    late = {**day("until", timezone.localdate() + timedelta(days=30)), "reason": "Download"}
    too_late = {"step": "vps_offer.offer", "who": "investigator3", "sends": late, "status": 409}
    yield PageKind("step held too late", "step_hold", **too_late)
    yield PageKind("step of who is away", "step", step="vps_offer.offer", who="investigator2")
    gone = {"who": "supervisor", "case": "fresh", "where": {"route": "victim-statements"}}
    yield PageKind("route with withdrawn work", "case_route", **gone)


def statement_pages() -> Iterator[PageKind]:
    """What is done to the statements of a case beside their steps."""
    yield PageKind("statements before the court", "case_route", who="liaison", case="heard", where=STATEMENTS)
    for key in ("ask", "preference", "copy"):
        about = {"case": "heard", "who": "liaison", "turn": f"vps_offer.{key}"}
        yield from form_pages(f"turn {key}", "turn", **about)


def turn_pages() -> Iterator[PageKind]:
    """What is done to a record beside its steps."""
    advised = {"case": "advised"}
    for key, who in (("follow-up", "supervisor"), ("further-advice", "prosecutor")):
        yield from form_pages(f"turn {key}", "turn", **advised, who=who, turn=f"early_advice.{key}")
    for case, who, key in (
        ("deciding", "prosecutor", "charging_decision.record_meeting"),
        ("deciding", "supervisor", "early_advice.seek"),
        ("material awaited", "prosecutor", "bad_character.new"),
        ("met", "investigator", "charging_decision.answer_meeting"),
        ("silent", "prosecutor", "charging_decision.finalise"),
        ("finalised", "supervisor", "charging_decision.reopen"),
        ("told", "liaison", "review_right.ask"),
        ("bounced", "supervisor", "file_submission.end"),
        ("ended", "gatekeeper", "file_submission.reopen"),
        ("at court", "investigator", "special_measures.again"),
        ("at court", "prosecutor", "special_measures.apply"),
        ("at court", "prosecutor", "section_28.end"),
    ):
        yield from form_pages(f"turn {key}", "turn", case=case, who=who, turn=key)
    for case, who in (("silent", "gatekeeper"), ("finalised", "prosecutor")):
        yield PageKind(f"case {case}", "case", case=case, who=who)
    for case in ("reviewed", "threshold", "finalised"):
        where = {"route": "charging"}
        yield PageKind(f"charging of case {case}", "case_route", case=case, who="prosecutor", where=where)
    where = {"route": "file-review"}
    yield PageKind("file that the police ended", "case_route", case="ended", who="supervisor", where=where)


def plan_pages() -> Iterator[PageKind]:
    """An action plan as each side sees it, and what is done to an item beside its steps."""
    plan = {"case": "deciding", "where": {"suspect": "S1", "number": "1"}}
    for who in ("investigator", "prosecutor", "auditor"):
        yield PageKind(f"action plan of the {who}", "action_plan", who=who, **plan)
    for key, who in (("message", "prosecutor"), ("owner", "supervisor")):
        about = {"case": "deciding", "who": who, "turn": f"plan_item.{key}"}
        yield from form_pages(f"turn {key}", "turn", **about)
    partly = {"answer": "partly", "done_so_far": "Half"}
    answer = {"step": "plan_item.answer", "query": "?outcome=answer"}
    yield refused("step answered in part", "step", **answer, sends=partly)
    yield PageKind("further plan", "case_route", who="manager", case="further", where={"route": "charging"})


def meeting_pages() -> Iterator[PageKind]:
    yield from form_pages("escalate", "escalate", who="investigator", case="second")
    yield PageKind("joint meeting", "agenda", who="gatekeeper")
    yield PageKind("joint meeting, nothing", "agenda", who="manager_elsewhere")
    yield from form_pages("name a rank", "post_name", who="gatekeeper", where={"rung": "gatekeeper"})


def date_pages() -> Iterator[PageKind]:
    """The rules, the bank holidays, a date that is changed, and what will be overdue on a day."""
    for query in ("", "?confidence=assumption"):
        yield PageKind(f"time limits{query and ', assumptions'}", "rules", who="investigator", query=query)
    who = {"who": "administrator"}
    yield PageKind("bank holidays", "bank_holidays", **who)
    yield PageKind("bank holidays with changes", "bank_holidays", **who, query="?year=2027")
    yield from form_pages("add bank holiday", "bank_holiday_add", **who)
    proclaimed = {**day("day", date(2027, 6, 11)), "source": "Royal Proclamation"}
    yield PageKind("add bank holiday, to check", "bank_holiday_add", **who, sends=proclaimed)
    about = {**who, "where": {"day": "2028-12-25"}}
    yield from form_pages("take out bank holiday", "bank_holiday_take_out", **about)
    yield PageKind(
        "take out bank holiday, to check", "bank_holiday_take_out", **about, sends={"source": "Revoked"}
    )
    dated = {"step": "early_advice.consider", "where": {"clock": "EARLY_ADVICE_CONSIDERED"}}
    yield from form_pages("change date", "date_direct", who="supervisor", **dated)
    yield PageKind("step with a directed date", "step", step="early_advice.consider", who="supervisor")
    yield PageKind("rehearsal of a team", "rehearsal", who="supervisor")
    yield PageKind("rehearsal, nothing overdue", "rehearsal", who="manager_elsewhere")
    never = {"query": "?on-day=31&on-month=2&on-year=2027", "status": 422}
    yield PageKind("rehearsal, no such day", "rehearsal", who="gatekeeper", **never)
    yield PageKind("rehearsal of a case", "case_rehearsal", who="investigator", case="overdue")


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


def voice_pages() -> Iterator[PageKind]:
    about = {"who": "investigator", "case": "letter to send", "where": {"reference": "V1"}}
    yield from form_pages("invite a victim", "voice_invite", **about)
    yield PageKind("code to hand over", "voice_invite", **about, sends={"point": "charge_decision"})
    yield from form_pages("feedback, code", "voice")
    yield from form_pages("feedback", "voice_answer")
    yield PageKind("feedback, closed", "voice_answer", where={"code": "0000"}, status=404)
    yield PageKind("feedback, sent", "voice_thanks")
    yield PageKind("victims' voice, nothing yet", "voice_report", who="manager_elsewhere")
    yield PageKind("victims' voice", "voice_report", who="manager")


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


def lead_pages() -> Iterator[PageKind]:
    yield from form_pages("give out", "give_out", who="supervisor")
    yield PageKind("give out, nothing found", "give_out", who="supervisor", query="?whose=mine")
    yield PageKind("give out, to check", "give_out", who="supervisor", sends=seen_unclaimed)
    late = {"who": "supervisor", "status": 409}
    yield PageKind("give out, too late", "give_out", **late, sends=confirmed_too_late)
    yield PageKind("give out, nothing open", "give_out", who="manager_elsewhere")
    yield PageKind("queue of a stand-in", "queue", who="investigator2", query="?urgency=held&urgency=later")


def seen_unclaimed(scene: Scene) -> dict[str, Any]:
    """Work that somebody holds, as if nobody had held it when the page was made."""
    return {"work": f"{scene.work('vps_offer.offer').task}-0", "to": scene.person("investigator2").pk}


def confirmed_too_late(scene: Scene) -> dict[str, Any]:
    return {**seen_unclaimed(scene), "confirmed": "1"}


def record_pages() -> Iterator[PageKind]:
    """Recording the same for several pieces of work."""
    liaison = {"who": "liaison", "query": "?what=vps_offer.receive.receive"}
    yield PageKind("record for several", "record", who="liaison")
    yield PageKind("record for several, nothing open", "record", who="manager_elsewhere")
    yield from form_pages("record, select", "record", **liaison)
    yield PageKind("record, nothing waits", "record", who="liaison", query="?what=plan_item.check.accept")
    yield PageKind("record, to check", "record", **liaison, sends={"all": "1"})


def draft_pages() -> Iterator[PageKind]:
    """A form with a draft, and the list of the work that has one."""
    step = {"step": "vps_offer.take", "query": "?outcome=take"}
    keeps = {"made_on-day": "5", "keep": "later"}
    yield PageKind("draft saved", "step", **step, sends=keeps)
    yield PageKind("step with a draft", "step", **step)
    choice = {"step": "charging_decision.review"}
    keeps = {"parts": "2", "part-1-what": "Footage", "keep": "later"}
    yield PageKind("draft of items saved", "step", **choice, query="?outcome=action_plan", sends=keeps)
    yield PageKind("step to choose, with a draft", "step", **choice)
    yield PageKind("step with a draft of items", "step", **choice, query="?outcome=action_plan")
    yield PageKind("queue of marked work", "queue", who="prosecutor", query="?marked=draft&marked=updated")


def away_pages() -> Iterator[PageKind]:
    for who in ("investigator", "investigator2", "supervisor", "liaison"):
        yield PageKind(f"time away of the {who}", "away", who=who)
    yield from form_pages("add time away", "away_add", who="investigator")
    yield PageKind("add time away, alone", "away_add", who="liaison")
    yield from form_pages("time away of a colleague", "away_colleague", who="supervisor")
    about = {"who": "supervisor", "colleague": "investigator2"}
    yield from form_pages("add time away for a colleague", "away_add_for", **about)
    yield PageKind("end time away", "away_end", who="investigator", absence_of="investigator")


def clinic_pages() -> Iterator[PageKind]:
    for who in ("investigator", "prosecutor", "manager", "auditor"):
        yield PageKind(f"clinics of the {who}", "clinics", who=who)
    yield PageKind("clinics, nothing found", "clinics", who="manager", query="?show=past")
    yield from form_pages("plan a clinic", "clinic_plan", who="manager")
    held, hosts = {"session_of": "booking"}, {"who": "manager", "session_of": "booking"}
    for who in ("investigator", "prosecutor", "manager"):
        yield PageKind(f"clinic session of the {who}", "clinic", who=who, **held)
    yield PageKind("clinic session, cancelled", "clinic", who="manager", session_of="released")
    yield from form_pages("clinic: which case", "clinic_case", who="investigator", **held)
    for name in ("change", "cancel", "rearrange"):
        yield from form_pages(f"clinic session, {name}", f"clinic_{name}", **hosts)
    officer = {"who": "investigator", "case": "second"}
    yield PageKind("clinic: which session", "clinic_choose", **officer)
    yield from form_pages("clinic: book", "clinic_book", **officer, **held)
    yield from form_pages(
        "clinic: book, not yet shared", "clinic_book", who="supervisor", case="fresh", **held
    )
    yield from form_pages("clinic: give back", "clinic_give_back", who="investigator", slot="booking")
    yield from form_pages("clinic: attendance", "clinic_attendance", who="prosecutor", slot="booking")
    yield PageKind("clinic figures", "clinic_figures", who="manager", query="?months=12")
    yield PageKind("calendar feed", "calendar_feed", who="prosecutor")
    yield PageKind("calendar feed, made", "calendar_feed", who="prosecutor", sends=NOTHING)


def error_pages() -> Iterator[PageKind]:
    yield PageKind("not found", "case", who="investigator", where={"urn": "99ZZ9999926"}, status=404)
    yield PageKind("not allowed", "people", who="investigator", status=403)


PAGES = [
    *account_pages(),
    *list_pages(),
    *case_pages(),
    *clock_pages(),
    *change_pages(),
    *court_pages(),
    *victim_pages(),
    *document_pages(),
    *administration_pages(),
    *incident_pages(),
    *step_pages(),
    *special_step_pages(),
    *task_pages(),
    *turn_pages(),
    *statement_pages(),
    *file_pages(),
    *lead_pages(),
    *record_pages(),
    *draft_pages(),
    *plan_pages(),
    *meeting_pages(),
    *letter_pages(),
    *voice_pages(),
    *date_pages(),
    *away_pages(),
    *clinic_pages(),
    *error_pages(),
]
