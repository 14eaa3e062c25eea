"""Every kind of page, in the states in which people meet it. A new page must be added: a test asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.browser.page_kinds import NOTHING, PageKind, form_pages, refused
from tests.browser.pages_of_cases import (
    access_pages,
    case_pages,
    change_pages,
    clock_pages,
    court_pages,
    document_pages,
    file_pages,
    letter_pages,
    statement_pages,
    victim_pages,
)
from tests.browser.pages_of_notices import notice_pages
from tests.browser.pages_of_work import (
    draft_pages,
    lead_pages,
    plan_pages,
    record_pages,
    special_step_pages,
    step_pages,
    task_pages,
    turn_pages,
)
from tests.samples import day

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


def account_pages() -> Iterator[PageKind]:
    yield PageKind("sign in", "account_login")
    yield refused("sign in", "account_login", status=200)
    yield from form_pages("code", "second_factor", typed="liaison")
    yield from form_pages("set up an app", "second_factor_set_up", typed="auditor")
    yield from form_pages("choose a password", "password_choose", typed="gatekeeper2")
    yield PageKind("own sign-in", "account_security", who="prosecutor")
    yield PageKind("own sign-in, with an app", "account_security", who="liaison")
    yield from form_pages("another app", "second_factor_change", who="liaison")
    yield PageKind("new recovery codes", "recovery_codes", who="liaison")
    yield PageKind("recovery codes", "recovery_codes", who="liaison", sends=NOTHING)
    yield from form_pages("sign in again", "account_again", who="prosecutor")
    about = {"who": "administrator", "sign_in_of": "gatekeeper2"}
    yield PageKind("sign-in of somebody", "person_sign_in", **about)
    for what in ("password", "second-factor", "sessions"):
        yield PageKind(f"sign-in: {what}", "person_sign_in_change", **about, where={"what": what})
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


def administration_pages() -> Iterator[PageKind]:
    who = {"who": "administrator"}
    yield PageKind("people", "people", **who)
    yield from form_pages("add person", "person_add", **who)
    yield from form_pages("add role", "membership_add", **who)
    yield PageKind("end role", "membership_end", **who, role_of="auditor")
    yield from form_pages("import", "import", **who)
    export = SimpleUploadedFile("records.json", EXPORT)
    yield PageKind("import, with errors of its rows", "import", **who, sends={"file": export})


def retention_pages() -> Iterator[PageKind]:
    """The lists, a case that is closed and held, and what is done to its keeping."""
    who, case = {"who": "administrator"}, {"who": "administrator", "case": "kept"}
    for show in ("due", "held", "none", "erased"):
        yield PageKind(f"retention, {show}", "retention", **who, query=f"?show={show}")
    yield PageKind("retention of a case", "case_retention", **case)
    yield PageKind("retention of an open case", "case_retention", **who, case="second")
    for what in ("class", "hold", "propose"):
        yield from form_pages(f"retention, {what}", "case_retention_change", **case, where={"what": what})
    yield PageKind("retention, keep", "case_retention_change", **case, where={"what": "keep"})
    yield from form_pages("retention, end a hold", "case_hold_end", **case)
    yield from form_pages("erase a case", "case_erase", **case)


def audit_pages() -> Iterator[PageKind]:
    who = {"who": "auditor"}
    yield PageKind("audit", "audit", **who)
    yield from form_pages("audit, a person", "audit_person", **who, colleague="investigator")
    yield PageKind("audit of a person", "audit_look", **who)
    yield PageKind("audit of a case", "case_audit", **who, case="second")
    yield from form_pages("audit, take out", "case_audit_export", **who, case="second")


def incident_pages() -> Iterator[PageKind]:
    who = {"who": "administrator"}
    yield PageKind("incidents", "incidents", **who)
    yield PageKind("try again", "incident", **who, trouble="stuck", where={"action": "retry"})
    for action in ("move", "dismiss"):
        about = {**who, "trouble": "incident", "where": {"action": action}}
        yield from form_pages(f"incident: {action}", "incident", **about)


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


def last_pages() -> Iterator[PageKind]:
    """Whose password is another from now on is nobody's reader any more."""
    given = {"sign_in_of": "witness_care", "where": {"what": "password"}, "sends": NOTHING}
    yield PageKind("password given", "person_sign_in_change", who="administrator", **given)


PAGES = [
    *account_pages(),
    *list_pages(),
    *case_pages(),
    *clock_pages(),
    *change_pages(),
    *court_pages(),
    *victim_pages(),
    *access_pages(),
    *document_pages(),
    *administration_pages(),
    *audit_pages(),
    *retention_pages(),
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
    *notice_pages(),
    *error_pages(),
    *last_pages(),
]
