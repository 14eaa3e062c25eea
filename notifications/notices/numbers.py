"""The dry run in numbers: of each organisation how many notices of each stage, and how many mails."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from casework.obligations.models import Obligation
from casework.organisations.models import Organisation
from notifications.ladders.stages import Stage
from notifications.notices.foresee import Foreseen, foreseen


class Line(NamedTuple):
    """How many of something there will be now, and how many until the end, those of now among them."""

    place: str
    what: str
    now: int
    in_all: int


def lines_foreseen(*, now: datetime, until: datetime) -> list[Line]:
    """By organisation the notices of each stage, in their order, and the mails that go by then.

    Of all open work; one query more than `foreseen`. Mails that wait already are not in it. A digest of who
    works for two organisations counts for each.
    """
    by_place: dict[int, list[Foreseen]] = defaultdict(list)
    for each in foreseen(Obligation.objects.all(), now=now, until=until):
        by_place[each.owed.work.organisation_id].append(each)
    places = Organisation.objects.filter(pk__in=by_place).order_by("name")
    return [line for place in places for line in _lines(place.name, by_place[place.pk], now, until)]


def _lines(place: str, found: Sequence[Foreseen], now: datetime, until: datetime) -> Iterator[Line]:
    for stage in Stage:
        told = [each.at for each in found if each.owed.telling.stage == stage]
        if told:
            yield Line(place, stage.label, _by(now, told), len(told))
    mails = {each.mail.place or each.mail.key: each.mail.not_before for each in found if each.mail}
    yield Line(place, "Emails", _by(now, mails.values()), _by(until, mails.values()))


def _by(end: datetime, moments: Iterable[datetime]) -> int:
    return sum(moment <= end for moment in moments)
