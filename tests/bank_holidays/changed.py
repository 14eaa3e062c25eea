"""A bank holiday is added or taken out, and there is a date that moves with it."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from casework.access.policy import Actor
from casework.bank_holidays.models import BankHolidayChange
from casework.bank_holidays.services import bank_holiday_change
from casework.obligations.models import Obligation
from casework.people.roles import Role
from tests.cast import TO_GATEKEEPER

# A Tuesday without a bank holiday for a month.
NOW = datetime(2027, 6, 8, 9, tzinfo=timezone.get_default_timezone())
THURSDAY = date(2027, 6, 10)
SOURCE = "Royal Proclamation of 1 June 2027"
Kind = BankHolidayChange.Kind


def change(cast, on=THURSDAY, kind=Kind.ADDED, at=None) -> BankHolidayChange:
    by = Actor(cast.administrator, Role.ADMINISTRATOR, cast.force)
    return bank_holiday_change(day=on, kind=kind, source=SOURCE, by=by, at=at or timezone.now())


def reviewed(drive) -> Obligation:
    """The file waits for the gatekeeper: two working days, to Thursday 10 June."""
    case = drive.case()
    drive.do(case, *TO_GATEKEEPER)
    owed = drive.open_work(case, "file_submission.review")
    assert owed.due_on == THURSDAY
    return owed
