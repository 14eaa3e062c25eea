"""What dates moved with what a person has just done."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages

from casework.casefiles.models import CaseFile
from casework.people.request import SignedInRequest


def moved_tell(request: SignedInRequest, case: CaseFile, at: datetime) -> None:
    """Tell the person which dates moved at that moment. Others read it in the activity. One query."""
    moved = case.events.filter(verb="date_moved", at=at).order_by("pk").values_list("reason", flat=True)
    if told := "; ".join(each.rstrip(".") for each in moved):
        messages.info(request, f"These dates moved: {told}.")
