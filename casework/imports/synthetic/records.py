"""Synthetic records: cases as a police records export holds them, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from casework.imports.synthetic.words import (
    FAMILY_NAMES,
    GIVEN_NAMES,
    OFFENCE_WEIGHTS,
    OFFENCES,
    OffenceWords,
)

Record = dict[str, Any]


@dataclass(frozen=True)
class SyntheticUnit:
    """A police unit and the usernames of its investigators, as the demonstration has them."""

    force: str
    code: str
    officers: tuple[str, ...]


WEST_MIDLANDS = (
    SyntheticUnit("20", "AA", ("investigator", "investigator2", "investigator3")),
    SyntheticUnit("20", "AB", ("investigator4", "investigator5")),
)
STAFFORDSHIRE = SyntheticUnit("21", "AA", ("staffordshire.investigator",))
NORTHUMBRIA = SyntheticUnit("10", "AA", ("outsider", "northumbria.investigator"))
UNITS = (*WEST_MIDLANDS, STAFFORDSHIRE, NORTHUMBRIA)
UNIT_WEIGHTS = (12, 8, 3, 2)


def synthetic_export(*, seed: int, cases: int, as_of: date) -> list[Record]:
    """So many cases of several forces, reported within the two years before the day."""
    random = Random(seed)  # noqa: S311  Not for secrets; the same seed must give the same records.
    made = []
    for sequence in range(1, cases + 1):
        unit = random.choices(UNITS, UNIT_WEIGHTS)[0]
        officer = unit.officers[sequence % len(unit.officers)]
        reported_on = as_of - timedelta(days=random.randint(3, 730))
        case = synthetic_case(
            random=random, unit=unit, officer=officer, sequence=sequence, reported_on=reported_on, as_of=as_of
        )
        case["key_dates"] = _key_dates(random, reported_on, as_of)
        made.append(case)
    return made


def synthetic_case(
    *,
    random: Random,
    unit: SyntheticUnit,
    officer: str,
    sequence: int,
    reported_on: date,
    as_of: date,
    suspects: int | None = None,
    victims: int | None = None,
) -> Record:
    """One case without key dates; the numbers of suspects and of victims are drawn unless given."""
    words = random.choices(OFFENCES, OFFENCE_WEIGHTS)[0]
    committed_on = reported_on - timedelta(days=_days_until_report(random))
    latest = min(reported_on + timedelta(days=30), as_of)
    return {
        "urn": f"{unit.force}{unit.code}{sequence:05}{reported_on:%y}",
        "unit": unit.code,
        "officer_in_case": officer,
        "reported_on": reported_on.isoformat(),
        "crime_number": f"{unit.force}/{random.randint(10_000, 99_999)}/{reported_on:%y}",
        "suspects": [
            _suspect(random, number, committed_on, reported_on, latest)
            for number in range(1, (suspects or random.choices((1, 2, 3), (16, 3, 1))[0]) + 1)
        ],
        "victims": [
            _person(random, f"V{number}", committed_on, words.youngest, words.oldest)
            for number in range(1, (victims or random.choices((1, 2), (9, 1))[0]) + 1)
        ],
        "offences": _offences(random, words, committed_on, reported_on),
    }


def _days_until_report(random: Random) -> int:
    """Most offences are reported soon, a fifth after months or years."""
    return random.randint(90, 2_500) if random.random() < 0.2 else random.randint(0, 21)


def _suspect(random: Random, number: int, committed_on: date, reported_on: date, latest: date) -> Record:
    identified_on = reported_on + timedelta(days=random.randint(0, (latest - reported_on).days))
    person = _person(random, f"S{number}", committed_on, 18, 62)
    return {**person, "identified_on": identified_on.isoformat()}


def _person(random: Random, reference: str, committed_on: date, youngest: int, oldest: int) -> Record:
    """Somebody whose age on the day of the offence lies in the range."""
    age = random.randint(youngest, min(oldest, youngest + random.choice((4, 12, 30, 60))))
    born = committed_on - timedelta(days=int(age * 365.25) + random.randint(2, 360))
    return {
        "reference": reference,
        "family_name": random.choice(FAMILY_NAMES),
        "given_names": random.choice(GIVEN_NAMES),
        "date_of_birth": born.isoformat(),
    }


def _offences(random: Random, first: OffenceWords, committed_on: date, reported_on: date) -> list[Record]:
    """The first offence and, in a quarter of the cases, another that can be done to the same victim."""
    fitting = [words for words in OFFENCES if words.youngest == first.youngest and words != first]
    chosen = [first, random.choice(fitting)] if fitting and random.random() < 0.25 else [first]
    lasting = min(random.choice((0, 0, 0, 60)), (reported_on - committed_on).days)
    committed_to = committed_on + timedelta(days=lasting)
    return [
        {
            "reference": f"O{number}",
            "wording": words.wording,
            "provision": words.provision,
            "committed_from": committed_on.isoformat(),
            "committed_to": committed_to.isoformat(),
        }
        for number, words in enumerate(chosen, start=1)
    ]


def _key_dates(random: Random, reported_on: date, as_of: date) -> Record:
    """The main steps of the case as far as it has come by the day."""
    charged = random.random() < 0.6
    gaps = {
        "early_advice_requested_on": (7, 21),
        "early_advice_given_on": (10, 28),
        "file_submitted_on": (40, 160),
        "charged_on" if charged else "no_further_action_on": (30, 90),
    }
    day, reached = reported_on, Record()
    for name, (shortest, longest) in gaps.items():
        day += timedelta(days=random.randint(shortest, longest))
        if day > as_of:
            return reached
        reached[name] = day.isoformat()
    if charged:
        reached["trial_on"] = (day + timedelta(days=random.randint(180, 420))).isoformat()
    return reached
