"""At early advice, at charge and before the PTPH the decision is confirmed, once each."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import now

from casework.bad_character.anchor import bad_character_anchor
from casework.bad_character.models import BadCharacterConsideration
from casework.bad_character.record_models import BadCharacterDecision
from casework.casefiles.models import CaseFile
from casework.deadlines.calendar import working_day_from, working_days_after, working_days_before
from casework.early_advice.models import EarlyAdviceRequest
from casework.hearings.models import Hearing, Plea
from casework.people.roles import Role
from tests.bad_character.made import (
    LEFT,
    NIL,
    NOTHING_FURTHER,
    PURSUED,
    charged_case,
    checkpoints,
    consideration,
    notices,
)
from tests.cast import ADVISED, TO_DECISION, charged
from tests.samples import day

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def ptph_on() -> date:
    return working_day_from(TODAY + timedelta(days=40))


def anchored(drive, case) -> None:
    case = CaseFile.objects.get(pk=case.pk)
    bad_character_anchor(case=case, by=drive.actor(case, Role.PROSECUTOR), at=now())


def test_early_advice_asks_once_whether_the_decision_stands(drive):
    case = drive.case()
    drive.do(case, *LEFT, *ADVISED)
    (asked,) = checkpoints(case)
    assert (asked.kind, asked.about) == ("early_advice", "S1, Early advice")
    assert asked.due_on == working_days_after(TODAY, 5)
    drive.do(case, "bad_character_checkpoint.confirm stands")
    drive.do(case, "early_advice.acknowledge acknowledge")
    advice = EarlyAdviceRequest.objects.get(case_file=case)
    drive.turn(advice, "follow-up", drive.cast.investigator, follow_up="What of the new footage?")
    drive.do(case, "early_advice.advise advise")
    (answered,) = checkpoints(case)
    assert answered.position == "stands"
    assert consideration(case).round == 1


def test_nobody_is_asked_before_there_is_a_decision(drive):
    case = drive.case()
    drive.do(case, *ADVISED, "bad_character.consider found")
    assert checkpoints(case) == []


def test_a_charge_asks_of_the_suspect_who_is_charged(drive):
    case = drive.case()
    drive.do(case, *TO_DECISION, *NIL[1:], "charging_decision.review charge")
    (asked,) = checkpoints(case)
    assert (asked.kind, asked.since) == ("charge", TODAY)
    assert "bad_character_checkpoint.confirm" in drive.kinds(case)


def test_a_checkpoint_that_finds_something_new_begins_another_round(drive):
    case = drive.case()
    drive.do(case, *PURSUED, *ADVISED, "bad_character_checkpoint.confirm again")
    (asked,), record = checkpoints(case), consideration(case)
    assert (asked.position, record.position, record.round) == ("reopened", "consider", 2)
    assert record.return_reason == "An arrest in another force"
    drive.do(case, *NOTHING_FURTHER, "bad_character.decide pursue")
    assert consideration(case).position == "pursued"


def test_another_round_answers_the_checkpoint_that_is_open(drive, cast):
    case = drive.case()
    drive.do(case, *LEFT, *ADVISED)
    drive.turn(consideration(case), "new", cast.investigator, what_is_new="Another complainant")
    (asked,) = checkpoints(case)
    assert asked.position == "reopened"
    assert "bad_character_checkpoint.confirm" not in drive.kinds(case)


def test_the_ptph_is_preceded_by_a_checkpoint_that_moves_with_it(drive):
    case = charged_case(drive, *LEFT)
    assert drive.list_hearing(case, "ptph", ptph_on()).status_code == 302
    (asked,) = checkpoints(case)
    assert (asked.kind, asked.due_on) == ("ptph", working_days_before(ptph_on(), 5))
    assert asked.counted("due_on").words.startswith("5 working days before")
    later = working_day_from(ptph_on() + timedelta(days=14))
    ptph = Hearing.objects.select_related("process").get(case_file=case)
    drive.turn(ptph, "relist", drive.cast.witness_care, **day("on", later), reason="The court is full")
    (moved,) = checkpoints(case)
    assert (moved.pk, moved.due_on) == (asked.pk, working_days_before(later, 5))
    assert drive.open_work(case, "bad_character_checkpoint.confirm").due_on == moved.due_on
    assert case.events.filter(verb="date_moved", subject=moved.pk).count() == 1


def test_a_checkpoint_that_was_confirmed_is_not_asked_again_for_another_day(drive):
    case = charged_case(drive, *LEFT)
    drive.list_hearing(case, "ptph", ptph_on())
    drive.do(case, "bad_character_checkpoint.confirm stands")
    ptph = Hearing.objects.select_related("process").get(case_file=case)
    drive.turn(ptph, "vacate", drive.cast.witness_care, reason="The court is full")
    drive.list_hearing(case, "ptph", ptph_on() + timedelta(days=14))
    (asked,) = checkpoints(case)
    assert (asked.position, asked.since) == ("stands", ptph_on())


@pytest.mark.queue_differs
def test_the_anchor_called_again_changes_nothing(drive):
    case = charged_case(drive, *LEFT)
    drive.list_hearing(case, "ptph", ptph_on())
    anchored(drive, case)
    events = case.events.count()
    anchored(drive, case)
    assert (len(checkpoints(case)), case.events.count()) == (1, events)


@pytest.mark.queue_differs
def test_the_anchor_costs_the_same_for_one_suspect_and_for_thirty(drive):
    counts = []
    for suspects in (1, 30):
        case = drive.case(suspects=suspects)
        charged(case, TODAY)
        drive.list_hearing(case, "ptph", ptph_on())
        pursued_with_a_plea(drive, case)
        anchored(drive, case)
        with CaptureQueriesContext(connection) as captured:
            anchored(drive, case)
        counts.append(len(captured))
        assert len(notices(case)) == len(checkpoints(case)) == suspects
    assert counts[0] == counts[1]


def pursued_with_a_plea(drive, case) -> None:
    """Bad character of every suspect is to be applied for, and every one pleads not guilty."""
    records = BadCharacterConsideration.objects.filter(case_file=case)
    records.update(position="pursued")
    said = {"round": 1, "by": drive.cast.prosecutor, "at": now(), "decision": "authorised"}
    BadCharacterDecision.objects.bulk_create(
        BadCharacterDecision(consideration=record, **said) for record in records
    )
    pleaded = {"plea": "not_guilty", "court": "crown", "entered_on": TODAY}
    recorded = {"recorded_at": now(), "recorded_by": drive.cast.witness_care}
    Plea.objects.bulk_create(Plea(suspect=suspect, **pleaded, **recorded) for suspect in case.suspects.all())


def test_what_is_not_charged_is_not_asked_after(drive):
    case = drive.case()
    drive.do(case, *NIL, *ADVISED, *TO_DECISION[2:])
    drive.do(case, "charging_decision record_meeting", "charging_decision.review nfa")
    (asked,) = checkpoints(case)
    assert asked.withdrawn_at is not None
    assert "bad_character_checkpoint.confirm" not in drive.kinds(case)
