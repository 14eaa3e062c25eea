"""What the queue tells of each piece of work, and its filters."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from casework.obligations.models import Obligation
from casework.pages.dates import govuk_date
from tests.cast import CONSIDERED, TO_GATEKEEPER
from tests.workflows.reading import page
from tests.workflows.task_pages import on_hold

pytestmark = pytest.mark.django_db


def rows(response) -> list[str]:
    found = BeautifulSoup(response.content, "html5lib").select(".app-list__item")
    return [" ".join(row.get_text(" ").split()) for row in found]


@pytest.mark.queue_differs
def test_work_on_hold_says_until_when_and_is_found_by_its_filter(case, owed, cast, as_user):
    Obligation.objects.filter(pk=owed.pk).update(due_on=timezone.localdate() + timedelta(days=30))
    until = on_hold(owed, cast.investigator)
    (row,) = rows(as_user(cast.investigator).get(reverse("queue"), {"urgency": "held"}))
    assert f"On hold until {govuk_date(until)}" in row
    assert "Whose turn Police" in row


def test_a_further_round_is_counted(drive, case, cast, as_user):
    drive.do(case, *CONSIDERED, "file_submission.prepare submit", "file_submission.sign_off return")
    drive.do(case, "file_submission.correct submit")
    (row,) = rows(as_user(cast.supervisor).get(reverse("queue"), {"route": "file_review"}))
    assert "Round 2" in row


def test_several_units_are_filters(drive, case, cast, as_user):
    other = cast.force.units.exclude(pk=cast.unit.pk).first()
    second = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    drive.do(second, *TO_GATEKEEPER)
    browser = as_user(cast.gatekeeper)
    assert not page(as_user(cast.supervisor).get(reverse("queue"))).select("[name=unit]")
    second.unit = other
    second.save(update_fields=["unit"])
    Obligation.objects.filter(case_file=second, unit=cast.unit).update(unit=other)
    response = browser.get(reverse("queue"), {"unit": other.pk})
    assert len(page(response).select("[name=unit]")) == cast.force.units.count() > 1
    assert [second.urn in row for row in rows(response)] == [True]
