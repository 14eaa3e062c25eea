"""What must be said of the checks, of each item and of propensity."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import now

from casework.bad_character.guards import (
    CALLED,
    CheckMade,
    Propensity,
    checks_complete,
    contamination_explained,
    items_assessed,
    items_chosen,
    items_under_14,
    propensity_reasoned,
    under_14_explained,
)
from casework.bad_character.record_models import BadCharacterItem
from casework.casefiles.models import Suspect
from casework.errors import RuleBroken

TODAY = timezone.localdate()
REASONS = "Two convictions of the kind"
FULL = Propensity("yes", True, False, REASONS)
ITEM = BadCharacterItem(number=2, kind="conviction", offence="Assault", happened_on=date(2005, 3, 1))


def made(**changes: CheckMade) -> list[CheckMade]:
    return [changes.get(kind.value, CheckMade(kind.value, TODAY)) for kind in CALLED]


def refused(field: str, act, *args, **kwargs) -> str:
    with pytest.raises(RuleBroken) as refusal:
        act(*args, **kwargs)
    assert refusal.value.field == field
    return refusal.value.message


def test_there_are_five_checks_each_made_or_not_made_for_a_reason():
    assert [kind.value for kind in CALLED] == ["pnc", "pnd", "local", "force_wide", "complainants"]
    checks_complete(made(force_wide=CheckMade("force_wide", None, "The search engine is down")), at=now())


def test_a_check_that_was_not_made_needs_the_reason():
    words = refused(
        "complainants_not_made_reason",
        checks_complete,
        made(complainants=CheckMade("complainants")),
        at=now(),
    )
    assert words == "Enter why the search for other complainants was not made"
    assert "the PND check" in refused("pnd_not_made_reason", checks_complete, made()[:1], at=now())


def test_a_check_is_not_made_tomorrow():
    tomorrow = CheckMade("pnc", TODAY + timedelta(days=1))
    assert "today or in the past" in refused("pnc_made_on", checks_complete, made(pnc=tomorrow), at=now())


def test_each_item_is_assessed():
    assert items_assessed([ITEM], {2: "Close", 7: "Of none"}) == {"2": "Close"}
    assert refused("assessment_2", items_assessed, [ITEM], {1: "x"}) == "Enter your assessment of item 2"


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        (FULL, FULL),
        (Propensity("not_relied_on", True, True, REASONS), Propensity("not_relied_on")),
        (Propensity("no", True, True, REASONS), Propensity("no", None, None, REASONS)),
        (Propensity("yes", False, True, REASONS), Propensity("yes", False, None, REASONS)),
    ],
)
def test_an_answer_that_ends_the_reasoning_leaves_the_questions_behind_it_out(said, counts):
    assert propensity_reasoned([ITEM], said) == counts


def test_without_an_item_there_is_nothing_to_reason():
    assert propensity_reasoned([], FULL) == Propensity()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Propensity(), "shows_propensity"),
        (Propensity("yes", True, False, ""), "propensity_reasons"),
        (Propensity("yes", None, False, REASONS), "makes_guilt_likelier"),
        (Propensity("yes", True, None, REASONS), "reliance_unjust"),
    ],
)
def test_propensity_is_reasoned_in_the_order_of_hanson(said, field):
    refused(field, propensity_reasoned, [ITEM], said)


def test_a_conviction_before_the_fourteenth_birthday_is_explained():
    child, older = Suspect(date_of_birth=date(1991, 3, 2)), Suspect(date_of_birth=date(1991, 3, 1))
    assert items_under_14(child, [ITEM]) == [ITEM]
    assert items_under_14(older, [ITEM]) == items_under_14(Suspect(), [ITEM]) == []
    caution = BadCharacterItem(number=3, kind="caution", happened_on=ITEM.happened_on)
    assert items_under_14(child, [caution]) == []
    assert "section 108 lets item 2" in refused("under_14_note", under_14_explained, child, [ITEM], "")
    under_14_explained(child, [ITEM], "Both are indictable only")


def test_contamination_that_is_possible_is_explained():
    refused("contamination_note", contamination_explained, "possible", "")
    contamination_explained("possible", "They are friends")
    contamination_explained("none", "")


def test_what_is_relied_on_was_found_and_the_defence_may_have_it():
    second, secret = BadCharacterItem(number=1), BadCharacterItem(number=5, disclosable="no")
    assert items_chosen([ITEM, second, secret], [2, 1, 9]) == [1, 2]
    assert refused("items", items_chosen, [ITEM], [9]) == "Select what you rely on"
    assert refused("items", items_chosen, [ITEM, secret], [2, 5]).startswith("Item 5 cannot be disclosed")
