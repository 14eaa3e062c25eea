from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.casefiles.models import CaseFile
from casework.people.models import User
from tests.samples import day
from tests.victim_contacts.agreed import PLAN


@pytest.fixture
def record_plan(as_user, cast) -> Callable[..., Any]:
    """Send the contact plan of a victim, as the officer by default; gives back the response."""

    def send(case: CaseFile, by: User | None = None, reference: str = "V1", **changes: Any) -> Any:
        address = reverse("contact_plan", kwargs={"urn": case.urn, "reference": reference})
        return as_user(by or cast.investigator).post(address, {**PLAN, **changes})

    return send


@pytest.fixture
def happened(as_user, cast) -> Callable[..., Any]:
    """Record a milestone of the first suspect, of today by default; gives back the response."""

    def send(case: CaseFile, kind: str, by: User | None = None, **changes: Any) -> Any:
        form = {"suspect": "S1", "kind": kind, **day("on", timezone.localdate()), **changes}
        address = reverse("milestone_add", kwargs={"urn": case.urn})
        return as_user(by or cast.investigator).post(address, form)

    return send
