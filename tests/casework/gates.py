"""What those who ask a gate directly make for it, without the routes that carry it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile, Suspect
from casework.errors import RuleBroken
from casework.events.models import Event
from casework.people.roles import Role

# A Monday; the late evening of the day before is that day in London.
TODAY = date(2027, 1, 4)
NOW = datetime(2027, 1, 4, 10, tzinfo=UTC)
ONE = timedelta(days=1)


def refusal(act, *args: object, **kwargs: object) -> tuple[str, str | None] | None:
    """The words and the field with which it is refused, or None."""
    try:
        act(*args, **kwargs)
    except RuleBroken as error:
        return error.message, error.field
    return None


def made(cast, number: int = 1) -> CaseFile:
    return CaseFile.objects.create(
        urn=f"20AA{number:05d}26",
        force=cast.force,
        area=cast.area,
        unit=cast.unit,
        officer_in_case=cast.investigator,
        reported_on=TODAY - 30 * ONE,
        registered_at=NOW,
    )


def suspect(case: CaseFile, number: int = 1, charged_on: date | None = TODAY) -> Suspect:
    return Suspect.objects.create(case_file=case, reference=f"S{number}", charged_on=charged_on)


def actor(person, behalf=None, role: str = Role.PROSECUTOR) -> Actor:
    return Actor(person, role, person.memberships.first().organisation, on_behalf_of=behalf)


def event(case: CaseFile, person, verb: str, route: str = "charging", **about: object) -> Event:
    return Event.objects.create(case_file=case, at=NOW, actor=person, verb=verb, route=route, **about)
