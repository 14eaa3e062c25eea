"""What is found missing of a file by looking at it, told before it is sent so that it does not come back.

Each finding is a row of data/findings.json: its words, the CPS's reason where it is one, and at which
acts (submit, sign_off, accept) it blocks. Where a row names items of the file standard, it is found
when one of them was found missing; each other row has a pure function here, by its code, that gives
what it is about.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from casework.bad_character.models import BadCharacterConsideration
from casework.early_advice.models import EarlyAdviceRequest
from casework.errors import RuleBroken
from casework.file_review.models import FileSubmission
from casework.file_review.state import FileState, file_state
from casework.routes.findings import BAD_CHARACTER, DOCUMENTS, EARLY_ADVICE, PEOPLE, Finding
from casework.routes.reasons import RejectionReason
from casework.victim_statements.models import VpsOffer

DATA = Path(__file__).parent / "data" / "findings.json"
Position = FileSubmission.Position
EarlyAdvice = EarlyAdviceRequest.Position
ACTS = {
    Position.PREPARE: "submit",
    Position.CORRECT: "submit",
    Position.SIGN_OFF: "sign_off",
    Position.REVIEW: "accept",
}
# Where what a rule finds is put right.
LINKS = {
    "no_suspect": PEOPLE,
    "no_offence": PEOPLE,
    "suspect_twice": PEOPLE,
    "early_advice_not_considered": EARLY_ADVICE,
    "advice_awaited": EARLY_ADVICE,
    "bad_character_not_considered": BAD_CHARACTER,
    "not_attached": DOCUMENTS,
}
# What is said of each act after what is to be done first.
BEFORE = {
    "submit": "before you submit the file",
    "sign_off": "before the file goes to the gatekeeper",
    "accept": "before the file goes to the CPS",
}
ADVICE_AWAITED = (EarlyAdvice.TRIAGE, EarlyAdvice.ADVISE)


@dataclass(frozen=True)
class Rule:
    """A row of the table. `about` stands in its words for what the finding is about."""

    code: str
    words: str
    blocks: tuple[str, ...]
    source: str
    confidence: str
    reason: str = ""
    items: tuple[str, ...] = ()

    def told(self, about: Iterable[str]) -> str:
        words = self.words.format(about=", ".join(about))
        return f"{RejectionReason(self.reason).label}: {words}" if self.reason else words


class Noticed(NamedTuple):
    """A rule that holds; `field` is the question of the form that it is about, if there is one."""

    rule: Rule
    about: tuple[str, ...]
    blocks: bool
    field: str | None = None

    @property
    def words(self) -> str:
        return self.rule.told(self.about)


@cache
def rules() -> tuple[Rule, ...]:
    """The table, in the order in which it is told. Read once."""
    rows = json.loads(DATA.read_text())["findings"]
    return tuple(
        Rule(**{**row, "blocks": tuple(row["blocks"]), "items": tuple(row.get("items", ()))}) for row in rows
    )


def file_findings(record: FileSubmission) -> list[Finding]:
    """What is found of a file where it stands now. Eight queries."""
    return [
        Finding(each.words, each.blocks, LINKS.get(each.rule.code, ""))
        for each in noticed_in(file_state(record))
    ]


def nothing_blocks(state: FileState) -> None:
    """Guard: raises RuleBroken with the first finding that blocks what is done with the file."""
    for each in noticed_in(state):
        if each.blocks:
            raise RuleBroken(f"{each.words} {BEFORE[_act(state)]}", field=each.field)


def noticed_in(state: FileState) -> Iterator[Noticed]:
    """Every rule of the table that holds. No query."""
    act = _act(state)
    for rule in rules():
        about = tuple(_about(rule, state))
        if about:
            yield Noticed(rule, about, act in rule.blocks, _field(rule, state))


def _act(state: FileState) -> str:
    """What is done next with a file that stands there; empty where nothing is."""
    return ACTS.get(Position(state.position), "")


def _about(rule: Rule, state: FileState) -> Iterable[str]:
    if rule.items:
        return (item.label for item in state.lacking() if item.key in rule.items)
    return LOOKS[rule.code](state)


def _field(rule: Rule, state: FileState) -> str | None:
    if rule.code == "undated":
        return next(f"expected_{item.key}" for item in state.lacking() if item.dated)
    return next((f"found_{item.key}" for item in state.lacking() if item.key in rule.items), None)


def no_suspect(state: FileState) -> Iterator[str]:
    if not state.suspects:
        yield "the case"


def no_offence(state: FileState) -> Iterator[str]:
    if not state.has_offence:
        yield "the case"


def early_advice_not_considered(state: FileState) -> Iterator[str]:
    if state.early_advice == EarlyAdvice.CONSIDER:
        yield "the case"


def bad_character_not_considered(state: FileState) -> Iterator[str]:
    consider = BadCharacterConsideration.Position.CONSIDER
    return (suspect.reference for suspect in state.suspects if suspect.bad_character in (None, consider))


def undated(state: FileState) -> Iterator[str]:
    return (item.label for item in state.lacking() if item.dated)


def no_supervisor_comments(state: FileState) -> Iterator[str]:
    if state.position == Position.REVIEW and not state.supervisor_comments.strip():
        yield "the sign-off"


def vps_not_answered(state: FileState) -> Iterator[str]:
    unanswered = (VpsOffer.Position.OFFER, VpsOffer.Position.ANSWER)
    return (victim for victim, position in sorted(state.vps.items()) if position in unanswered)


def advice_awaited(state: FileState) -> Iterator[str]:
    if state.early_advice in ADVICE_AWAITED:
        yield "early advice"


def advice_not_answered(state: FileState) -> Iterator[str]:
    return iter(state.lines_open)


def officer_contact(state: FileState) -> Iterator[str]:
    if not state.officer_contact_complete:
        yield state.officer


def urn_of_another_force(state: FileState) -> Iterator[str]:
    if not state.urn.startswith(state.force_code):
        yield state.force_code


def crime_number_twice(state: FileState) -> Iterator[str]:
    if state.crime_number_elsewhere:
        yield "the case"


def suspect_twice(state: FileState) -> Iterator[str]:
    return (suspect.reference for suspect in state.suspects if suspect.elsewhere)


def reason_still_open(state: FileState) -> Iterator[str]:
    """The reasons of the last return for which something still is found, or nothing new was attached."""
    found = {rule.reason for rule in rules() if rule.code != "reason_still_open" and any(_about(rule, state))}
    found |= {item.reason for item in state.lacking()}
    for reason in state.returned_for:
        if reason in found or _nothing_new(reason, state):
            yield RejectionReason(reason).label


def _nothing_new(reason: str, state: FileState) -> bool:
    """Where a case keeps its documents here: none of a kind that answers the reason came since the return."""
    kinds = [kind for item in state.standard.items if item.reason == reason for kind in item.documents]
    if not kinds or not state.documents or state.returned_at is None:
        return False
    return not any(kind in state.documents and state.documents[kind] > state.returned_at for kind in kinds)


def not_attached(state: FileState) -> Iterator[str]:
    """A hint alone: the force may keep the document in a system of its own."""
    for item in state.standard.items:
        attached = any(kind in state.documents for kind in item.documents)
        if item.documents and state.found_present(item.key) and not attached:
            yield item.label


LOOKS: dict[str, Callable[[FileState], Iterable[str]]] = {
    look.__name__: look
    for look in (
        no_suspect,
        no_offence,
        early_advice_not_considered,
        bad_character_not_considered,
        undated,
        no_supervisor_comments,
        vps_not_answered,
        advice_awaited,
        advice_not_answered,
        officer_contact,
        urn_of_another_force,
        crime_number_twice,
        suspect_twice,
        reason_still_open,
        not_attached,
    )
}
