"""What is told before bad character is reviewed, and before nobody is said to object."""

from __future__ import annotations

from django.utils import timezone

from casework.bad_character.guards import CHILD_BELOW, items_under_14
from casework.bad_character.models import BadCharacterConsideration
from casework.bad_character.notices.models import BadCharacterNotice
from casework.pages.dates import govuk_date
from casework.routes.findings import Finding


def review_findings(record: BadCharacterConsideration) -> list[Finding]:
    """Convictions of a child, and what cannot be disclosed. Two queries."""
    found = list(record.items.all())
    told = [
        f"{item} is from before the age of {CHILD_BELOW}. Section 108 lets it be used only where both "
        "offences are indictable only and the interests of justice require it"
        for item in items_under_14(record.suspect, found)
    ]
    told += [f"{item} cannot be disclosed" for item in found if item.disclosable == item.Disclosable.NO]
    return [Finding(words) for words in told]


def objection_findings(record: BadCharacterNotice) -> list[Finding]:
    """An objection can still come in time. No query."""
    if record.objection_by is None or timezone.localdate() > record.objection_by:
        return []
    words = f"An objection is in time until {govuk_date(record.objection_by)}"
    return [Finding(f"{words}. Record this only if the other parties have said that they do not object")]
