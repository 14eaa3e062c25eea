"""What somebody types into the request for early advice, and what a page then shows of it."""

from __future__ import annotations

from tests.workflows.reading import page

CONSIDER = "early_advice.consider"
TYPED = {"factual_summary": "Reported by the victim\r\nthe next day", "issues": "Consent"}


def value(response, name: str) -> str:
    control = page(response).select_one(f"main [name='{name}']")
    return control.text.removeprefix("\n") if control.name == "textarea" else control["value"]
