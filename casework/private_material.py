"""Requests for somebody's private material: necessary and proportionate, and it is said why.

Joint National RASSO Action Plan (2021), right to privacy; CPS National Operating Model for adult rape
prosecution (July 2023): third-party material is decided on at the outset, and strictly necessary.
"""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.db import models

from casework.errors import RuleBroken
from casework.forms import long_text


class PrivateMaterial(models.TextChoices):
    """What reaches into somebody's private life."""

    THIRD_PARTY = "third_party", "Third-party material"
    DIGITAL = "digital", "Digital device"


# The two questions about such a request, and what is said where one is not answered.
JUSTIFIED = {
    "necessity": "Enter why the request is necessary",
    "proportionality": "Enter why the request is proportionate",
}


def justified_require(*, kind: str, necessity: str, proportionality: str) -> None:
    """Guard: of a request for private material it is said why. Raises RuleBroken."""
    for name, words in _unanswered(kind, {"necessity": necessity, "proportionality": proportionality}):
        raise RuleBroken(words, field=name)


def justified_check(form: forms.Form, kind: str) -> None:
    """The same on a form, beside each question that is not answered."""
    said = {name: form.cleaned_data[name] for name in JUSTIFIED if name in form.cleaned_data}
    for name, words in _unanswered(kind, said):
        form.add_error(name, words)


def _unanswered(kind: str, said: dict[str, str]) -> Iterator[tuple[str, str]]:
    if kind in PrivateMaterial.values:
        yield from ((name, JUSTIFIED[name]) for name, text in said.items() if not text.strip())


def necessity_text() -> forms.CharField:
    return long_text(
        "Why is it necessary?",
        hint="For third-party material or a digital device. Say what else was considered",
        required=False,
        rows=2,
    )


def proportionality_text() -> forms.CharField:
    return long_text(
        "Why is it proportionate?",
        hint="For third-party material or a digital device. Say how it is limited, such as to which days",
        required=False,
        rows=2,
    )


def justified_when_private(kind: str, name: str) -> models.CheckConstraint:
    """The same as a constraint of a table that has both reasons, and what is asked for in `kind`."""
    return models.CheckConstraint(
        condition=~models.Q(**{f"{kind}__in": sorted(PrivateMaterial.values)})
        | ~models.Q(necessity="") & ~models.Q(proportionality=""),
        name=name,
    )
