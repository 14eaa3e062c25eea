from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.retention.models import ErasedCase
from casework.retention.selectors import with_marks


class Command(BaseCommand):
    help = "List the cases whose review is due, with their class and whether they are held: no personal data"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--erased", action="store_true", help="list the cases that were erased instead")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["erased"]:
            for left in ErasedCase.objects.all():
                self.stdout.write(f"{left.urn}: {left.kind}, erased {left.erased_at:%Y-%m-%d}")
            return
        cases = CaseFile.objects.filter(retention__review_on__lte=timezone.localdate())
        for case in with_marks(cases).select_related("retention").order_by("retention__review_on", "pk"):
            self.stdout.write(f"{case.urn}: {', '.join(_said(case))}")


def _said(case: Any) -> list[str]:
    kept = case.retention
    marks = [(case.is_held, "held"), (case.is_proposed, "erasure proposed")]
    said = [kept.kind, f"closed {kept.closed_on}", f"review {kept.review_on}"]
    return said + [words for holds, words in marks if holds]
