from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from casework.drafts.services import drafts_tidy


class Command(BaseCommand):
    help = "Delete drafts that are old or whose work is over, once and without Redis: for cron"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{drafts_tidy(now=timezone.now())} drafts deleted")
