"""The early advice of a case: its record, where that stands, and its page."""

from __future__ import annotations

from django.urls import reverse

from casework.early_advice.models import EarlyAdviceRequest

Position = EarlyAdviceRequest.Position


def record_of(case) -> EarlyAdviceRequest:
    return EarlyAdviceRequest.objects.select_related("case_file").get(case_file=case)


def route_page(browser, case) -> str:
    return browser.get(reverse("case_route", kwargs={"urn": case.urn, "route": "early-advice"})).text
