from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from casework.break_ins.services import attempts_tidy
from casework.drafts.services import drafts_tidy


class Command(BaseCommand):
    help = "Delete old drafts and attempts to open cases in an emergency, once and without Redis: for cron"

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        self.stdout.write(f"{drafts_tidy(now=now)} drafts and {attempts_tidy(now=now)} attempts deleted")
