"""Who gets which page: every address of the product against everybody of the cast.

An address that is not in the table fails, so a new page cannot forget to say who may see it.
"""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import get_resolver, reverse
from django.utils import timezone
from viewflow.workflow.models import Task

from casework.absences.models import Absence
from casework.absences.services import absence_record
from casework.access.models import CaseAdmission
from casework.audit.services import audit_reason_give
from casework.calendars.feeds import calendar_feed_make
from casework.casefiles.models import CaseFile
from casework.incidents.services import incident_record
from casework.people.models import Membership, User
from casework.people.roles import CPS_ROLES, UNIT_ROLES, Role
from casework.retention.models import LegalHold
from casework.retention.services import hold_set
from casework.victims_voice.services import feedback_invite
from notifications.models import Message
from tests.access.keeping import barred, restricted
from tests.cast import TO_CHARGE, TO_DECISION, person
from tests.clinics.planned import booked_soon
from tests.documents.sending import add as document_send
from workflows.engine import work

pytestmark = pytest.mark.django_db

POLICE_UNIT = {"investigator", "supervisor"}
POLICE = POLICE_UNIT | {"gatekeeper", "witness_care"}
CPS = {"prosecutor", "manager", "liaison"}
LISTS = CPS | {"witness_care"}
ON_THE_CASE = POLICE_UNIT | CPS | {"gatekeeper", "witness_care", "auditor"}
OUTSIDE = {"outsider", "outside_prosecutor", "administrator"}
SIGNED_IN = ON_THE_CASE | OUTSIDE
LEADS = {"supervisor", "gatekeeper", "witness_care", "manager"}
PAUSES = POLICE_UNIT | {"gatekeeper", "prosecutor", "manager"}
PLANS_CONTACT = POLICE_UNIT | {"liaison", "witness_care"}
INVITES = POLICE_UNIT | {"liaison", "witness_care"}
WRITES = {"prosecutor", "manager", "liaison"}
MEETS = {"gatekeeper", "manager"}
KEEPS = {"supervisor", "manager"}
SETS_DATES = {"supervisor", "witness_care"}
WITHDRAWS = {"supervisor", "liaison"}
OWES_WORK = SIGNED_IN - {"auditor", "administrator"}
READS = SIGNED_IN - {"administrator"}
BOOKS = POLICE_UNIT | {"gatekeeper"}
# Witness care has no case in which nobody is charged, such as that of the clinic slot.
UNCHARGED = ON_THE_CASE - {"witness_care"}
NOT_YET = OUTSIDE | {"witness_care"}
HOLDS_CLINIC = {"prosecutor", "manager"}
HAS_FEED = SIGNED_IN - {"auditor", "administrator"}
EVERYBODY = SIGNED_IN | {"anonymous"}

# name: (who gets the page, who is told that their role may not, who is told that there is no such page)
PAGES: dict[str, tuple[set[str], set[str], set[str]]] = {
    "overview": (SIGNED_IN, set(), set()),
    "notices": (SIGNED_IN, set(), set()),
    "notice_choices": (SIGNED_IN, set(), set()),
    "notice_test": (SIGNED_IN, set(), set()),
    "ladders": (SIGNED_IN, set(), set()),
    "ladder": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "ranks": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "mails": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "mail": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "foreseen": (LEADS, SIGNED_IN - LEADS, set()),
    "foreseen_numbers": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "case_foreseen": (LEADS, ON_THE_CASE - LEADS, OUTSIDE),
    "case_notices": (LEADS | {"auditor"}, ON_THE_CASE - LEADS - {"auditor"}, OUTSIDE),
    "queue": (SIGNED_IN, set(), set()),
    "cases": (SIGNED_IN, set(), set()),
    "register": (POLICE_UNIT | {"outsider"}, SIGNED_IN - POLICE_UNIT - {"outsider"}, set()),
    "case": (ON_THE_CASE, set(), OUTSIDE),
    "case_people": (ON_THE_CASE, set(), OUTSIDE),
    "case_activity": (ON_THE_CASE, set(), OUTSIDE),
    "audit": ({"auditor"}, SIGNED_IN - {"auditor"}, set()),
    "audit_person": ({"auditor"}, SIGNED_IN - {"auditor"}, set()),
    "audit_look": ({"auditor"}, SIGNED_IN - {"auditor"}, set()),
    "audit_look_export": ({"auditor"}, SIGNED_IN - {"auditor"}, set()),
    "case_audit": ({"auditor"}, ON_THE_CASE - {"auditor"}, OUTSIDE),
    "case_audit_export": ({"auditor"}, ON_THE_CASE - {"auditor"}, OUTSIDE),
    "case_clock": (ON_THE_CASE, set(), OUTSIDE),
    "clock_pause": (PAUSES, ON_THE_CASE - PAUSES, OUTSIDE),
    "clock_restart": (PAUSES, ON_THE_CASE - PAUSES, OUTSIDE),
    "case_add": (POLICE_UNIT, ON_THE_CASE - POLICE_UNIT, OUTSIDE),
    "case_change": (POLICE_UNIT, ON_THE_CASE - POLICE_UNIT, OUTSIDE),
    "part_change": (POLICE_UNIT, ON_THE_CASE - POLICE_UNIT, OUTSIDE),
    "escalate": (ON_THE_CASE - {"auditor"}, {"auditor"}, OUTSIDE),
    "agenda": (MEETS, SIGNED_IN - MEETS, set()),
    "agenda_pdf": (MEETS, SIGNED_IN - MEETS, set()),
    "post_name": ({"gatekeeper"}, SIGNED_IN - MEETS, {"manager"}),
    "hearing_list": (LISTS, ON_THE_CASE - LISTS, OUTSIDE),
    "defendant": (LISTS, ON_THE_CASE - LISTS, OUTSIDE),
    "victims": (ON_THE_CASE, set(), OUTSIDE),
    "contact_plan": (PLANS_CONTACT, ON_THE_CASE - PLANS_CONTACT, OUTSIDE),
    "evidence": (LISTS, ON_THE_CASE - LISTS, OUTSIDE),
    "contact_log": (ON_THE_CASE, set(), OUTSIDE),
    "case_access": (KEEPS, ON_THE_CASE - KEEPS, OUTSIDE),
    "case_access_change": (KEEPS, ON_THE_CASE - KEEPS, OUTSIDE),
    "case_bar_end": (KEEPS, ON_THE_CASE - KEEPS, OUTSIDE),
    "case_admission_end": (KEEPS, ON_THE_CASE - KEEPS, OUTSIDE),
    "milestones": (ON_THE_CASE, set(), OUTSIDE),
    "milestone_add": (POLICE_UNIT, ON_THE_CASE - POLICE_UNIT, OUTSIDE),
    "documents": (ON_THE_CASE, set(), OUTSIDE),
    "document": (ON_THE_CASE, set(), OUTSIDE),
    "document_download": (ON_THE_CASE, set(), OUTSIDE),
    "document_kind": (ON_THE_CASE - {"auditor"}, {"auditor"}, OUTSIDE),
    "document_add": (ON_THE_CASE - {"auditor"}, {"auditor"}, OUTSIDE),
    "document_version": (POLICE, ON_THE_CASE - POLICE, OUTSIDE),
    "document_withdraw": (POLICE, ON_THE_CASE - POLICE, OUTSIDE),
    "case_route": (ON_THE_CASE, set(), OUTSIDE),
    "paper_review": (ON_THE_CASE, set(), OUTSIDE),
    "action_plan": (ON_THE_CASE, set(), OUTSIDE),
    "step": (ON_THE_CASE, set(), OUTSIDE),
    "give_out": (LEADS, SIGNED_IN - LEADS, set()),
    "team_load": (OWES_WORK, SIGNED_IN - OWES_WORK, set()),
    "files_returned": (LEADS, SIGNED_IN - LEADS, set()),
    "record": (OWES_WORK, SIGNED_IN - OWES_WORK, set()),
    "step_give": (POLICE_UNIT, ON_THE_CASE - POLICE_UNIT, OUTSIDE),
    "step_hold": (POLICE_UNIT, ON_THE_CASE - POLICE_UNIT, OUTSIDE),
    "step_withdraw": (WITHDRAWS, ON_THE_CASE - WITHDRAWS, OUTSIDE),
    "step_take_up": (WITHDRAWS, ON_THE_CASE - WITHDRAWS, OUTSIDE),
    "date_direct": (SETS_DATES, ON_THE_CASE - SETS_DATES, OUTSIDE),
    "rehearsal": (LEADS, SIGNED_IN - LEADS, set()),
    "case_rehearsal": (ON_THE_CASE, set(), OUTSIDE),
    "away": (OWES_WORK, SIGNED_IN - OWES_WORK, set()),
    "away_add": (OWES_WORK, SIGNED_IN - OWES_WORK, set()),
    "away_colleague": (LEADS, SIGNED_IN - LEADS, set()),
    "away_add_for": ({"supervisor"}, SIGNED_IN - LEADS, LEADS - {"supervisor"}),
    "away_end": (POLICE_UNIT, SIGNED_IN - OWES_WORK, OWES_WORK - POLICE_UNIT),
    "whose_clock": (LEADS | {"auditor"}, SIGNED_IN - LEADS - {"auditor"}, set()),
    "whose_clock_export": (LEADS | {"auditor"}, SIGNED_IN - LEADS - {"auditor"}, set()),
    "statements_report": (LEADS | {"auditor"}, SIGNED_IN - LEADS - {"auditor"}, set()),
    "statements_report_export": (LEADS | {"auditor"}, SIGNED_IN - LEADS - {"auditor"}, set()),
    "whose_clock_counted": (SIGNED_IN, set(), set()),
    "rules": (SIGNED_IN, set(), set()),
    "bank_holidays": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "bank_holiday_add": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "bank_holiday_take_out": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "clinics": (READS, SIGNED_IN - READS, set()),
    "clinic": (ON_THE_CASE, set(), OUTSIDE),
    "clinic_plan": ({"manager"}, SIGNED_IN - {"manager"}, set()),
    "clinic_figures": ({"gatekeeper", "manager"}, SIGNED_IN - {"gatekeeper", "manager"}, set()),
    "clinic_figures_export": ({"gatekeeper", "manager"}, SIGNED_IN - {"gatekeeper", "manager"}, set()),
    "clinic_case": (BOOKS, ON_THE_CASE - BOOKS, OUTSIDE),
    "clinic_change": (HOLDS_CLINIC, ON_THE_CASE - HOLDS_CLINIC, OUTSIDE),
    "clinic_cancel": (HOLDS_CLINIC, ON_THE_CASE - HOLDS_CLINIC, OUTSIDE),
    "clinic_rearrange": (HOLDS_CLINIC, ON_THE_CASE - HOLDS_CLINIC, OUTSIDE),
    "clinic_choose": (BOOKS, UNCHARGED - BOOKS, NOT_YET),
    "clinic_book": (BOOKS, UNCHARGED - BOOKS, NOT_YET),
    "clinic_give_back": (BOOKS, UNCHARGED - BOOKS, NOT_YET),
    "clinic_attendance": (HOLDS_CLINIC, UNCHARGED - HOLDS_CLINIC, NOT_YET),
    "calendar_feed": (HAS_FEED, SIGNED_IN - HAS_FEED, set()),
    # Whoever has the address: its token is the permission, as a calendar program cannot sign in.
    "calendar": (EVERYBODY, set(), set()),
    # By number, class and days alone: who keeps the records sees nothing of what is in a case.
    **dict.fromkeys(
        ("retention", "case_retention", "case_retention_change", "case_hold_end", "case_erase"),
        ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    ),
    "people": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "person_add": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "membership_add": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "letter_add": (WRITES, ON_THE_CASE - WRITES, OUTSIDE),
    "letter": (ON_THE_CASE, set(), OUTSIDE),
    "paper_letter": (ON_THE_CASE, set(), OUTSIDE),
    "voice_invite": (INVITES, ON_THE_CASE - INVITES, OUTSIDE),
    "voice_report": (LEADS | {"auditor"}, SIGNED_IN - LEADS - {"auditor"}, set()),
    "voice_export": (LEADS | {"auditor"}, SIGNED_IN - LEADS - {"auditor"}, set()),
    # For victims, who have no account: a code is the permission, and these hold nothing of a case.
    "voice": (EVERYBODY, set(), set()),
    "voice_thanks": (EVERYBODY, set(), set()),
    "voice_answer": (EVERYBODY, set(), set()),
    "guide": (SIGNED_IN, set(), set()),
    "guide_topic": (SIGNED_IN, set(), set()),
    "membership_end": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "incidents": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "incident": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "import": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "account_change_password": (SIGNED_IN, set(), set()),
    "account_logout": (SIGNED_IN, set(), set()),
    "account_security": (SIGNED_IN, set(), set()),
    "account_again": (SIGNED_IN, set(), set()),
    "second_factor_change": (SIGNED_IN, set(), set()),
    "recovery_codes": (SIGNED_IN, set(), set()),
    "person_sign_in": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "person_sign_in_change": ({"administrator"}, SIGNED_IN - {"administrator"}, set()),
    "help": (EVERYBODY, set(), set()),
    "security_txt": (EVERYBODY, set(), set()),
    "accessibility": (EVERYBODY, set(), set()),
    "privacy": (EVERYBODY, set(), set()),
    "account_inactive": (EVERYBODY, set(), set()),
}
# Those of a session of clinic slots.
CLINIC_PAGES = ("clinic", "clinic_case", "clinic_change", "clinic_cancel", "clinic_rearrange")
# Answered to machines, to the signed out only, or to whom each of many turns names: tested where at home.
ELSEWHERE = {
    *("live", "ready", "account_login", "account_signup", "turn", "next_work"),
    *("paper_plan", "paper_advice", "paper_bad_character_notice"),
    # One's own alone, whoever one is.
    *("notices_read", "session_end", "sessions_end_others", "account_stay"),
    # Between a password, or an identity provider, and being signed in.
    *("second_factor", "second_factor_set_up", "password_choose", "provider_begin", "provider_done"),
}
# By POST only.
VERBS = {"step_claim", "step_release", "step_hold_end"}


ASKED_AND_ANSWERED = (
    "charging_decision.review action_plan",
    "plan_item.answer answer",
    "plan_item.check accept",
)


def names() -> set[str]:
    def walk(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern.name

    return set(walk(get_resolver().url_patterns))


def test_every_address_says_who_may_have_it():
    assert names() == set(PAGES) | ELSEWHERE | VERBS


def incident(case):
    return incident_record(error=ValueError(), doing="complete", at=timezone.now(), case=case)


@pytest.fixture
def address(drive, cast, as_user):
    case = drive.case(victims=2)
    drive.do(case, *TO_DECISION, *ASKED_AND_ANSWERED, *TO_CHARGE[len(TO_DECISION) :])
    drive.letter(case, "charge-S1-V1")
    drive.do(case, "letter.draft draft", "letter.check approve")
    document_send(as_user(cast.investigator), case)
    document = {"urn": case.urn, "number": 1}
    withdrawn = drive.open_work(case, "vps_offer.offer").task
    withdraw(withdrawn, by=cast.supervisor)
    step = {"urn": case.urn, "task": drive.open_work(case, "vps_offer.offer").task}
    booking = booked_soon(drive)
    clinic, slot = {"session": booking.session_id}, {"urn": booking.case_file.urn, "booking": booking.pk}
    why = {"auditor": cast.auditor, "organisation": cast.force, "person": cast.investigator}
    looked = {"reason": audit_reason_give(**why, reason="A complaint", at=timezone.now()).pk}
    arguments = {
        "audit_person": {"person": cast.investigator.pk}, "audit_look": looked, "audit_look_export": looked,
        "case_audit": {"urn": case.urn}, "case_audit_export": {"urn": case.urn},
        "case": {"urn": case.urn}, "case_people": {"urn": case.urn}, "case_activity": {"urn": case.urn},
        "case_add": {"urn": case.urn, "what": "victim"}, "hearing_list": {"urn": case.urn},
        "case_clock": {"urn": case.urn}, "clock_pause": {"urn": case.urn}, "clock_restart": {"urn": case.urn},
        "case_change": {"urn": case.urn}, "escalate": {"urn": case.urn}, "post_name": {"rung": "gatekeeper"},
        "defendant": {"urn": case.urn, "reference": "S1", "what": "plea"},
        "victims": {"urn": case.urn}, "milestones": {"urn": case.urn}, "milestone_add": {"urn": case.urn},
        "contact_plan": {"urn": case.urn, "reference": "V1"},
        "evidence": {"urn": case.urn, "reference": "V1"},
        "contact_log": {"urn": case.urn, "reference": "V1"},
        "part_change": {"urn": case.urn, "what": "suspect", "reference": "S1"},
        "membership_end": {"membership": cast.gatekeeper.memberships.get().pk},
        "documents": {"urn": case.urn}, "document_kind": {"urn": case.urn},
        "document_add": {"urn": case.urn, "kind": "mg3"},
        "document": document, "document_version": document, "document_withdraw": document,
        "document_download": {**document, "version": 1},
        "case_route": {"urn": case.urn, "route": "charging"},
        "paper_review": {"urn": case.urn, "number": 1},
        "action_plan": {"urn": case.urn, "suspect": "S1", "number": 1},
        "step": step, "step_give": step, "step_hold": step, "step_withdraw": step,
        "step_take_up": {"urn": case.urn, "task": withdrawn},
        "date_direct": {**step, "clock": "VPS_OFFER"}, "case_rehearsal": {"urn": case.urn},
        "bank_holiday_take_out": {"day": "2028-12-25"},
        "away_add_for": {"person": cast.investigator2.pk},
        "away_end": {"absence": away(cast.investigator, cast.investigator2).pk},
        **dict.fromkeys(CLINIC_PAGES, clinic),
        "clinic_choose": {"urn": booking.case_file.urn},
        "clinic_book": {"urn": booking.case_file.urn, **clinic},
        "clinic_give_back": slot, "clinic_attendance": slot,
        "calendar": {"token": calendar_feed_make(person=cast.investigator, at=timezone.now())},
        "case_access": {"urn": case.urn}, "case_access_change": {"urn": case.urn, "what": "bar"},
        **kept(case, cast),
        "letter_add": {"urn": case.urn}, "letter": {"urn": case.urn, "number": 1},
        "paper_letter": {"urn": case.urn, "number": 1, "version": 1},
        "voice_invite": {"urn": case.urn, "reference": "V1"},
        "person_sign_in": {"person": cast.gatekeeper.pk},
        "person_sign_in_change": {"person": cast.gatekeeper.pk, "what": "sessions"},
        "voice_answer": {"code": code_for(case, cast.investigator)},
        "guide_topic": {"topic": "right-7"},
        "ladder": {"kind": "others"}, "mail": {"message": given_up(cast.investigator)},
        "case_notices": {"urn": case.urn}, "case_foreseen": {"urn": case.urn},
        "case_retention": {"urn": case.urn}, "case_erase": {"urn": case.urn},
        "case_retention_change": {"urn": case.urn, "what": "hold"},
        "case_hold_end": {"urn": case.urn, "key": held(case, cast).pk},
        "incident": {"key": incident(case).reference, "action": "dismiss"},
    }  # fmt: skip
    return lambda name: reverse(name, kwargs=arguments.get(name, {}))


def held(case, cast) -> LegalHold:
    """A hold of the force's administrator."""
    why = {"reason": "A claim", "by": cast.administrator, "at": timezone.now()}
    return work.administer_case(case=case, verb=hold_set, **why)


def kept(case, cast) -> dict[str, dict[str, object]]:
    """A bar to lift; and somebody on the list of a case that is open, for nobody of the cast to be kept."""
    bar, at = barred(case, cast.gatekeeper2, by=cast.supervisor), timezone.now()
    begun = {"reason": "So", "begun_at": at, "begun_by": cast.supervisor}
    admission = CaseAdmission.objects.create(case_file=case, person=cast.investigator2, **begun)
    where = {"urn": case.urn}
    return {"case_bar_end": {**where, "key": bar.pk}, "case_admission_end": {**where, "key": admission.pk}}


def given_up(person: User) -> UUID:
    """A mail that an administrator has to settle."""
    at = timezone.now()
    mail = {"kind": "notice", "recipient": person, "state": "dead", "not_before": at, "created_at": at}
    return Message.objects.create(**mail).pk


def code_for(case, officer: User) -> str:
    """A code with which a victim of the case can answer."""
    about = {"case": case, "victim": case.victims.first(), "point": "first_contact"}
    by = {"by": officer, "roles": (Role.INVESTIGATOR,), "at": timezone.now()}
    return work.act_on_case(verb=feedback_invite, **by, **about)


def withdraw(task: int, by: User) -> None:
    work.cancel(task=Task.objects.get(pk=task), by=by, at=timezone.now(), reason="No contact wanted")


def away(person: User, stand_in: User) -> Absence:
    today = timezone.localdate()
    days = {"starts_on": today, "ends_on": today, "at": timezone.now()}
    return absence_record(person=person, stand_in=stand_in, by=person, **days)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_each_page_is_for_those_who_may_have_it(address, cast, as_user, client, who):
    browser = client if who == "anonymous" else as_user(getattr(cast, who))
    found = {name: status(browser.get(address(name))) for name in PAGES}
    assert found == {name: expected(who, *groups) for name, groups in PAGES.items()}


def of_the_case(address) -> tuple[CaseFile, list[str]]:
    """The case, and the pages whose address is under it."""
    case = CaseFile.objects.get(urn=address("case").split("/")[2])
    return case, [name for name in PAGES if f"/cases/{case.urn}/" in address(name)]


# What somebody who stands so to a case meets at each of its pages, whatever their role.
STANDINGS = {"barred": 404, "off_the_list": 404, "elsewhere": 404, "ended": 404, "suspended": 302}


@pytest.mark.parametrize("who", sorted(ON_THE_CASE))
@pytest.mark.parametrize("how", STANDINGS)
def test_whoever_has_nothing_of_a_case_meets_none_of_its_pages(address, cast, as_user, who, how):
    case, names_of_case = of_the_case(address)
    browser = as_user(getattr(cast, who))
    stand(getattr(cast, who), how, case, cast)
    found = {name: status(browser.get(address(name))) for name in names_of_case}
    assert len(found) > 30
    assert found == dict.fromkeys(found, STANDINGS[how])


def stand(somebody: User, how: str, case: CaseFile, cast) -> None:
    """The officer in the case is on its list: to be kept from it they are barred."""
    lead = person("lead", Role.SUPERVISOR, cast.force, cast.unit)
    if how == "suspended":
        User.objects.filter(pk=somebody.pk).update(is_active=False)
    elif how == "ended":
        somebody.memberships.update(ends_on=timezone.localdate() - timedelta(days=1))
    elif how == "elsewhere":
        move(somebody, cast)
    elif how == "barred" or somebody == case.officer_in_case:
        barred(case, somebody, by=lead)
    else:
        restricted(case, by=lead)


def move(somebody: User, cast) -> None:
    """To the same role in another force, or in another area."""
    held = somebody.memberships.get()
    there = cast.outsider if held.organisation == cast.force else cast.outside_prosecutor
    place = there.memberships.get()
    somebody.memberships.update(organisation=place.organisation, unit=place.unit if held.unit else None)


@pytest.mark.parametrize("who", ["investigator2", "supervisor"])
def test_the_pages_of_a_case_are_not_for_another_team_of_the_force(address, cast, as_user, who):
    _, names_of_case = of_the_case(address)
    other = cast.force.units.exclude(pk=cast.unit.pk).first()
    getattr(cast, who).memberships.update(unit=other)
    browser = as_user(getattr(cast, who))
    found = {name: status(browser.get(address(name))) for name in names_of_case}
    assert found == dict.fromkeys(found, 404)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_somebody_on_secondment_meets_the_pages_of_their_role(address, cast, as_user, role):
    _, names_of_case = of_the_case(address)
    home = cast.area if role in CPS_ROLES else cast.force
    place = {"role": role, "organisation": home, "unit": cast.unit if role in UNIT_ROLES else None}
    Membership.objects.create(person=cast.outsider, ends_on=timezone.localdate() + timedelta(days=1), **place)
    browsers = (as_user(cast.outsider), as_user(person("colleague", role, home, cast.unit)))
    seconded, own = ({name: status(b.get(address(name))) for name in names_of_case} for b in browsers)
    assert seconded == own
    assert seconded["case"] == 200


def status(response) -> int:
    """A file that is sent is closed when it has been read."""
    if response.streaming:
        response.getvalue()
    return response.status_code


def expected(who: str, may: set[str], forbidden: set[str], hidden: set[str]) -> int:
    if who in may:
        return 200
    if who in forbidden:
        return 403
    return 404 if who in hidden else 302


@pytest.mark.parametrize("who", ["outsider", "outside_prosecutor", "administrator"])
def test_an_outsider_meets_the_same_page_as_for_a_case_that_does_not_exist(address, cast, as_user, who):
    browser = as_user(getattr(cast, who))
    hidden = browser.get(address("case"))
    missing = browser.get(reverse("case", kwargs={"urn": "20AA9999926"}))
    assert hidden.status_code == missing.status_code == 404
    assert without_token(hidden) == without_token(missing)


def without_token(response) -> str:
    """The page but for the token against forged requests, which differs each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


@pytest.mark.parametrize("who", ["outsider", "outside_prosecutor", "administrator"])
def test_an_outsider_finds_nothing_in_lists_and_counts(address, drive, cast, as_user, who):
    urn = address("case").split("/")[2]
    browser = as_user(getattr(cast, who))
    for name in ("overview", "queue", "cases"):
        assert urn not in browser.get(reverse(name), {"urn": urn[:6]}).content.decode()
    assert "Cases (0)" in browser.get(reverse("cases")).content.decode()


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_an_outsider_cannot_take_or_release_work(drive, cast, as_user, verb):
    case = drive.case()
    where = {"urn": case.urn, "task": drive.open_work(case, "vps_offer.offer").task}
    assert as_user(cast.outsider).post(reverse(verb, kwargs=where)).status_code == 404


def test_an_address_with_junk_in_place_of_a_urn_is_not_found(cast, as_user):
    browser = as_user(cast.gatekeeper)
    for junk in ("%00", "a%00b", "20AA00001", "20AA00001260", "..%2f..%2fetc"):
        assert browser.get(f"/cases/{junk}/").status_code == 404
    assert browser.get("/cases/", {"urn": "\0"}).status_code == 200


def test_a_urn_in_small_letters_is_the_same_case(drive, cast, as_user):
    case = drive.case()
    assert as_user(cast.gatekeeper).get(f"/cases/{case.urn.lower()}/").status_code == 200


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_methods_that_no_page_answers_are_refused(drive, cast, as_user, method):
    address = reverse("case", kwargs={"urn": drive.case().urn})
    assert getattr(as_user(cast.gatekeeper), method)(address).status_code == 405


def test_a_role_that_does_not_do_the_work_cannot_claim_it(drive, cast, as_user):
    case = drive.case()
    where = {"urn": case.urn, "task": drive.open_work(case, "vps_offer.offer").task}
    assert as_user(cast.gatekeeper).post(reverse("step_claim", kwargs=where)).status_code == 403


def test_a_step_is_found_only_under_its_own_case(drive, cast, as_user):
    case, other = drive.case(), drive.case()
    where = {"urn": other.urn, "task": drive.open_work(case, "vps_offer.offer").task}
    assert as_user(cast.investigator).get(reverse("step", kwargs=where)).status_code == 404


def test_the_cps_sees_a_case_once_something_was_sent_to_it(drive, cast, as_user):
    case = drive.case()
    address = reverse("case", kwargs={"urn": case.urn})
    assert as_user(cast.prosecutor).get(address).status_code == 404
    drive.do(case, "early_advice.consider request")
    assert as_user(cast.prosecutor).get(address).status_code == 200


def test_a_role_that_has_ended_shows_nothing(drive, cast, as_user):
    from datetime import date

    case = drive.case()
    cast.gatekeeper.memberships.update(ends_on=date(2026, 1, 31))
    assert as_user(cast.gatekeeper).get(reverse("case", kwargs={"urn": case.urn})).status_code == 404


@pytest.mark.queue_differs
def test_an_officer_keeps_a_case_that_moved_to_another_unit_of_the_force(drive, cast, as_user):
    case = drive.case()
    case.unit = cast.force.units.exclude(pk=cast.unit.pk).first()
    case.save(update_fields=["unit"])
    assert as_user(cast.investigator).get(reverse("case", kwargs={"urn": case.urn})).status_code == 200
    assert as_user(cast.investigator2).get(reverse("case", kwargs={"urn": case.urn})).status_code == 404
