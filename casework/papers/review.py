"""What came of a round of the file as a paper: what was found of each item, why it was returned."""

from __future__ import annotations

from collections.abc import Iterator

from casework.casefiles.models import CaseFile
from casework.file_review.models import FileSubmission
from casework.file_review.rounds import FileReturn, FileRound
from casework.pages.dates import govuk_date, govuk_datetime
from casework.papers.paper import Paper, Part, bullets, facts, heading, table


class RoundUnderWay(LookupError):
    """The round has no outcome yet."""


def review_paper(case: CaseFile, number: int) -> Paper:
    """Raises FileRound.DoesNotExist for a round that there was not, RoundUnderWay for one without an outcome.

    Up to five queries.
    """
    file = FileSubmission.objects.prefetch_related("answers").get(case_file=case)
    said = FileRound.objects.select_related("submitted_by", "signed_off_by").get(
        submission=file, round=number
    )
    returned = FileReturn.objects.filter(submission=file, round=number).select_related("returned_by").first()
    if returned is None and not (number == file.round and file.accepted_at):
        raise RoundUnderWay
    return Paper(
        kind=f"review-{number}",
        title=f"Outcome of the file review, round {number}",
        urn=case.urn,
        version=f"round {number}",
        parts=list(_parts(file, said, returned)),
    )


def _parts(file: FileSubmission, said: FileRound, returned: FileReturn | None) -> Iterator[Part]:
    yield from _returned(returned) if returned else _accepted(file)
    yield heading("What was submitted")
    yield facts(
        ("Submitted by", said.submitted_by.signature),
        ("Submitted", govuk_datetime(said.submitted_at)),
        ("Test asked for", said.test_asked_for),
        ("Summary", said.case_summary),
        ("Signed off by", said.signed_off_by.signature if said.signed_off_by else ""),
        ("Supervisor's comments", said.supervisor_comments),
    )
    yield from _checklist(file, said.round)


def _returned(returned: FileReturn) -> Iterator[Part]:
    yield heading("Returned")
    yield bullets([f"{reason}: {detail}" if detail else reason for reason, detail in returned.told])
    yield facts(
        ("To be put right", returned.detail),
        ("Respond by", govuk_date(returned.respond_by)),
        ("Returned by", f"{returned.returned_by.signature} ({returned.get_returned_from_display()})"),
        ("Returned", govuk_datetime(returned.returned_at)),
    )


def _accepted(file: FileSubmission) -> Iterator[Part]:
    yield heading("Accepted to the CPS")
    yield facts(("Accepted", govuk_datetime(file.accepted_at) if file.accepted_at else ""))


def _checklist(file: FileSubmission, number: int) -> Iterator[Part]:
    """Each item by part of the standard, as each of the three found it."""
    for title, items in file.checked(number):
        rows = [
            [item.label, "\n".join(answer.told for answer in item.answers) or "Not checked"] for item in items
        ]
        yield heading(f"File standard: {title.lower()}")
        yield table(["Item", "What was found"], rows)
