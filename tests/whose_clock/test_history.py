"""What a record's position means for the clock follows from its OWED, for kinds that are yet to come too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.apps import apps

from casework.people.roles import Side
from casework.routes.models import RouteRecord
from casework.whose_clock.history import Move, Opened, owed_over_time
from casework.whose_clock.parties import PARTY_OF, Party
from casework.whose_clock.reading import BESIDE, MAIN_LINE, main_line_models
from casework.whose_clock.spells import spells

BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)
POSITIONS = [
    (model, position)
    for model in apps.get_models()
    if issubclass(model, RouteRecord) and model.route in MAIN_LINE and model not in BESIDE
    for position in model._meta.get_field("position").choices
]


def day(number: int) -> datetime:
    return BEGAN + timedelta(days=number)


def owed(model, position: str, *moves: Move) -> list[Side | None]:
    return [each.side for each in owed_over_time(Opened(uuid4(), model, BEGAN, position), moves)]


def test_the_main_line_has_every_kind_of_record_of_its_concerns():
    assert set(main_line_models().values()) == {model for model, _ in POSITIONS}


@pytest.mark.parametrize(("model", "choice"), POSITIONS, ids=lambda each: getattr(each, "__name__", None))
def test_a_case_with_one_record_is_with_who_owes_it(model, choice):
    position, _ = choice
    happened = owed_over_time(Opened(uuid4(), model, BEGAN, position), ())
    (spell,) = spells(happened, BEGAN, day(1))
    side = model.OWED.get(position)
    assert spell.party == PARTY_OF[side] if side else spell.party in (Party.COURT, Party.NOBODY)


def test_a_record_began_where_its_first_move_left_from():
    (model,) = (each for each in main_line_models().values() if each.__name__ == "EarlyAdviceRequest")
    requested = Move(day(1), "requested", "consider", "triage")
    withdrawn, reinstated = Move(day(2), "withdrawn", "", ""), Move(day(3), "reinstated", "", "")
    assert owed(model, "triage", requested, withdrawn, reinstated) == [Side.POLICE, Side.CPS, None, Side.CPS]


def test_who_is_set_at_another_step_by_a_repair_is_wanted_again():
    (model,) = (each for each in main_line_models().values() if each.__name__ == "EarlyAdviceRequest")
    moves = Move(day(1), "withdrawn", "", ""), Move(day(2), "moved", "consider", "advise")
    assert owed(model, "advise", *moves) == [Side.POLICE, None, Side.CPS]


@pytest.mark.parametrize("position", ["charged", "discontinue"])
def test_who_is_charged_is_with_the_court_until_it_says_otherwise(position):
    (model,) = (each for each in main_line_models().values() if each.__name__ == "ChargingDecision")
    (spell,) = spells(owed_over_time(Opened(uuid4(), model, BEGAN, position), ()), BEGAN, day(1))
    assert spell.party == Party.COURT
