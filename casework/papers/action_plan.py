"""An action plan as a paper, the same for both sides: each item, its answers, and what was said of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from casework.action_plans.exchange import Told
from casework.action_plans.models import ActionPlan, ActionPlanItem
from casework.action_plans.progress import progress_words
from casework.action_plans.selectors import items_told, plans_of
from casework.casefiles.models import CaseFile
from casework.pages.dates import govuk_date, govuk_datetime
from casework.papers.paper import Paper, Part, bullets, facts, heading, text


def action_plan_paper(case: CaseFile, suspect: str, number: int, *, at: datetime) -> Paper:
    """Raises ActionPlan.DoesNotExist for a plan that was not issued. Eight queries."""
    plans = plans_of(case, timezone.localdate(at)).select_related("issued_by", "reviewed_by")
    plan = plans.get(decision__suspect__reference=suspect, number=number)
    items = list(items_told(plan.items.order_by("number")))
    return Paper(
        kind=f"action-plan-{suspect}-{number}",
        title=f"{plan} for {suspect}",
        urn=case.urn,
        version=f"as it stood on {govuk_datetime(at)}",
        parts=[*_plan(plan), *(part for item in items for part in _item(case, item))],
    )


def _plan(plan: ActionPlan) -> Iterator[Part]:
    yield text(progress_words(plan, None))
    yield facts(
        ("Issued by", plan.issued_by.signature),
        ("Issued", govuk_datetime(plan.issued_at)),
        ("Reviewed by", plan.reviewed_by.signature if plan.reviewed_by else ""),
    )


def _item(case: CaseFile, item: ActionPlanItem) -> Iterator[Part]:
    item.case_file = case
    yield heading(f"Item {item.number}: {item.what}")
    yield facts(
        ("Stands at", item.words_for(None)),
        ("Why", item.why),
        ("Category", item.get_category_display()),
        ("Line of inquiry", item.line_of_inquiry),
        ("Asks for private material", item.get_asks_for_display()),
        ("Why it is necessary", item.necessity),
        ("Why it is proportionate", item.proportionality),
        ("About", ", ".join(suspect.reference for suspect in item.suspects.all())),
        ("Due", govuk_date(item.due_on)),
        ("Owner", item.answers_for_police.signature),
    )
    for title, entries in (("Answers and decisions", item.told), ("Messages", item.conversation)):
        if entries:
            yield heading(title, level=3)
            yield bullets([_entry(each) for each in entries])


def _entry(told: Told) -> str:
    words = f": {told.text}" if told.text else ""
    return f"{told.title}{words} ({told.by}, {govuk_datetime(told.at)})"
