"""A letter to a victim as a paper. The victim is named in its body, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

from casework.casefiles.models import CaseFile
from casework.letters.models import LetterVersion
from casework.pages.dates import govuk_date
from casework.papers.paper import Paper, Part, heading, text


def letter_paper(case: CaseFile, number: int, version: int) -> Paper:
    """Raises LetterVersion.DoesNotExist for a version that there is not, or that nobody has checked.

    One query.
    """
    checked = LetterVersion.objects.filter(letter__case_file=case, check_made__isnull=False)
    found = checked.select_related("check_made").get(letter__number=number, number=version)
    return Paper(
        kind=f"letter-{number}-{version}",
        title=found.title,
        urn=case.urn,
        version=f"letter {number}, version {version}, checked {govuk_date(found.check_made.checked_on)}",
        parts=list(_parts(case, found)),
    )


def _parts(case: CaseFile, letter: LetterVersion) -> Iterator[Part]:
    yield text(f"{letter.addressed_to}\n\n{govuk_date(letter.dated_on)}")
    yield text(f"Dear {letter.addressed_to}")
    for part in letter.parts:
        yield heading(part["title"])
        yield from (text(words) for words in part["words"].split("\n\n") if words.strip())
    yield text(f"Yours sincerely\n\n{case.area.name}")
