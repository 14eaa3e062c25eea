"""What the verbs of the domain ask for themselves, whoever calls them and whatever a form has checked."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from casework.early_advice.models import EarlyAdviceRequest
from casework.early_advice.wanting import early_advice_not_sought
from casework.errors import Overtaken, RuleBroken
from casework.file_review.models import FileSubmission
from casework.hearings.models import Hearing
from casework.hearings.services import hearing_list, hearing_relist
from casework.people.models import Membership
from casework.people.roles import WORKING_ROLES, Role
from casework.victim_statements.models import VpsCheckpoint, VpsOffer
from casework.victim_statements.services import vps_offer
from tests.access.keeping import restricted
from tests.bad_character.made import PURSUED
from tests.break_ins.opening import opened
from tests.casework.all_ways import (
    actor,
)
from tests.casework.test_guards import refused
from tests.casework.ways import DECLINED, ways
from tests.cast import ADVISED, CONSIDERED, NOT_CHARGED, TO_CHARGE, TO_DECISION, TO_GATEKEEPER
from tests.samples import day, sample
from workflows.models import CaseProcess

pytestmark = pytest.mark.django_db
A_RECORD_OF_EVERY_KIND = (
    *DECLINED,
    *PURSUED,
    *ADVISED,
    *TO_DECISION[2:],
    "charging_decision.review action_plan",
    "plan_item.answer answer",
    "plan_item.check accept",
    *NOT_CHARGED,
    *("review_right.tell tell", "review_right ask", "decision_review.review overturn"),
    "charging_decision.review charge",
    *("vps_offer ask", "vps_offer.take take", "vps_offer.receive receive"),
)


def is_overtaken(act) -> bool:
    try:
        act()
    except Overtaken:
        return True
    return False


@pytest.mark.queue_differs
def test_no_verb_moves_a_record_that_is_elsewhere(drive):
    case = drive.case()
    drive.do(case, *A_RECORD_OF_EVERY_KIND)
    drive.escalate(case)
    drive.list_hearing(case, "sending", timezone.localdate())
    drive.list_hearing(case, "ptph", timezone.localdate())
    drive.list_hearing(case, "trial", timezone.localdate() + timedelta(days=100))
    drive.recorded(case, "plea", plea="not_guilty", court="crown", **day("entered_on", timezone.localdate()))
    drive.do(case, "special_measures.assess want")
    drive.recorded(case, "custody", stage="crown", **day("held_from", timezone.localdate()))
    drive.letter(case, "charge-S1-V1")
    opened_in_an_emergency(drive, case)
    events = case.events.count()
    taken = [
        f"{carried}.{step.name} {outcome.key}"
        for carried, step, outcome in ways()
        if not is_overtaken(partial(elsewhere, drive, case, carried, step, outcome))
    ]
    assert (taken, case.events.count()) == ([], events)


def opened_in_an_emergency(drive, case) -> None:
    """Restricted to those who do the work of each role; another gatekeeper opens it."""
    working = [drive.cast.working(role) for role in WORKING_ROLES]
    restricted(case, *working, by=drive.cast.supervisor)
    opened(case, drive.cast.gatekeeper2)


def elsewhere(drive, case, carried, step, outcome) -> None:
    """Do the verb of an outcome on a record that is at a position which no verb expects."""
    model = CaseProcess._meta.get_field(carried).related_model
    record = model.objects.filter(case_file=case).first()
    form = sample(f"{carried}.{step.name}", outcome.key, timezone.localdate())
    filled = outcome.form(form, record=record)
    assert filled.is_valid(), filled.errors
    met = model.objects.filter(pk=record.pk).exclude(position="elsewhere")
    met.update(position="elsewhere", **beyond(drive, carried))
    record.refresh_from_db()
    by = actor(drive, case, step.role)
    outcome.verb(record=record, by=by, at=timezone.now(), **filled.arguments())


def beyond(drive, carried: str) -> dict[str, object]:
    """What the database wants with another position: an opening in an emergency goes nowhere unreviewed."""
    reviewed = {"found": "So", "reviewed_at": timezone.now(), "reviewed_by": drive.cast.supervisor}
    return reviewed if carried == "break_in" else {}


@pytest.mark.queue_differs
def test_of_two_who_read_a_record_at_the_same_position_one_moves_it(drive):
    case, today = drive.case(), timezone.localdate()
    first, second = (VpsOffer.objects.get(case_file=case) for _ in range(2))
    by, at = actor(drive, case, Role.INVESTIGATOR), timezone.now()
    said = {"by": by, "at": at, "offered_how": "phone", "explained": ["seen"], "explained_by": ""}
    vps_offer(record=first, offered_on=today, **said)
    with pytest.raises(Overtaken):
        vps_offer(record=second, offered_on=today - timedelta(days=1), **said)
    assert VpsOffer.objects.get(case_file=case).offered_on == today
    assert case.events.filter(verb="offered").count() == 1


def test_what_was_decided_is_not_decided_otherwise_by_who_read_it_before(drive):
    case = drive.case()
    read_before = EarlyAdviceRequest.objects.get(case_file=case)
    drive.do(case, "early_advice.consider request")
    by = actor(drive, case, Role.INVESTIGATOR)
    with pytest.raises(Overtaken):
        early_advice_not_sought(record=read_before, by=by, at=timezone.now(), reason="Complete")
    assert EarlyAdviceRequest.objects.get(case_file=case).position == EarlyAdviceRequest.Position.TRIAGE


def test_a_file_without_an_offence_is_not_submitted(drive):
    case = drive.case()
    case.offences.all().delete()
    drive.do(case, *CONSIDERED)
    response = drive.send(case, "file_submission.prepare", "submit")
    assert refused(response, "Add the offence to the case before you submit the file")


def test_nobody_returns_their_own_file(drive, cast):
    case = drive.case()
    Membership.objects.create(
        person=cast.investigator, role="supervisor", organisation=cast.force, unit=cast.unit
    )
    drive.do(case, *CONSIDERED, "file_submission.prepare submit")
    response = drive.send(case, "file_submission.sign_off", "return", by=cast.investigator)
    assert refused(response, "You submitted this file, so somebody else must check it")
    assert FileSubmission.objects.get(case_file=case).returns.count() == 0


def test_nobody_returns_a_file_that_they_signed_off(drive, cast):
    case = drive.case()
    Membership.objects.create(person=cast.supervisor, role="gatekeeper", organisation=cast.force)
    drive.do(case, *TO_GATEKEEPER)
    response = drive.send(case, "file_submission.review", "return", by=cast.supervisor)
    assert refused(response, "You signed this file off, so somebody else must review it")


def test_no_trial_is_listed_before_somebody_is_charged(drive):
    case = drive.case()
    drive.do(case, *TO_DECISION)
    response = drive.list_hearing(
        case, "trial", timezone.localdate() + timedelta(days=200), by=drive.cast.liaison
    )
    assert refused(response, "Nobody has been charged in this case, so no hearing can be listed")
    assert not Hearing.objects.filter(case_file=case).exists()


@pytest.mark.parametrize("days", [-1, 0])
def test_no_trial_is_listed_for_a_day_that_is_not_to_come(drive, days):
    case = drive.case()
    drive.do(case, *TO_CHARGE)
    by, on = actor(drive, case, Role.VICTIM_LIAISON), timezone.localdate() + timedelta(days=days)
    with pytest.raises(RuleBroken, match="must be in the future"):
        hearing_list(case=case, by=by, at=timezone.now(), kind="trial", on=on)
    assert not Hearing.objects.filter(case_file=case).exists()


@pytest.mark.queue_differs
def test_a_trial_that_is_not_listed_anew_for_want_of_a_reason_stays_listed(drive):
    case, on = drive.case(), timezone.localdate() + timedelta(days=200)
    drive.do(case, *TO_CHARGE)
    by, at = actor(drive, case, Role.VICTIM_LIAISON), timezone.now()
    hearing = hearing_list(case=case, by=by, at=at, kind="trial", on=on, sits_confirmed=True)
    with pytest.raises(RuleBroken, match="listed anew"):
        hearing_relist(record=hearing, by=by, at=at, on=on + timedelta(days=1), reason="")
    assert list(Hearing.objects.values_list("on", "vacated_at")) == [(on, None)]


def test_a_charge_offers_an_update_only_where_the_first_offer_is_answered(drive):
    case = drive.case(victims=4)
    drive.do(case, *["vps_offer.offer offer"] * 3, "vps_offer.answer decline", "vps_offer.answer want")
    drive.do(case, *TO_CHARGE)
    first = {offer.about: offer.position for offer in VpsOffer.objects.filter(case_file=case)}
    assert first == {"V1": "declined", "V2": "take", "V3": "answer", "V4": "offer"}
    assert [each.about for each in VpsCheckpoint.objects.all() if each.is_offered] == ["V1, after charge"]


def test_a_second_charge_offers_no_second_update(drive):
    case = drive.case(suspects=2)
    drive.do(case, *DECLINED, CONSIDERED[0], *[CONSIDERED[1]] * 2, *TO_DECISION[2:])
    drive.do(case, *["bad_character.review review"] * 2, "charging_decision.review charge")
    before = VpsCheckpoint.objects.get(case_file=case, kind="charge")
    drive.do(case, "charging_decision.review charge")
    after = VpsCheckpoint.objects.get(case_file=case, kind="charge")
    assert (after.pk, after.due_on, after.round) == (before.pk, before.due_on, 1)
