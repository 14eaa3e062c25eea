from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.retention.selectors import with_marks


class Command(BaseCommand):
    help = "List the cases whose review is due, with their class and whether they are held: no personal data"

    def handle(self, *args: Any, **options: Any) -> None:
        cases = CaseFile.objects.filter(retention__review_on__lte=timezone.localdate())
        for case in with_marks(cases).select_related("retention").order_by("retention__review_on", "pk"):
            kept, marks = case.retention, []
            marks += ["held"] if case.is_held else []
            marks += ["erasure proposed"] if case.is_proposed else []
            words = ", ".join([kept.kind, f"closed {kept.closed_on}", f"review {kept.review_on}", *marks])
            self.stdout.write(f"{case.urn}: {words}")
