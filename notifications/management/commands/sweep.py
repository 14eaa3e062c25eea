from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from notifications.notices.sweep import sweep
from notifications.outbox.deliver import deliver


class Command(BaseCommand):
    help = "Tell people what is due, once and without Redis: for cron, or while the broker is down"

    def handle(self, *args: Any, **options: Any) -> None:
        looked_at = sweep(now=timezone.now())
        self.stdout.write(f"{looked_at} obligations looked at, {deliver()} notices sent")
