"""What the process forbids, and what it says then."""

from __future__ import annotations

import ast
import fnmatch
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from casework.bad_character.models import BadCharacterConsideration
from casework.casefiles.services import suspect_add
from casework.events.words import WORDS, WORK_VERBS
from casework.file_review.models import FileSubmission
from casework.file_review.rounds import ChecklistAnswer
from casework.file_review.standard import standard_now
from casework.people.models import Membership
from casework.people.roles import Role
from tests.cast import CONSIDERED, TO_DECISION, TO_GATEKEEPER
from tests.samples import day, no_line
from tests.workflows.working import now
from workflows.engine.work import act_on_case

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db


def refused(response, words: str) -> bool:
    return response.status_code == 422 and words in response.content.decode()


def test_a_file_is_not_submitted_before_early_advice_is_considered(drive):
    case = drive.case()
    response = drive.send(case, "file_submission.prepare", "submit")
    assert refused(response, "Request early advice, or record why it is not sought")


def test_a_file_without_a_suspect_is_not_submitted(drive):
    case = drive.case(suspects=0)
    drive.do(case, "early_advice.consider not_sought")
    response = drive.send(case, "file_submission.prepare", "submit")
    assert refused(response, "Add the suspect to the case before you submit the file")


def test_a_file_is_not_submitted_before_bad_character_is_considered_for_every_suspect(drive):
    case = drive.case(suspects=2)
    drive.do(case, *CONSIDERED)
    response = drive.send(case, "file_submission.prepare", "submit")
    assert refused(response, "consider bad character for S2 and record what was found")


def test_nobody_signs_off_their_own_file(drive, cast):
    case = drive.case()
    Membership.objects.create(
        person=cast.investigator, role="supervisor", organisation=cast.force, unit=cast.unit
    )
    drive.do(case, *CONSIDERED, "file_submission.prepare submit")
    response = drive.send(case, "file_submission.sign_off", "sign_off", by=cast.investigator)
    assert refused(response, "You submitted this file, so somebody else must check it")


@pytest.mark.parametrize("outcome", ["sign_off", "return"])
def test_the_officer_in_the_case_does_not_check_its_file_whoever_submitted_it(drive, cast, outcome):
    case = drive.case()
    drive.do(case, *CONSIDERED, "file_submission.prepare submit")
    case.officer_in_case = cast.supervisor
    case.save(update_fields=["officer_in_case"])
    response = drive.send(case, "file_submission.sign_off", outcome)
    assert refused(response, "You are the officer in this case, so somebody else must check its file")


def test_a_file_is_passed_on_only_with_bad_character_considered_for_every_suspect(drive, cast):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER[:3])
    act_on_case(case=case, by=cast.investigator, roles=[Role.INVESTIGATOR], **now(), verb=suspect_add)
    what = "consider bad character for S2 and record what was found"
    response = drive.send(case, "file_submission.sign_off", "sign_off")
    assert refused(response, f"{what} before the file goes to the gatekeeper")
    drive.do(case, CONSIDERED[1], TO_GATEKEEPER[3])
    act_on_case(case=case, by=cast.investigator, roles=[Role.INVESTIGATOR], **now(), verb=suspect_add)
    response = drive.send(case, "file_submission.review", "accept")
    assert refused(response, f"{what.replace('S2', 'S3')} before the file goes to the CPS")


def test_nobody_accepts_a_file_that_they_signed_off(drive, cast):
    case = drive.case()
    Membership.objects.create(person=cast.supervisor, role="gatekeeper", organisation=cast.force)
    drive.do(case, *TO_GATEKEEPER)
    response = drive.send(case, "file_submission.review", "accept", by=cast.supervisor)
    assert refused(response, "You signed this file off, so somebody else must review it")


def test_a_new_round_waits_for_its_own_sign_off(drive):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER, "file_submission.review return", "file_submission.correct submit")
    record = FileSubmission.objects.get(case_file=case)
    assert (record.signed_off_by, record.supervisor_comments) == (None, "")
    assert case.events.get(verb="signed_off").reason == "Both stages are met"


def test_what_each_of_three_found_is_kept_under_the_version_of_the_standard(drive):
    case = drive.case()
    drive.do(case, *CONSIDERED)
    drive.send(case, "file_submission.prepare", "submit", found_mg6d="missing")
    drive.do(case, "file_submission.sign_off sign_off", "file_submission.review accept")
    answers = ChecklistAnswer.objects.filter(submission__case_file=case, item="mg6d").order_by("pk")
    assert [(each.checker, each.found, each.standard) for each in answers] == [
        ("submitter", "missing", "2"),
        ("supervisor", "present", "2"),
        ("gatekeeper", "present", "2"),
    ]


def test_what_was_answered_and_asked_in_an_earlier_round_stays_in_the_activity(drive):
    case = drive.case()
    drive.do(case, "early_advice.consider request", "early_advice.triage reject")
    drive.send(case, "early_advice.revise", "request", issues="Another issue")
    asked = case.events.filter(verb__startswith="requested").order_by("pk").values_list("reason", flat=True)
    assert ["Issues: Consent" in asked[0], "Issues: Another issue" in asked[1]] == [True, True]


def test_bad_character_of_an_earlier_round_still_counts(drive):
    case = drive.case()
    drive.do(case, "bad_character.consider found", "bad_character.review ask_more")
    drive.do(case, "bad_character.consider nil", "bad_character.review review", "bad_character.decide pursue")
    assert BadCharacterConsideration.objects.get(case_file=case).nil_return is False


@pytest.mark.parametrize(
    ("before", "kind", "outcome", "field"),
    [
        ((), "vps_offer.offer", "offer", "offered_on"),
        (("vps_offer.offer offer",), "vps_offer.answer", "want", "answered_on"),
        (("vps_offer.offer offer", "vps_offer.answer want"), "vps_offer.take", "take", "made_on"),
    ],
)
def test_nothing_happens_before_what_it_follows(drive, before, kind, outcome, field):
    case = drive.case()
    drive.do(case, *before)
    response = drive.send(case, kind, outcome, **day(field, date(2020, 1, 1)))
    assert refused(response, " or later")


def test_a_charge_is_not_dated_before_the_report(drive):
    case = drive.case()
    drive.do(case, *TO_DECISION, "bad_character.review review")
    response = drive.send(case, "charging_decision.review", "charge", **day("charged_on", date(1926, 11, 24)))
    assert refused(response, "The date of charge must be")


def test_text_that_cannot_be_seen_is_refused(drive):
    case = drive.case()
    response = drive.send(case, "early_advice.consider", "not_sought", reason="Complete\u202e\x01")
    assert refused(response, "Remove the characters that cannot be seen")


def test_a_file_with_a_missing_item_is_not_accepted(drive):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    missing = {"found_mg6c": "missing", "found_mg6d": "missing"}
    response = drive.send(case, "file_submission.review", "accept", **missing)
    for key in ("mg6c", "mg6d"):
        assert refused(response, f"{standard_now().item(key).label}: this is missing. Return the file")


def test_an_item_that_does_not_apply_says_why(drive):
    case = drive.case()
    drive.do(case, *CONSIDERED)
    response = drive.send(case, "file_submission.prepare", "submit", found_forensic="not_applicable")
    assert refused(response, "Enter why forensic and medical evidence is not applicable")


def test_a_charge_waits_for_the_review_of_bad_character(drive):
    case = drive.case()
    drive.do(case, *TO_DECISION)
    response = drive.send(case, "charging_decision.review", "charge")
    assert refused(response, "Review bad character for this suspect before you decide to charge")


def test_nothing_found_is_not_applied_for(drive):
    case = drive.case()
    drive.do(case, "bad_character.consider nil", "bad_character.review review")
    response = drive.send(case, "bad_character.decide", "pursue")
    assert refused(response, "there is nothing to apply for")


def test_advice_says_something(drive):
    case = drive.case()
    drive.do(case, "early_advice.consider request", "early_advice.triage accept")
    response = drive.send(case, "early_advice.advise", "advise", **no_line(), potential_charges="")
    assert refused(response, "Enter advice in at least one section")


def test_events_are_never_changed_or_removed(drive):
    drive.case()
    for change in ("UPDATE casework_event SET reason = 'else'", "DELETE FROM casework_event"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(change)


def test_a_person_is_never_deleted(cast):
    with pytest.raises(ProtectedError):
        cast.gatekeeper.delete()


def test_the_application_is_no_superuser_that_could_switch_the_trigger_off():
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (False,)


def _patterns(value: ast.AST) -> set[str]:
    """The texts written in the expression; what an f-string fills in is an asterisk."""
    if isinstance(value, ast.JoinedStr):
        return {"".join(part.value if isinstance(part, ast.Constant) else "*" for part in value.values)}
    if isinstance(value, ast.Constant):
        return {value.value}
    return set().union(*map(_patterns, ast.iter_child_nodes(value)))


def _verbs_recorded_in(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text()))
    return set().union(
        *(_patterns(node.value) for node in nodes if isinstance(node, ast.keyword) and node.arg == "verb")
    )


def test_every_verb_that_the_code_records_has_its_words():
    worded = {verb for _, verb in WORDS} | set(WORK_VERBS)
    paths = [path for package in ("casework", "workflows") for path in (ROOT / package).rglob("*.py")]
    recorded = set().union(*map(_verbs_recorded_in, paths))
    assert recorded
    assert not [pattern for pattern in recorded if not fnmatch.filter(worded, pattern)]


def test_no_concern_has_a_verb_that_is_one_of_the_work_itself():
    assert [verb for _, verb in WORDS if verb in WORK_VERBS] == []
