"""A bad character notice as a paper, in the shape that the rules ask (Part 21)."""

from __future__ import annotations

from collections.abc import Iterator

from casework.bad_character.notices.models import BadCharacterNotice
from casework.bad_character.record_models import BadCharacterItem
from casework.casefiles.models import CaseFile
from casework.deadlines.rules import rule_on
from casework.pages.dates import govuk_date
from casework.papers.paper import Paper, Part, bullets, facts, heading, text

DRAFT, SERVED = "draft", "as served"


def bad_character_notice_paper(case: CaseFile, suspect: str, number: int) -> Paper:
    """Raises BadCharacterNotice.DoesNotExist for one that is not drafted. Three queries."""
    found = BadCharacterNotice.objects.select_related("consideration__suspect", "decision", "drafted_by")
    notice = found.prefetch_related("decision__consideration__items").get(
        case_file=case, consideration__suspect__reference=suspect, number=number, drafted_at__isnull=False
    )
    return Paper(
        kind=f"bad-character-notice-{suspect}-{number}",
        title=f"Notice to introduce evidence of bad character of {suspect}",
        urn=case.urn,
        version=f"notice {number}, {SERVED if notice.served_on else DRAFT}",
        parts=list(_parts(notice)),
    )


def _parts(notice: BadCharacterNotice) -> Iterator[Part]:
    yield text(f"{_rules(notice)}, Part 21; Criminal Justice Act 2003, section 101")
    yield facts(
        ("Case", notice.case_file.urn),
        ("Court", notice.get_court_display()),
        ("Defendant", notice.consideration.suspect.reference),
        ("Not guilty plea", govuk_date(notice.plea_on)),
        ("To be served by", govuk_date(notice.due_on)),
        ("Prepared by", notice.drafted_by.signature if notice.drafted_by else ""),
    )
    yield heading("1. Facts of the misconduct")
    yield text(notice.facts)
    yield bullets([_item(item) for item in notice.decision.relied_on()])
    yield heading("2. How those facts are proved")
    yield facts(("The prosecution relies on", notice.get_relies_on_display()), ("Proof", notice.proof))
    yield heading("3. Why the evidence is admissible")
    yield bullets([f"Section 101(1){gateway.label}" for gateway in notice.decision.gateways_chosen])
    yield text(notice.relevance)
    if notice.is_late:
        yield heading("4. Service after the time limit")
        yield facts(("Why not in time", notice.late_reason), ("Extension asked for", notice.extension_sought))
    yield from _served(notice)


def _rules(notice: BadCharacterNotice) -> str:
    """The rules that were in force on the day of the plea."""
    return rule_on(notice.rule, notice.plea_on).instrument


def _served(notice: BadCharacterNotice) -> Iterator[Part]:
    if notice.served_on is None or notice.objection_by is None:
        return
    yield heading("Service")
    yield facts(("Served", govuk_date(notice.served_on)), ("On", notice.served_whom))
    yield text(
        f"A party who objects asks the court to decide, not later than {govuk_date(notice.objection_by)}: "
        f"{notice.counted('objection_by').words}."  # type: ignore[union-attr]  # it was served
    )


def _item(item: BadCharacterItem) -> str:
    return ", ".join(part for part in (str(item), item.court, govuk_date(item.happened_on)) if part)
