"""Whoever waits for too long for what somebody else is changing is told so, and to try again."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from casework.bank_holidays.services import CALENDAR
from casework.deadlines.calendar import working_days_after
from casework.people.locks import people_locked
from casework.people.models import User
from notifications.preferences.models import Preference
from tests.cast import Cast, make_cast
from tests.workflows.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
BUSY = "at the moment. Try again in a few seconds"
Act = tuple[User, str, dict[str, object]]


def in_parts(name: str, working_days: int) -> dict[str, object]:
    on = working_days_after(timezone.localdate(), working_days)
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


def person_held(cast: Cast) -> None:
    people_locked(Q(pk=cast.gatekeeper.pk))


def preference_held(cast: Cast) -> None:
    list(Preference.objects.select_for_update())


def calendar_held(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CALENDAR])


def away(cast: Cast) -> Act:
    days = {**in_parts("starts_on", 1), **in_parts("ends_on", 3)}
    return cast.gatekeeper, reverse("away_add"), {"stand_in": cast.gatekeeper2.pk, **days}


def role(cast: Cast) -> Act:
    return cast.administrator, reverse("membership_add"), {"username": "gatekeeper", "role": "auditor"}


def password(cast: Cast) -> Act:
    where = {"person": cast.gatekeeper.pk, "what": "password"}
    return cast.administrator, reverse("person_sign_in_change", kwargs=where), {}


def own_mail(cast: Cast) -> Act:
    return cast.gatekeeper, reverse("notice_test"), {}


def choices(cast: Cast) -> Act:
    return cast.gatekeeper, reverse("notice_choices"), {"rhythm": "daily"}


def bank_holiday(cast: Cast) -> Act:
    form = {**in_parts("day", 9), "source": "Royal Proclamation", "confirmed": "1"}
    return cast.administrator, reverse("bank_holiday_add"), form


ACTS = [
    *((person_held, act) for act in (away, role, password, own_mail)),
    (preference_held, choices),
    (calendar_held, bank_holiday),
]


@pytest.mark.parametrize(("held", "act"), ACTS, ids=lambda one: one.__name__)
def test_it_is_told(as_user, held, act):
    cast = make_cast()
    Preference.objects.create(person=cast.gatekeeper, changed_at=timezone.now())
    who, address, form = act(cast)
    browser, said = as_user(who), []

    def sends() -> int:
        answer = browser.post(address, form)
        said.append(BUSY in answer.content.decode())
        return answer.status_code

    with transaction.atomic():
        held(cast)
        assert (at_once(sends), said) == ([422], [True])
