"""A letter put together: what the template says, what the drafter wrote, and the dates of the rule table."""

from __future__ import annotations

from datetime import date

from casework.deadlines.calendar import OutsideCalendar
from casework.deadlines.counted import length
from casework.deadlines.rules import due_on, rule_on
from casework.errors import RuleBroken
from casework.letters.matters import OVERTURNED
from casework.letters.models import Letter
from casework.letters.templates import Template, templates
from casework.pages.dates import govuk_date, local_date


def template_of(letter: Letter) -> Template:
    """The newest template for what the letter tells."""
    if letter.review is None:
        return templates()[letter.kind]
    return templates()["review_overturned" if letter.review.position in OVERTURNED else "review_upheld"]


def facts_of(letter: Letter) -> dict[str, str]:
    """What a template's names stand for, but for what hangs on the date of the letter. Up to one query."""
    decision, review = letter.decision, letter.review
    offences = [each.offence.wording for each in decision.considered if each.authorised]
    return {
        "area": letter.case_file.area.name,
        "force": letter.case_file.force.name,
        "decided_on": govuk_date(local_date(decision.decided_at)) if decision.decided_at else "",
        "offences": "; ".join(offences),
        "asked_on": govuk_date(review.asked_on) if review else "",
    }


def days_of(dated_on: date) -> dict[str, str]:
    """Until when a review can be asked for, counted from the date of the letter as the rules of that day say.

    CPS guidance on the Victims' Right to Review; rules VRR_WINDOW and VRR_LATEST of the table. Raises
    RuleBroken for a year without bank holidays.
    """
    try:
        ask_by, ask_latest = (govuk_date(due_on(rule, dated_on)) for rule in ("VRR_WINDOW", "VRR_LATEST"))
    except OutsideCalendar:
        raise RuleBroken("The date must be one for which bank holidays are held", field="dated_on") from None
    return {"ask_by": ask_by, "window": length(rule_on("VRR_WINDOW", dated_on)), "ask_latest": ask_latest}


def begun(letter: Letter) -> dict[str, str]:
    """What the drafter begins with, by part: the version before, or what the template suggests."""
    template, former = template_of(letter), letter.current
    if former and former.template == template.key:
        return {part.key: former.words_of(part.key) for part in template.to_write}
    facts = facts_of(letter)
    return {part.key: part.words.format_map(facts) for part in template.parts if part.how == "edit"}


def parts_of(letter: Letter, dated_on: date, written: dict[str, str]) -> list[dict[str, str]]:
    """The parts of the letter in order; what was `written` is taken as it is, braces and all."""
    facts = {**facts_of(letter), **days_of(dated_on)}
    return [
        {
            "key": part.key,
            "title": part.title,
            "words": part.words.format_map(facts) if part.how == "fixed" else written[part.key],
        }
        for part in template_of(letter).parts
    ]
