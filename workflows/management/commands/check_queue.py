from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workflows.queues.check import differences


class Command(BaseCommand):
    help = "Compare the queue with the engine and the records. Ends with 1 when they differ anywhere."

    def handle(self, *args: Any, **options: Any) -> None:
        found = differences()
        for difference in found:
            self.stdout.write(str(difference))
        if found:
            raise CommandError(f"{len(found)} differences", returncode=1)
        self.stdout.write("The queue, the engine and the records agree")
