"""A date that a rule gave, set anew as the court directs or as it is agreed; and what moves it afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from casework.access.policy import Actor
from casework.bank_holidays.models import BankHolidayChange
from casework.bank_holidays.services import bank_holiday_change
from casework.directions.models import DateDirection
from casework.events.models import Event
from casework.obligations.models import Obligation
from casework.pages.dates import govuk_date
from casework.people.roles import Role
from casework.routes.services import record_date_move
from casework.victim_statements.models import VpsCheckpoint
from tests.cast import TO_CHARGE, TO_GATEKEEPER
from tests.samples import day
from workflows.recount import recount

pytestmark = pytest.mark.django_db

KIND, CLOCK = "early_advice.consider", "EARLY_ADVICE_CONSIDERED"
WHY = "Order of that day: the expert is abroad"


def address(owed: Obligation, clock: str = CLOCK) -> str:
    where = {"urn": owed.case_file.urn, "task": owed.task, "clock": clock}
    return reverse("date_direct", kwargs=where)


def form(to: date, kind: str = "directed", on: date | None = None, **changes: object) -> dict[str, object]:
    decided = on or timezone.localdate()
    return {"kind": kind, **day("decided_on", decided), **day("to", to), "reason": WHY, **changes}


@pytest.fixture
def owed(drive) -> Obligation:
    return drive.open_work(drive.case(), KIND)


@pytest.fixture
def checkpoint(drive) -> VpsCheckpoint:
    """A date that the record holds, counted from a day that can move."""
    case = drive.case()
    drive.do(case, "vps_offer.offer offer", "vps_offer.answer decline", *TO_CHARGE)
    return VpsCheckpoint.objects.select_related("case_file").get(
        case_file=case, kind=VpsCheckpoint.Kind.CHARGE
    )


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_directed_date_moves_the_work_and_keeps_what_was_before(owed, cast, as_user):
    was, to, browser = owed.due_on, owed.due_on + timedelta(days=9), as_user(cast.supervisor)
    assert browser.post(address(owed), form(to)).status_code == 302
    owed.refresh_from_db()
    assert owed.due_on == to
    made = DateDirection.objects.get()
    assert (made.former, made.to, made.rule, made.since) == (was, to, CLOCK, timezone.localdate())
    event = Event.objects.get(case_file=owed.case_file, verb="date_directed")
    assert event.words == "Date set by the court"
    assert event.reason == (
        f"from {govuk_date(was)} to {govuk_date(to)}, {govuk_date(timezone.localdate())}. {WHY}"
    )


def test_the_step_says_who_set_the_date_and_what_the_rule_said(owed, cast, as_user):
    was, to, browser = owed.due_on, owed.due_on + timedelta(days=9), as_user(cast.supervisor)
    browser.post(address(owed), form(to))
    where = {"urn": owed.case_file.urn, "task": owed.task}
    page = text_of(as_user(cast.investigator).get(reverse("step", kwargs=where)))
    today = govuk_date(timezone.localdate())
    assert f"Set by the court on {today}; the rule said {govuk_date(was)}." in page
    assert f"14 days after {today} (registration of the case)" in page
    assert WHY in page
    assert "Set by</dt> <dd>the date that was set to consider early advice</dd>" in page


def test_a_date_that_was_set_can_be_set_again_and_both_are_kept(owed, cast, as_user):
    first, second = owed.due_on + timedelta(days=9), owed.due_on + timedelta(days=2)
    browser = as_user(cast.supervisor)
    browser.post(address(owed), form(first, "extended"))
    assert browser.post(address(owed), form(second, "agreed")).status_code == 302
    former = [made.former for made in DateDirection.objects.all()]
    assert former == [second - timedelta(days=2), first]
    assert {made.rule_said for made in DateDirection.objects.all()} == {owed.due_on}


@pytest.mark.parametrize(
    ("days", "kind", "words"),
    [
        (0, "directed", "already. Enter another date"),
        (-2, "extended", "An extension must be later than"),
        (-30, "directed", "The new date must be today or in the future"),
    ],
)
def test_a_date_that_cannot_be_is_refused(owed, cast, as_user, days, kind, words):
    answer = as_user(cast.supervisor).post(address(owed), form(owed.due_on + timedelta(days=days), kind))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not DateDirection.objects.exists()


def test_nobody_decides_tomorrow(owed, cast, as_user):
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = as_user(cast.supervisor).post(address(owed), form(owed.due_on + timedelta(3), on=tomorrow))
    assert answer.status_code == 422


@pytest.mark.parametrize("who", ["investigator", "gatekeeper", "auditor", "prosecutor", "manager", "liaison"])
def test_only_some_roles_of_the_side_that_owes_the_work_change_its_date(drive, cast, as_user, who):
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    owed = drive.open_work(case, "file_submission.review")
    browser = as_user(getattr(cast, who))
    answer = browser.post(address(owed, "GATEKEEPER_REVIEW"), form(owed.due_on + timedelta(days=9)))
    # What the CPS have not been sent they do not see.
    assert answer.status_code in (403, 404)
    assert not DateDirection.objects.exists()


def test_the_cps_change_the_date_of_their_work_and_the_police_do_not(drive, cast, as_user):
    case = drive.case()
    drive.do(case, "early_advice.consider request")
    owed = drive.open_work(case, "early_advice.triage")
    to = form(owed.due_on + timedelta(days=9), "agreed")
    assert as_user(cast.supervisor).post(address(owed, "EARLY_ADVICE_TRIAGE"), to).status_code == 403
    assert as_user(cast.manager).post(address(owed, "EARLY_ADVICE_TRIAGE"), to).status_code == 302


def test_an_outsider_finds_nothing(owed, cast, as_user):
    assert as_user(cast.outsider).post(address(owed), form(owed.due_on)).status_code == 404


def test_a_date_that_the_work_does_not_have_is_not_found(owed, cast, as_user):
    assert as_user(cast.supervisor).get(address(owed, "CPS_TRIAGE")).status_code == 404


def test_the_page_of_a_date_that_moved_meanwhile_is_overtaken(owed, cast, as_user, monkeypatch):
    browser = as_user(cast.supervisor)
    browser.post(address(owed), form(owed.due_on + timedelta(days=9)))
    monkeypatch.setattr("workflows.pages.directions.dates_of", lambda work: stale)
    from workflows.pages.dates import dates_of

    owed.refresh_from_db()
    (shown,) = dates_of(owed)
    stale = [type(shown)(**{**shown.__dict__, "on": owed.due_on - timedelta(days=9)})]
    assert browser.post(address(owed), form(owed.due_on + timedelta(days=20))).status_code == 409
    assert DateDirection.objects.count() == 1


def test_work_that_is_opened_anew_counts_anew(owed, cast, as_user, drive):
    as_user(cast.supervisor).post(address(owed), form(owed.due_on + timedelta(days=9)))
    drive.do(owed.case_file, "early_advice.consider request", "early_advice.triage reject")
    again = drive.open_work(owed.case_file, "early_advice.revise")
    where = {"urn": owed.case_file.urn, "task": again.task}
    assert "Set by the court" not in text_of(as_user(cast.investigator).get(reverse("step", kwargs=where)))


def move(checkpoint: VpsCheckpoint, cast, since: date) -> None:
    """What a concern's anchor does when the facts are read again."""
    checkpoint.since = since
    record_date_move(
        record=checkpoint, field="due_on", to=checkpoint.counted("due_on").due_on,
        by=Actor(cast.liaison, Role.VICTIM_LIAISON, cast.area), at=timezone.now(), reason="Read again",
    )  # fmt: skip


def test_a_directed_date_of_a_record_stays_until_what_it_is_counted_from_moves(
    checkpoint, drive, cast, as_user
):
    owed = Obligation.objects.open().select_related("case_file").get(subject=checkpoint.pk)
    to = timezone.localdate() + timedelta(days=30)
    assert as_user(cast.liaison).post(address(owed, "due_on"), form(to)).status_code == 302
    checkpoint = VpsCheckpoint.objects.select_related("case_file").get(pk=checkpoint.pk)
    assert checkpoint.due_on == to
    move(checkpoint, cast, timezone.localdate())
    assert checkpoint.due_on == to
    move(checkpoint, cast, timezone.localdate() + timedelta(days=50))
    owed.refresh_from_db()
    assert checkpoint.due_on == owed.due_on != to
    said = Event.objects.filter(case_file=checkpoint.case_file, verb="date_moved").latest("pk").reason
    today = govuk_date(timezone.localdate())
    assert f"The date set by the court on {today} no longer stands" in said


def test_a_change_of_the_bank_holidays_leaves_a_directed_date_alone(owed, drive, cast, as_user):
    drive.do(owed.case_file, "early_advice.consider request")
    triage = drive.open_work(owed.case_file, "early_advice.triage")
    to = triage.due_on + timedelta(days=9)
    as_user(cast.manager).post(address(triage, "EARLY_ADVICE_TRIAGE"), form(to, "agreed"))
    made = bank_holiday_change(
        day=triage.due_on, kind=BankHolidayChange.Kind.ADDED, source="A proclamation",
        by=Actor(cast.administrator, Role.ADMINISTRATOR, cast.force), at=timezone.now(),
    )  # fmt: skip
    recount(change=made, at=timezone.now())
    triage.refresh_from_db()
    assert triage.due_on == to


def test_the_database_keeps_every_direction(owed, cast, as_user):
    as_user(cast.supervisor).post(address(owed), form(owed.due_on + timedelta(days=9)))
    for attempt in (DateDirection.objects.all().delete, lambda: DateDirection.objects.update(reason="")):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_a_custody_time_limit_is_not_for_anybody_to_agree_on(owed, cast, as_user, monkeypatch):
    monkeypatch.setattr("casework.directions.services.NOT_DIRECTED", {CLOCK})
    browser = as_user(cast.supervisor)
    assert browser.post(address(owed), form(owed.due_on + timedelta(days=9))).status_code == 404
    where = {"urn": owed.case_file.urn, "task": owed.task}
    assert "Change the date" not in text_of(browser.get(reverse("step", kwargs=where)))
