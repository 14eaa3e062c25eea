"""How long a case is kept: its class, its review, its holds, and who agrees that it goes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from casework.appeals.models import Appeal
from casework.errors import RuleBroken
from casework.obligations.models import Obligation
from casework.retention.classes import classes, years_later
from casework.retention.closing import closed_on
from casework.retention.erasure import case_erase, erasable_from, erasure_propose, erasure_withdraw
from casework.retention.models import CaseRetention, ErasureProposal, LegalHold
from casework.retention.services import case_keep, hold_end, hold_set, retention_set
from tests.cast import TO_CHARGE
from tests.retention.closed import (
    after,
    classed,
    closed_case,
    colleague,
    keeper,
    keeper_of_cps,
    of_the_force_alone,
    work_close,
)

APPEALS = [
    ("asked", False),
    ("asked granted", False),
    ("asked granted bailed", False),
    ("asked refused", True),
    ("asked refused asked", False),
    ("asked abandoned", True),
    ("asked granted decided", True),
]
pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2026, 3, 1), 10, date(2036, 3, 1)),
        (date(2024, 2, 29), 6, date(2030, 3, 1)),
        (date(2024, 2, 29), 100, date(2124, 2, 29)),
        (date(2000, 2, 29), 100, date(2100, 3, 1)),
    ],
)
def test_a_day_is_the_same_day_so_many_years_later(day, years, expected):
    assert years_later(day, years) == expected


@pytest.mark.parametrize(
    ("kind", "births", "expected"),
    [
        ("serious", [date(1990, 5, 1)], date(2036, 2, 1)),
        ("other", [], date(2032, 2, 1)),
        ("undetected", [], date(2125, 1, 1)),
        ("public_protection", [date(1980, 5, 1), date(1990, 5, 1)], date(2090, 5, 1)),
        ("public_protection", [date(1980, 5, 1), None], date(2125, 1, 1)),
        ("public_protection", [], date(2125, 1, 1)),
    ],
)
def test_each_class_keeps_a_case_for_its_years(kind, births, expected):
    days = {"closed_on": date(2026, 2, 1), "reported_on": date(2025, 1, 1)}
    assert classes()[kind].kept_until(births=births, **days) == expected


def test_a_case_that_is_not_closed_gets_no_class(drive, cast):
    with pytest.raises(RuleBroken, match="not closed"):
        classed(drive.case(), cast)
    before_the_court = drive.case()
    drive.do(before_the_court, *TO_CHARGE)
    work_close(before_the_court)
    with pytest.raises(RuleBroken, match="before the court"):
        classed(before_the_court, cast)
    assert not CaseRetention.objects.exists()


def test_a_case_closes_with_the_last_work_that_its_clock_leaves_out(drive, cast):
    """A letter to a victim, a contact or the review of a decision: nothing of the clock, and still owed."""
    case = closed_case(drive)
    letter, later = Obligation.objects.filter(case_file=case).last(), timezone.now() + timedelta(days=40)
    Obligation.objects.filter(pk=letter.pk).update(closed_at=later)
    kept = retention_set(case=case, kind="serious", by=keeper(cast), at=later)
    assert kept.closed_on == timezone.localdate(later)


def test_who_read_an_old_case_in_an_emergency_did_not_open_it_again(drive, cast):
    case = closed_case(drive)
    kept = classed(case, cast)
    letter, later = Obligation.objects.filter(case_file=case).last(), timezone.now() + timedelta(days=40)
    Obligation.objects.filter(pk=letter.pk).update(closed_at=later, kind="break_in.review")
    assert closed_on(case, later) == kept.closed_on


@pytest.mark.parametrize(("steps", "is_over"), APPEALS)
def test_no_case_is_closed_while_an_appeal_is_under_way(drive, cast, steps, is_over):
    case = closed_case(drive)
    suspect, said = case.suspects.get(), {"against": "both", "on": timezone.localdate()}
    for days, step in enumerate(steps.split(), 900):
        more = {"outcome": "Dismissed"} if step == "decided" else {}
        Appeal.objects.create(
            suspect=suspect,
            stage=step,
            recorded_at=timezone.now() + timedelta(days=days),
            recorded_by=cast.witness_care,
            **said,
            **more,
        )
    later = max(Appeal.objects.values_list("recorded_at", flat=True))
    assert closed_on(case, later) == (timezone.localdate(later) if is_over else None)


def test_the_review_counts_from_the_closure(drive, cast):
    case = closed_case(drive)
    kept = classed(case, cast)
    assert kept.closed_on == timezone.localdate()
    assert kept.review_on == years_later(kept.closed_on, 10)
    assert classed(case, cast, "other").review_on == years_later(kept.closed_on, 6)
    assert case.events.filter(verb="class_set").count() == 2
    with pytest.raises(RuleBroken, match="Select how long"):
        retention_set(case=case, kind="for_ever", by=keeper(cast), at=timezone.now())


def test_a_review_that_is_due_keeps_the_case_for_another_term(drive, cast):
    case = closed_case(drive)
    kept = classed(case, cast)
    with pytest.raises(RuleBroken, match="not due"):
        case_keep(case=case, by=keeper(cast), at=after(kept, days=-1))
    again = case_keep(case=case, by=keeper(cast), at=after(kept, days=30))
    assert again.review_on == years_later(kept.review_on + timedelta(days=30), 10)
    assert erasable_from(case, again) == again.review_on


def test_the_class_set_again_does_not_undo_what_a_review_decided(drive, cast):
    case = closed_case(drive)
    kept = classed(case, cast)
    again = case_keep(case=case, by=keeper(cast), at=after(kept))
    assert classed(case, cast).review_on == again.review_on
    kept_on = timezone.localdate(after(kept))
    assert classed(case, cast, "other").review_on == years_later(kept_on, 6)
    assert classed(case, cast).review_on == again.review_on


def test_no_class_is_set_while_a_proposal_stands(drive, cast):
    case = closed_case(drive)
    kept = classed(case, cast)
    erasure_propose(case=case, reason="Not needed", by=keeper(cast), at=after(kept))
    with pytest.raises(RuleBroken, match="Withdraw the proposal"):
        classed(case, cast, "other")
    assert CaseRetention.objects.get().kind == "serious"


def test_a_case_with_a_proposal_is_not_kept_at_once(drive, cast):
    case = closed_case(drive)
    kept = classed(case, cast)
    erasure_propose(case=case, reason="Not needed", by=keeper(cast), at=after(kept))
    with pytest.raises(RuleBroken, match="Withdraw the proposal"):
        case_keep(case=case, by=keeper(cast), at=after(kept))
    erasure_withdraw(case=case, reason="An appeal", by=keeper_of_cps(cast), at=after(kept))
    assert case_keep(case=case, by=keeper(cast), at=after(kept)).review_on > kept.review_on
    with pytest.raises(RuleBroken, match="Nobody proposes"):
        erasure_withdraw(case=case, reason="Again", by=keeper(cast), at=after(kept))


def test_a_hold_is_ended_by_the_organisation_that_set_it(drive, cast):
    case, at = closed_case(drive), timezone.now()
    hold = hold_set(case=case, reason="A claim against the force", by=keeper(cast), at=at)
    with pytest.raises(RuleBroken, match="Only the organisation"):
        hold_end(case=case, hold=hold, reason="No claim", by=keeper_of_cps(cast), at=at)
    hold_end(case=case, hold=hold, reason="Settled", by=keeper(cast), at=at)
    with pytest.raises(RuleBroken, match="ended already"):
        hold_end(case=case, hold=hold, reason="Twice", by=keeper(cast), at=at)
    with pytest.raises(RuleBroken, match="Enter a reason"):
        hold_set(case=case, reason=" ", by=keeper(cast), at=at)
    assert set(case.events.filter(route="retention").values_list("reason", flat=True)) == {""}


@pytest.mark.parametrize("change", [{"reason": "Another"}, {"ended_at": None}])
def test_the_database_keeps_a_hold_as_it_was_set(drive, cast, change):
    hold = hold_set(case=closed_case(drive), reason="A claim", by=keeper(cast), at=timezone.now())
    with pytest.raises(ProgrammingError), transaction.atomic():
        LegalHold.objects.filter(pk=hold.pk).update(**change)
    with pytest.raises(ProgrammingError), transaction.atomic():
        LegalHold.objects.filter(pk=hold.pk).delete()


def held(case, cast, at):
    hold_set(case=case, reason="An inquiry", by=keeper_of_cps(cast), at=at)


def opened_again(case, cast, at):
    Obligation.objects.filter(case_file=case).order_by("pk").last().delete()
    Obligation.objects.filter(case_file=case).update(closed_at=None)


def closed_another_day(case, cast, at):
    CaseRetention.objects.update(closed_on=date(2020, 1, 1))


@pytest.mark.parametrize(
    ("made", "words"),
    [(held, "legal hold"), (opened_again, "not closed"), (closed_another_day, "another day")],
)
def test_what_keeps_a_case_stops_the_proposal_and_the_erasure(drive, cast, made, words):
    case = closed_case(drive)
    kept = classed(case, cast)
    erasure_propose(case=case, reason="Not needed", by=keeper(cast), at=after(kept))
    made(case, cast, after(kept))
    for verb, why in ((erasure_propose, {"reason": "Not needed"}), (case_erase, {})):
        with pytest.raises(RuleBroken, match=words):
            verb(case=case, by=keeper_of_cps(cast), at=after(kept), **why)
    assert case.__class__.objects.filter(pk=case.pk).exists()


def test_nothing_goes_before_its_review_or_its_time(drive, cast):
    case = closed_case(drive)
    kept = classed(case, cast, "public_protection")
    case.suspects.update(date_of_birth=date(1990, 5, 1))
    with pytest.raises(RuleBroken, match="kept until 1 May 2090"):
        erasure_propose(case=case, reason="Not needed", by=keeper(cast), at=after(kept))
    kept = classed(case, cast)
    with pytest.raises(RuleBroken, match="kept until"):
        erasure_propose(case=case, reason="Not needed", by=keeper(cast), at=after(kept, days=-1))
    assert not ErasureProposal.objects.exists()


def test_two_people_agree_one_of_each_side(drive, cast):
    case = closed_case(drive)
    kept = classed(case, cast)
    at, ours, theirs = after(kept), keeper(cast), keeper_of_cps(cast)
    with pytest.raises(RuleBroken, match="first propose"):
        case_erase(case=case, by=ours, at=at)
    erasure_propose(case=case, reason="Not needed", by=ours, at=at)
    with pytest.raises(RuleBroken, match="already"):
        erasure_propose(case=case, reason="Not needed", by=theirs, at=at)
    with pytest.raises(RuleBroken, match="Somebody else must erase"):
        case_erase(case=case, by=ours, at=at)
    with pytest.raises(RuleBroken, match="Both sides had this case"):
        case_erase(case=case, by=colleague(cast), at=at)
    with pytest.raises(RuleBroken, match="can be erased from"):
        case_erase(case=case, by=theirs, at=at + timedelta(hours=23))
    assert case_erase(case=case, by=theirs, at=at + timedelta(days=1)).urn == case.urn


@pytest.mark.parametrize("said", ["class", "hold"])
def test_what_was_said_of_the_keeping_of_a_case_stands_for_a_day(drive, cast, said):
    case = closed_case(drive)
    kept = classed(case, cast)
    at, ours = after(kept), {"case": case, "by": keeper(cast)}
    erasure_propose(reason="Not needed", at=at, **ours)
    later = at + timedelta(days=1)
    if said == "hold":
        hold = hold_set(reason="A claim", at=at, **ours)
        hold_end(hold=hold, reason="Settled", at=later, **ours)
    else:
        CaseRetention.objects.update(set_at=later)
    theirs = {"case": case, "by": keeper_of_cps(cast)}
    with pytest.raises(RuleBroken, match="can be erased from"):
        case_erase(at=later, **theirs)
    case_erase(at=later + timedelta(days=1), **theirs)


def test_a_case_that_the_cps_never_had_is_the_forces_alone(drive, cast):
    case = closed_case(drive)
    kept = classed(case, cast)
    case = of_the_force_alone(case)
    erasure_propose(case=case, reason="Not needed", by=keeper(cast), at=after(kept))
    assert case_erase(case=case, by=colleague(cast), at=after(kept, days=1)).area is None
