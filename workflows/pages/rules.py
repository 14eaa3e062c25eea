"""The time limits of the process with their sources, and all that the product assumes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casework.assumptions.files import data_files
from casework.assumptions.settings import settings_assumed
from casework.deadlines.counted import length
from casework.deadlines.rules import Rule, versions
from casework.people.request import SignedInRequest
from casework.people.roles import Role

ASSUMPTION = "assumption"


@require_safe
def rules(request: SignedInRequest) -> HttpResponse:
    """Every rule with its versions, or those that are assumed. For everybody: dates are explained by it."""
    only_assumed = request.GET.get("confidence") == ASSUMPTION
    shown = {code: _shown(found, only_assumed) for code, found in versions().items()}
    held = [rule for found in versions().values() for rule in found]
    context = {
        "title": "Time limits and assumptions",
        "rules": {code: found for code, found in shown.items() if found},
        "only_assumed": only_assumed,
        "number": len(held),
        "assumed": sum(rule.confidence == ASSUMPTION for rule in held),
        "settings": settings_assumed(),
        "files": [each for each in data_files() if each.assumed or not only_assumed],
        "administers": request.user.holds(Role.ADMINISTRATOR),
    }
    return render(request, "workflows/rules.html", context)


def _shown(found: tuple[Rule, ...], only_assumed: bool) -> list[tuple[Rule, str]]:
    """The versions of a rule, each with its count in words."""
    return [(rule, limit_words(rule)) for rule in found if not only_assumed or rule.confidence == ASSUMPTION]


def limit_words(rule: Rule) -> str:
    """ "10 business days after the trigger: not guilty plea", "The same day: report"."""
    if not rule.amount:
        return f"The same day: {rule.trigger}"
    return f"{length(rule)} {rule.direction}: {rule.trigger}"
