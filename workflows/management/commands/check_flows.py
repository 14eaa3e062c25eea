from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.text import slugify

from workflows.engine.registry import FLOWS
from workflows.soundness.bpmn import bpmn
from workflows.soundness.check import Check, check
from workflows.soundness.focuses import FOCUSES
from workflows.soundness.net import net_of
from workflows.soundness.pnml import pnml
from workflows.soundness.statespace import statespace_json


class Command(BaseCommand):
    help = (
        "Play every flow through every state on the real engine and say whether it is sound. "
        "Nothing is kept in the database. Ends with 1 when anything is found."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--flow", choices=sorted(FLOWS), help="only this flow, with those that it moves and is moved by"
        )
        parser.add_argument(
            "--write", type=Path, metavar="DIR", help="write each flow as BPMN and PNML, the states as JSON"
        )

    def handle(self, *args: Any, flow: str | None, write: Path | None, **options: Any) -> None:
        found = 0
        for focus in FOCUSES:
            if flow is None or flow in focus.kinds:
                checked = check(focus)
                self._tell(checked)
                found += len(checked.findings)
                if write:
                    _write(checked, write)
        if found:
            raise CommandError(f"{found} findings: the flows are not sound", returncode=1)

    def _tell(self, checked: Check) -> None:
        self.stdout.write(str(checked))
        for finding in checked.findings:
            self.stdout.write(f"  {finding}")


def _write(checked: Check, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for kind in checked.focus.kinds:
        (folder / f"{kind}.bpmn").write_text(bpmn(FLOWS[kind]), encoding="utf-8")
        (folder / f"{kind}.pnml").write_text(pnml(net_of(FLOWS[kind])), encoding="utf-8")
    name = slugify(checked.focus.name)
    states = statespace_json(checked.graph, checked.focus.name)
    (folder / f"{name}.json").write_text(states, encoding="utf-8")
