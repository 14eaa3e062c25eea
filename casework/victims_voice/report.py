"""What victims said, by place, point and quarter; nothing by which one person's answer could be told.

Numbers under a minimum (setting CASEWORK_VOICE_MINIMUM) are suppressed. A quarter is shown when it is over:
who looked twice meanwhile could tell what one person answered. So could who takes the forces that are shown
from the whole of an area, unless what is hidden of them reaches the minimum together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from random import SystemRandom
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, Q

from casework.organisations.models import Organisation
from casework.pages.dates import MONTHS
from casework.people.models import User
from casework.people.roles import OVERSEEING_ROLES
from casework.victims_voice.models import FeedbackAnswer, Heard
from casework.victims_voice.points import points, questions

MONTHS_OF_QUARTER = 3


class Quarter(NamedTuple):
    year: int
    number: int

    @property
    def words(self) -> str:
        """ "October to December 2026"."""
        first = (self.number - 1) * MONTHS_OF_QUARTER
        return f"{MONTHS[first]} to {MONTHS[first + MONTHS_OF_QUARTER - 1]} {self.year}"

    @property
    def begins(self) -> date:
        return date(self.year, (self.number - 1) * MONTHS_OF_QUARTER + 1, 1)


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month - 1) // MONTHS_OF_QUARTER + 1)


@dataclass
class Line:
    """The answers of one place at one point in one quarter. `heard` counts the answers to each question."""

    place: str
    is_area: bool
    point: str
    quarter: Quarter
    answers: int = 0
    hidden: bool = False
    heard: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def point_words(self) -> str:
        return points().get(self.point, self.point)

    @property
    def shown(self) -> bool:
        return not self.hidden and self.answers >= settings.CASEWORK_VOICE_MINIMUM

    def number(self, question: str, heard: Heard) -> int:
        return self.heard[question][heard]


# A place, a point, a quarter; and answers that are alike, with their number.
Key = tuple[int, str, Quarter]
Row = dict[str, Any]


class Words(NamedTuple):
    """What people of one force wrote in words of their own at one point, in no order."""

    place: str
    point_words: str
    texts: list[str]


def places_read(user: User) -> Q:
    """The condition on FeedbackAnswer: the forces and areas in which the person leads or audits."""
    held = [each.organisation_id for each in user.memberships_held if each.role in OVERSEEING_ROLES]
    return Q(force__in=held) | Q(area__in=held)


def report_lines(user: User, today: date) -> list[Line]:
    """Of every quarter that is over, the latest first: areas of the person's own, then forces.

    Two queries, whatever the number of answers.
    """
    rows = list(
        FeedbackAnswer.objects.filter(places_read(user), month__lt=quarter_of(today).begins)
        .values("force_id", "area_id", "point", "month", *questions())
        .annotate(number=Count("pk"))
        .order_by()
    )
    names, lines = _names(rows), dict[Key, Line]()
    own = {each.organisation_id for each in user.memberships_held if each.role in OVERSEEING_ROLES}
    for row in rows:
        for place in _places(row, own):
            _take(lines, row, place, names[place])
    _hide_what_tells(lines, rows)
    return sorted(lines.values(), key=_order)


def _places(row: Row, own: set[int]) -> list[int]:
    """The force, and the area for who leads or audits in it."""
    return [row["force_id"], *([row["area_id"]] if row["area_id"] in own else [])]


def _key(row: Row, place: int) -> Key:
    return place, row["point"], quarter_of(row["month"])


def _take(lines: dict[Key, Line], row: Row, place: int, name: str) -> None:
    """Count alike answers of a month in the line of a place."""
    key = _key(row, place)
    line = lines.setdefault(key, Line(name, place == row["area_id"], *key[1:]))
    line.answers += row["number"]
    for question in questions():
        line.heard[question][row[question]] += row["number"]


def _hide_what_tells(lines: dict[Key, Line], rows: Iterable[Row]) -> None:
    """Hide the whole of an area that, less the forces shown, would tell a number under the minimum."""
    forces_of: defaultdict[Key, set[Key]] = defaultdict(set)
    for row in rows:
        forces_of[_key(row, row["area_id"])].add(_key(row, row["force_id"]))
    for area, forces in forces_of.items():
        if area in lines:
            rest = sum(lines[force].answers for force in forces if not lines[force].shown)
            lines[area].hidden = 0 < rest < settings.CASEWORK_VOICE_MINIMUM


def report_words(user: User, lines: Iterable[Line]) -> list[Words]:
    """Words of one's own, from the lines of forces that are shown, where enough people wrote some. One query.

    Without a date, and shuffled anew each time.
    """
    shown = {(line.place, line.point, line.quarter) for line in lines if line.shown and not line.is_area}
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    written = FeedbackAnswer.objects.filter(places_read(user)).exclude(words="").order_by()
    for place, point, month, words in written.values_list("force__name", "point", "month", "words"):
        if (place, point, quarter_of(month)) in shown:
            found[place, point].append(words)
    enough = {key: texts for key, texts in found.items() if len(texts) >= settings.CASEWORK_VOICE_MINIMUM}
    for texts in enough.values():
        SystemRandom().shuffle(texts)
    return [
        Words(place, points().get(point, point), texts) for (place, point), texts in sorted(enough.items())
    ]


def _names(rows: Iterable[Row]) -> dict[int, str]:
    keys = {row[name] for row in rows for name in ("force_id", "area_id")}
    return dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "name"))


def _order(line: Line) -> tuple[int, int, bool, str, int]:
    order = list(points())
    at = order.index(line.point) if line.point in order else len(order)
    return -line.quarter.year, -line.quarter.number, not line.is_area, line.place, at
