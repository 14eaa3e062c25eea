"""A version of the early advice as a paper (Director's Guidance on Charging, 6th edition, chapter 7)."""

from __future__ import annotations

from collections.abc import Iterator

from casework.casefiles.models import CaseFile
from casework.early_advice.record_models import AdviceRecord, LineOfInquiry
from casework.pages.dates import govuk_date, govuk_datetime
from casework.papers.paper import Paper, Part, facts, heading, text


def advice_paper(case: CaseFile, version: int) -> Paper:
    """Raises AdviceRecord.DoesNotExist for a version that the case does not have. Three queries."""
    found = AdviceRecord.objects.select_related("by", "on_behalf_of").prefetch_related("lines__answer")
    advice = found.get(request__case_file=case, version=version)
    return Paper(
        kind=f"advice-{version}",
        title=f"Early advice, version {version}",
        urn=case.urn,
        version=f"version {version}, recorded {govuk_date(advice.at)}",
        parts=list(_parts(advice)),
    )


def _parts(advice: AdviceRecord) -> Iterator[Part]:
    recorded_by = advice.by.signature
    if advice.on_behalf_of:
        recorded_by += f" for {advice.on_behalf_of.signature}"
    yield facts(
        ("Asked in the follow-up", advice.follow_up),
        ("Given", govuk_date(advice.advised_on)),
        ("How", advice.get_mode_display()),
        ("Who took part", advice.attendees),
        ("Recorded by", recorded_by),
        ("Recorded", govuk_datetime(advice.at)),
        ("Next contact", govuk_date(advice.next_contact_on) if advice.next_contact_on else ""),
    )
    for title, words in advice.sections:
        if words:
            yield heading(title)
            yield text(words)
    yield from _lines(list(advice.lines.all()))
    if advice.conclusion:
        yield heading("Conclusion")
        yield text(advice.get_conclusion_display())


def _lines(lines: list[LineOfInquiry]) -> Iterator[Part]:
    if lines:
        yield heading("Lines of inquiry")
    for line in lines:
        yield heading(f"Line {line.number}", level=3)
        answer = line.answered
        yield facts(
            ("What", line.what),
            ("Kind", line.get_kind_display()),
            ("Whose", line.get_owner_display()),
            ("By", govuk_date(line.target_on)),
            ("Why it is necessary", line.necessity),
            ("Why it is proportionate", line.proportionality),
            ("Was it followed", answer.get_followed_display() if answer else ""),
            ("What was done", answer.detail if answer else ""),
        )
