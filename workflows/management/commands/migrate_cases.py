from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from viewflow.workflow import FlowLockFailed
from viewflow.workflow.fields import get_flow_ref

from workflows.engine.nodes import CaseFlow
from workflows.engine.registry import all_flows
from workflows.engine.versions import NotCarried, carry, processes_on


class Command(BaseCommand):
    help = "Carry running cases from one version of a flow to another, by a map of their nodes"
    # A release that has lost a flow does not pass its checks until this has run.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="source", required=True, help="the flow as the database names it")
        parser.add_argument("--to", dest="target", required=True, help="the flow as the code names it")
        parser.add_argument(
            "--map", action="append", default=[], metavar="OLD=NEW", help="where an open task at OLD goes"
        )
        parser.add_argument("--case", dest="urn", default="", help="the URN of one case; all without it")
        parser.add_argument("--dry-run", action="store_true", help="count them, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        target, nodes = self._flow(options["target"]), self._nodes(options["map"])
        processes = list(processes_on(options["source"], options["urn"]).values_list("pk", flat=True))
        if options["dry_run"]:
            self.stdout.write(f"{len(processes)} would be carried over")
            return
        refused = [words for pk in processes if (words := self._refusal(pk, target, nodes))]
        for words in refused:
            self.stderr.write(words)
        self.stdout.write(f"{len(processes) - len(refused)} carried over, {len(refused)} not")
        if refused:
            raise CommandError("Some cases were not carried over. Nothing of theirs was changed")

    def _refusal(self, process: int, target: type[CaseFlow], nodes: dict[str, str]) -> str:
        try:
            carry(process, to=target, nodes=nodes, at=timezone.now())
        except NotCarried as reason:
            return f"process {process}: {reason}"
        except FlowLockFailed:
            return f"process {process}: somebody is changing the case, run this again"
        return ""

    def _flow(self, name: str) -> type[CaseFlow]:
        flows = {get_flow_ref(flow): flow for flow in all_flows()}
        if name not in flows:
            raise CommandError(f"There is no flow {name}. There are: {', '.join(sorted(flows))}")
        return flows[name]

    def _nodes(self, pairs: list[str]) -> dict[str, str]:
        if any(pair.count("=") != 1 for pair in pairs):
            raise CommandError("Write each --map as OLD=NEW")
        return dict(pair.split("=") for pair in pairs)
