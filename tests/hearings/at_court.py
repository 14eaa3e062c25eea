"""A day at court: what a defendant pleads on it, and what a page then says."""

from __future__ import annotations

from datetime import date

from bs4 import BeautifulSoup
from django.urls import reverse

from tests.samples import day

TODAY = date(2027, 1, 4)


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html5lib").get_text(" ").split())


def page_of(case, browser) -> str:
    return text_of(browser.get(reverse("case_route", kwargs={"urn": case.urn, "route": "hearings"})))


def pleads(drive, case, plea: str = "not_guilty", reference: str = "S1", on: date = TODAY):
    return drive.recorded(case, "plea", reference, plea=plea, court="crown", **day("entered_on", on))
