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
    here. With `only_subject` it concerns the victim alone whom the event is about. Events of a topic are
    alike if they are about the same record, or all of them `alike_by_topic`.
    """

    event: str
    tell: str
    right: int
    confidence: str
    topic: str = ""
    rule: str = ""
    owner: str = ""
    told_by: str = ""
    only_subject: bool = False
    alike_by_topic: bool = False


@cache
def notifiable() -> dict[str, Notifiable]:
    """Every notifiable event by its route and verb, as "charging.charged". Read once."""
    return {row["event"]: Notifiable(**row) for row in _data()["events"]}


def duty_of(route: str, verb: str) -> Notifiable | None:
    """What an event obliges somebody to tell; None if nothing, or if another record sees to it."""
    found = notifiable().get(f"{route}.{verb}")
    return found if found and not found.told_by else None


def topic_label(topic: str) -> str:
    """A topic in a few words, such as "trial date" (KeyError for one that is not held)."""
    return _data()["topics"][topic]


def rule_for(rule: str, *, enhanced: bool) -> str:
    """The code of the limit for a victim with enhanced rights, or with standard ones."""
    return rule if enhanced else _data()["rules"][rule]["standard"]


@cache
def _data() -> dict[str, Any]:
    return json.loads(DATA.read_text())
