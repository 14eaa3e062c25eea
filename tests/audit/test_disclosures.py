"""What is handed over is written down with who gave it and to whom; so is that the CPS may see a case."""

from __future__ import annotations

from importlib import import_module

import pytest

from casework.audit.disclosures import COURT, CPS, DISCLOSED, OTHER_SIDE, POLICE, VICTIM
from casework.audit.models import AuditEntry
from casework.casefiles.sharing import case_share_with_cps
from casework.events.words import WORDS
from tests.clinics.planned import NOW, book, session_of

pytestmark = pytest.mark.django_db
# By route, the verbs that hand over nothing, each with the reason why.
RECORDED = {
    "casefiles": "registered amended suspect_amended victim_amended offence_amended suspect_added "
    "victim_added offence_added",
    "early_advice": "line_answered",
    "action_plans": "owner_changed",
    "bad_character": "reviewed pursued not_pursued reopened checkpoint_stands checkpoint_reopened",
    "victim_statements": "offered wanted declined asked taken update_wanted update_not_wanted "
    "preference_changed for_sentence not_for_sentence",
    "special_measures": "declined to_be_assessed_again not_needed section_28_ended",
    "victim_contacts": "attempted not_wanted plan_recorded plan_changed",
    "milestones": "arrested interviewed released_without_charge bailed under_investigation "
    "conditions_changed conditions_cancelled",
    "documents": "document_added document_version_added document_withdrawn document_refused",
    "whose_clock": "clock_paused clock_restarted",
    "access": "barred bar_lifted restricted opened_again admitted taken_off broken_in break_in_justified "
    "break_in_not_justified",
    "retention": "class_set kept legal_hold_begun legal_hold_ended erasure_proposed erasure_withdrawn",
    # A rank finds it in the case, which is a disclosure when it is open to the CPS by it.
    "escalations": "raised taken_further settled",
    "clinics": "booked rebooked booking_cancelled session_cancelled session_moved attended not_attended",
}
WITHIN_ONE_SIDE = {
    "early_advice": "appeal_asked not_appealed",
    "file_review": "submitted resubmitted signed_off returned ended_by_the_police reopened bounce_alert",
    "charging": "threshold_full_code_met threshold_wait threshold_discontinue action_plan_proposed "
    "action_plan_approved action_plan_sent_back review_upheld review_overturned overturned",
    "bad_character": "material_awaited material_awaited_on notice_drafted notice_to_redraft",
    "letters": "letter_opened letter_drafted letter_checked letter_returned letter_reopened told_date_moved",
    "witnesses": "required not_required",
}
SAYS_THAT_AND_NOT_WHAT = {
    "early_advice": "not_sought sought_after_all accepted appeal_allowed follow_up_withdrawn acknowledged",
    "charging": "triage_accepted meeting_confirmed reopened action_plan_set answers_complete",
    "action_plans": "answer_accepted more_time_granted more_time_shortened more_time_refused",
    "bad_character": "considered_nil material_in",
    "victim_statements": "serve_again",
    "victims_voice": "invited",
}
COMES_FROM_OUTSIDE = {
    "charging": "review_asked",
    "bad_character": "notice_objected notice_not_objected bad_character_admitted "
    "bad_character_admitted_in_part bad_character_excluded",
    "special_measures": "responded outcome defence_replied ground_rules_held cross_examination_recorded",
    "victim_statements": "court_read court_read_in_part court_not_read",
    "hearings": "trial_listed trial_relisted hearing_listed hearing_relisted hearing_vacated hearing_held "
    "plea_entered verdict_returned sentence_passed appeal_asked appeal_granted appeal_refused appeal_listed "
    "appeal_bailed appeal_decided appeal_abandoned",
    "custody_limits": "custody_begun custody_extended custody_bailed custody_resumed custody_limit_ended",
}
HANDS_OVER_NOTHING = (RECORDED, WITHIN_ONE_SIDE, SAYS_THAT_AND_NOT_WHAT, COMES_FROM_OUTSIDE)


def given(case) -> list[tuple[str, str, int | None]]:
    found = AuditEntry.objects.filter(operation="disclosure", case_file=case.pk).order_by("pk")
    return [(each.what, each.details["to"], each.person) for each in found]


def test_what_is_sent_to_the_cps_says_who_gave_it_and_to_whom(drive, cast):
    case = drive.case()
    drive.do(case, "early_advice.consider request")
    who = cast.investigator.pk
    assert sorted(given(case)) == [
        ("casework_casefile", "cps", who),
        ("early_advice.requested", "cps", who),
    ]
    (sent,) = AuditEntry.objects.filter(operation="disclosure", what="early_advice.requested")
    assert sent.details == {"by": "step", "to": "cps"}


@pytest.mark.parametrize("how", ["a clinic slot", "an escalation"])
def test_a_case_that_is_open_to_the_cps_by_something_else_is_disclosed_once(drive, cast, how):
    case = drive.case()
    if how == "an escalation":
        assert drive.escalate(case, to="unit_head").status_code == 302
    else:
        book(drive, case, session_of(cast))
    opened = given(case)
    assert [(what, to) for what, to, _ in opened] == [("casework_casefile", "cps")]
    case.refresh_from_db()
    case_share_with_cps(case=case, at=NOW)
    type(case).objects.filter(pk=case.pk).update(shared_with_cps_at=NOW)
    assert given(case) == opened


def test_every_verb_hands_over_to_somebody_or_says_why_it_does_not():
    nothing = [
        f"{route}.{verb}"
        for reason in HANDS_OVER_NOTHING
        for route, verbs in reason.items()
        for verb in verbs.split()
    ]
    assert len(nothing) == len(set(nothing))
    assert set(nothing) | set(DISCLOSED) == {f"{route}.{verb}" for route, verb in WORDS}
    assert not set(nothing) & set(DISCLOSED)
    assert set(DISCLOSED.values()) == {CPS, POLICE, VICTIM, COURT, OTHER_SIDE}


def test_the_database_has_the_same_list():
    assert import_module("casework.migrations.0047_disclosures").DISCLOSED == DISCLOSED
