from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from workflows.engine.timers import timers_fire


class Command(BaseCommand):
    help = "End the holds whose day has come, once and without Redis: for cron, or while the broker is down"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{timers_fire(now=timezone.now())} holds ended")
