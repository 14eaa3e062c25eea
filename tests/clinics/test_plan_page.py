"""Planning sessions on a page: which are planned, which days are left out, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from casework.clinics.models import ClinicSession
from tests.casework.test_guards import refused
from tests.clinics.planned import TUESDAY
from tests.clinics.reading import told
from tests.samples import day

pytestmark = pytest.mark.django_db


def plan_form(cast, **changes) -> dict[str, object]:
    form = {
        "force": cast.force.pk,
        "place": "Lloyd House",
        "prosecutor": cast.prosecutor.pk,
        **day("on", TUESDAY),
        "repeat": "once",
        "starts_at": "9:30am",
        "ends_at": "midday",
        "slot_minutes": "45",
        "remote_possible": "on",
    }
    return {**form, **changes}


def test_a_manager_plans_one_session(cast, as_user):
    response = as_user(cast.manager).post(reverse("clinic_plan"), plan_form(cast))
    session = ClinicSession.objects.get()
    assert response.url == reverse("clinic", kwargs={"session": session.pk})
    assert (session.on, session.capacity, session.remote_possible) == (TUESDAY, 3, True)


def test_a_series_tells_which_days_are_left_out(cast, as_user):
    first, until = date(2027, 3, 22), date(2027, 4, 12)
    weekly = {"repeat": "weekly", **day("on", first), **day("until", until)}
    response = as_user(cast.manager).post(reverse("clinic_plan"), plan_form(cast, **weekly))
    assert ClinicSession.objects.count() == 3
    assert told(response) == "3 sessions planned. These days are left out: 29 March 2027, a bank holiday."


@pytest.mark.parametrize(
    ("message", "changes"),
    [
        ("Enter the last day", {"repeat": "weekly"}),
        ("Enter the police station", {"place": ""}),
        ("The time that it begins must be a time, like 9:30am or 2pm", {"starts_at": "9"}),
        ("The session must end after it begins", {"ends_at": "9am"}),
        ("The length of a slot must be 5 minutes or more", {"slot_minutes": "1"}),
        ("Select a prosecutor from the list", {"prosecutor": "0"}),
        ("Enter another date: a weekend", day("on", TUESDAY - timedelta(days=2))),
    ],
)
def test_a_plan_that_is_refused_says_what_to_do(cast, as_user, message, changes):
    response = as_user(cast.manager).post(reverse("clinic_plan"), plan_form(cast, **changes))
    assert refused(response, message)
    assert not ClinicSession.objects.exists()
