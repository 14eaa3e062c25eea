"""What a victim must be told of, as data: which event, in which words, by whom and by when.

Code of Practice for Victims of Crime 2020, rights 4, 6, 8 and 9. Whose duty each is, where the Code
leaves it to the services, is local practice, and is marked as an assumption.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "notifiable.json"


@dataclass(frozen=True)
class Notifiable:
    """One kind of event that victims are told of.

    `topic` names what may be overtaken by a later event of the same; `tell` is what the victim is told,
    without personal data; `right` the right of the Victims' Code; `rule` the code of its limit with
    enhanced rights; `owner` who tells. One that is `told_by` the record of another concern opens no duty
    here. `told_to` is the way from a victim to the subject of an event that concerns one victim alone, as
    "pk"; without it, every victim of the case is told. `suspect_by` is the way from a suspect to the
    subject of an event that is about one. Events of a topic are alike if they are about the same record
    or, with `alike_by` "hearing", about hearings of the same kind.
    """

    event: str
    tell: str
    right: int
    confidence: str
    topic: str = ""
    rule: str = ""
    owner: str = ""
    told_by: str = ""
    told_to: str = ""
    suspect_by: str = ""
    alike_by: str = ""


@cache
def notifiable() -> dict[str, Notifiable]:
    """Every notifiable event by its route and verb, as "charging.charged". Read once."""
    return {row["event"]: Notifiable(**row) for row in _data()["events"]}


def duty_of(route: str, verb: str) -> Notifiable | None:
    """What an event obliges somebody to tell; None if nothing, or if another record sees to it."""
    found = notifiable().get(f"{route}.{verb}")
    return found if found and not found.told_by else None


def topic_label(topic: str, matter: str = "") -> str:
    """A topic in a few words: "charge", and of a hearing "PTPH date" (KeyError for one that is not held)."""
    words = _data()["topics"][topic]
    return words.format(hearing=_data()["hearings"].get(matter, "hearing"))


def rule_for(rule: str, *, enhanced: bool) -> str:
    """The code of the limit for a victim with enhanced rights, or with standard ones."""
    return rule if enhanced else _data()["rules"][rule]["standard"]


@cache
def _data() -> dict[str, Any]:
    return json.loads(DATA.read_text())
