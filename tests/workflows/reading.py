"""What the tests of the work service read of a page."""

from __future__ import annotations

from bs4 import BeautifulSoup
from django.urls import reverse


def page(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html5lib")


def text_of(response) -> str:
    return " ".join(page(response).get_text(" ").split())


def step_of(drive, case, kind) -> str:
    return reverse("step", kwargs={"urn": case.urn, "task": drive.open_work(case, kind).task})


def opened(browser, address: str) -> dict[str, str]:
    """What the page holds unseen, as it was when the person opened it."""
    seen = BeautifulSoup(browser.get(address).content, "html5lib").select_one("input[name=seen]")
    return {"seen": seen["value"]}
