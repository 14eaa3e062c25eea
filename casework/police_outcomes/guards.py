"""What does not go on in a case that the police have ended."""

from __future__ import annotations

from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.file_review.models import FileSubmission
from casework.rows import rows_exist


def case_not_ended(case: CaseFile) -> None:
    """Guard: nothing but the reopening opens work on a case that the police have ended. One query.

    Statements of victims go on, and what is owed to victims.
    """
    if any(rows_exist((FileSubmission, {"case_file": case, "position": FileSubmission.Position.ENDED}))):
        raise RuleBroken("The police have ended this case. Reopen it first")
