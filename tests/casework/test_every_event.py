"""Every way out of every step, and every verb beside the steps: each records its event, and it has words."""

from __future__ import annotations

import pytest

from casework.events.models import Event
from casework.events.words import WORDS, WORK_VERBS
from casework.people.roles import Role
from tests.casework.all_ways import (
    add_change_and_withdraw_a_document,
    ask_twice,
    change_a_date_in_every_way,
    correct_claim_and_release,
    decide_an_appeal,
    dispute_finalise_and_reopen,
    end_clinic_slots_in_every_way,
    escalate_every_way,
    invite,
    keep_and_let_in,
    pause_and_restart,
    tell_victims_every_way,
    turn_early_advice,
    write_letters,
)
from tests.casework.all_ways_at_court import (
    go_through_the_court,
    list_the_trial_twice,
    measure_in_every_way,
    rule_on_bad_character_in_every_way,
    serve_and_hear_statements,
)
from tests.casework.ways import (
    APPEALED,
    APPLICATION,
    DECIDED_LATER,
    DECLINED_AGAIN,
    DECLINED_MEASURES,
    DECLINED_TWICE,
    ENDED_BY_THE_POLICE,
    ESCALATIONS,
    FURTHER_PLAN,
    HEARD,
    HELD,
    LETTERS,
    LINE_OF_THE_CPS,
    MORE_TIME,
    NOT_CONFIRMED,
    NOTICE_ANSWERED,
    NOTICE_DRAFTED,
    OFFERED_AGAIN,
    RECORDED,
    RULED,
    SERVED,
    STAGES,
    THE_LONG_WAY,
    TO_DISCONTINUE,
    TO_FULL_CODE,
    TO_NO_FURTHER_ACTION,
    TOLD,
    TOLD_OF_THE_END,
    TOLD_OF_THE_TRIAL,
    UPHELD,
    WANTED,
    ways,
)
from tests.cast import person
from tests.retention.closed import keep_in_every_way

# What administrators do to work that went wrong, which other tests show.
REPAIRS = {"retried", "skipped", "moved", "migrated"}


@pytest.mark.queue_differs
def test_every_event_that_all_ways_of_all_steps_record_has_its_words(drive):
    appeals = [(*APPEALED, f"early_advice.decide_appeal {how}") for how in ("allow", "dismiss")]
    all_ways = (TO_NO_FURTHER_ACTION, UPHELD, TO_DISCONTINUE, TO_FULL_CODE, ENDED_BY_THE_POLICE)
    further = (THE_LONG_WAY, LINE_OF_THE_CPS, DECLINED_TWICE, MORE_TIME, FURTHER_PLAN, *appeals)
    driven = {line for way in (*all_ways, *further) for line in way if "." in line}
    measured = (*WANTED, *RULED, *RECORDED, *STAGES, *DECLINED_MEASURES, f"{APPLICATION}.apply not_needed")
    driven |= {*TOLD, *TOLD_OF_THE_END[-2:], *TOLD_OF_THE_TRIAL}
    driven |= {
        way for way in (*HEARD, *HELD, *measured, *OFFERED_AGAIN, *DECLINED_AGAIN, *SERVED) if "." in way
    }
    driven |= {way for _, ways_up in ESCALATIONS for way in ways_up} | set(LETTERS)
    driven |= {way for way in (*DECIDED_LATER, *NOT_CONFIRMED, *NOTICE_DRAFTED) if "." in way}
    driven |= {way for _, answered in NOTICE_ANSWERED for way in answered}
    driven |= {"bad_character_notice.serve serve", "bad_character_notice.ruling rule"}
    assert driven == {f"{carried}.{step.name} {outcome.key}" for carried, step, outcome in ways()}
    advised = drive.case()
    drive.do(advised, *THE_LONG_WAY)
    turn_early_advice(drive, advised)
    another = person("manager2", Role.PROSECUTION_MANAGER, drive.cast.area)
    for steps_of_appeal in appeals:
        decide_an_appeal(drive, drive.case(), *steps_of_appeal, by=another)
    for way in all_ways:
        drive.do(drive.case(), *way)
    dispute_finalise_and_reopen(drive)
    correct_claim_and_release(drive, drive.case())
    charged = drive.case()
    drive.do(charged, *DECLINED_TWICE)
    list_the_trial_twice(drive, charged)
    go_through_the_court(drive, drive.case(suspects=3))
    serve_and_hear_statements(drive)
    measure_in_every_way(drive)
    for way in (DECIDED_LATER, NOT_CONFIRMED):
        drive.do(drive.case(), *way)
    rule_on_bad_character_in_every_way(drive)
    end_clinic_slots_in_every_way(drive)
    escalate_every_way(drive)
    tell_victims_every_way(drive)
    write_letters(drive)
    invite(drive)
    ask_twice(drive, drive.case())
    add_change_and_withdraw_a_document(drive, charged)
    pause_and_restart(drive)
    keep_and_let_in(drive)
    keep_in_every_way(drive)
    change_a_date_in_every_way(drive)
    recorded = set(Event.objects.values_list("route", "verb"))
    assert {words for words in recorded if words[1] not in WORK_VERBS} == set(WORDS)
    assert {verb for _, verb in recorded} >= set(WORK_VERBS) - REPAIRS
