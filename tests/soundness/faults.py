"""Eleven modelling faults, each one change in a copy of a real flow's file.

The copy is made from the file as it is, so a fault cannot outlive the flow that it was made for.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import ModuleType

from tests.flow_versions import forget_newest, versions_of
from workflows.engine.registry import FLOWS
from workflows.flows import action_plan, bad_character, charging, early_advice, victim_statement
from workflows.soundness.verdict import COMPLETES, DEAD, PROPER, SOMEBODY, WORKS

# Inside the application that holds the flows, where the engine looks; it remembers what it found by a name.
COPIES = (f"workflows.flows.faulty_{number}" for number in count())

REGISTERED = re.compile(r'@carries\("(\w+)"[^)]*\)')


@dataclass(frozen=True)
class Fault:
    """`was` becomes `now` in the file; `rule` fails at `where`, and the last step to it is `last`."""

    what: str
    module: ModuleType
    was: str
    now: str
    rule: str
    where: str
    last: str


FAULTS = [
    Fault(
        "a rejected request goes on to the advice",
        early_advice,
        "is_at(Position.ADVISE)).Default(this.revise)",
        "is_at(Position.ADVISE)).Default(this.advise)",
        WORKS,
        "early_advice.triage (reject)",
        "FlowMismatch",
    ),
    Fault(
        "the advice ends the route before it is acknowledged",
        early_advice,
        ").Next(this.acknowledge)",
        ").Next(this.end)",
        PROPER,
        "early_advice at acknowledge",
        "complete early_advice.advise (advise)",
    ),
    Fault(
        "the gate asks for a position that the record never has",
        victim_statement,
        "is_at(VpsOffer.Position.TAKE)",
        "is_at(VpsOffer.Position.RECEIVE)",
        PROPER,
        "vps_offer at take",
        "complete vps_offer.answer (want)",
    ),
    Fault(
        "the triage does not wake the file that waits for it",
        charging,
        'route_resume(file, "with_cps")',
        "file.refresh_from_db()",
        COMPLETES,
        "file_submission.with_cps",
        "complete charging_request.triage (accept)",
    ),
    Fault(
        "the last answer does not wake the decision",
        action_plan,
        'route_resume(decision, "answers")',
        "decision.refresh_from_db()",
        COMPLETES,
        "charging_decision.answers",
        "cancel plan_item.answer",
    ),
    Fault(
        "nobody starts the items of an action plan",
        charging,
        'routes_start(activation.process.record.case_file, "plan_item")',
        "activation.process.record.refresh_from_db()",
        PROPER,
        "plan_item without a process",
        "complete charging_decision.review (action_plan)",
    ),
    Fault(
        "a step of the police is given to the CPS",
        early_advice,
        '"Acknowledge the early advice",\n        role=Role.INVESTIGATOR',
        '"Acknowledge the early advice",\n        role=Role.PROSECUTOR',
        WORKS,
        "early_advice.advise (advise)",
        "complete early_advice.advise (advise): FlowMismatch",
    ),
    Fault(
        "the only outcome of a step has the verb of another",
        victim_statement,
        "statements.vps_receive)",
        "services.vps_update_want)",
        SOMEBODY,
        "vps_offer.receive",
        "Someone else has already dealt with this",
    ),
    Fault(
        "the verb of another step is behind an outcome",
        victim_statement,
        "services.vps_update_no_change",
        "statements.vps_update_receive",
        DEAD,
        "vps_checkpoint.offer (no_change)",
        "Someone else has already dealt with this",
    ),
    Fault(
        "what was sent back passes as reviewed",
        bad_character,
        "is_at(Position.DECIDE)",
        "is_at(Position.DECIDE, Position.CONSIDER)",
        DEAD,
        "bad_character.is_reviewed -> consider",
        "complete bad_character.review (review)",
    ),
    Fault(
        "the last answer wakes a step that does not wait",
        action_plan,
        'route_resume(decision, "answers")',
        'route_resume(decision, "review")',
        COMPLETES,
        "charging_decision.answers",
        "cancel plan_item.answer",
    ),
]


@contextmanager
def planted(fault: Fault, folder: Path) -> Iterator[None]:
    """The flows of the copy as the next version of those that it was made from."""
    flows, name = dict(FLOWS), next(COPIES)
    sys.modules[name] = module = _copy(fault, folder, name)
    try:
        module.__spec__.loader.exec_module(module)
        yield
    finally:
        del sys.modules[name]
        for kind in FLOWS:
            if FLOWS[kind] is not flows[kind]:
                forget_newest(kind)


def _copy(fault: Fault, folder: Path, name: str) -> ModuleType:
    source = Path(fault.module.__file__).read_text()
    assert source.count(fault.was) == 1, fault.was
    path = folder / "faulty.py"
    path.write_text(REGISTERED.sub(_as_next_version, source.replace(fault.was, fault.now)))
    return importlib.util.module_from_spec(importlib.util.spec_from_file_location(name, path))


def _as_next_version(registered: re.Match[str]) -> str:
    kind = registered[1]
    return f'@carries("{kind}", version={len(versions_of(kind)) + 1})'
