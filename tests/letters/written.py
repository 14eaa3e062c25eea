"""A letter on its way from the decision to the post, and its pages."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from tests.cast import NOT_CHARGED, TO_DECISION

DECIDED = (*TO_DECISION, *NOT_CHARGED)
DRAFTED, CHECKED = "letter.draft draft", "letter.check approve"


def address(name: str, case, **where) -> str:
    return reverse(name, kwargs={"urn": case.urn, **where})


def drive_get(drive, case, task: int) -> str:
    browser = Client()
    browser.force_login(drive.cast.liaison)
    return browser.get(address("step", case, task=task)).content.decode()
