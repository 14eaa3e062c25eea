from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b")
SAID = {"kept_informed": "yes", "respected": "partly", "understood": "no", "words": "Nobody rang me back."}


def invitation(case, victim: str = "V1") -> str:
    return reverse("voice_invite", kwargs={"urn": case.urn, "reference": victim})


def answer_page(code: str) -> str:
    return reverse("voice_answer", kwargs={"code": code})


@pytest.fixture
def invite(as_user, cast) -> Callable[..., str]:
    """The officer invites a victim; gives back the code that the page shows."""

    def send(case, point: str = "first_contact", victim: str = "V1", by=None) -> str:
        response = as_user(by or cast.investigator).post(invitation(case, victim), {"point": point})
        assert response.status_code == 200, response.content.decode()[:2000]
        return CODE.search(response.content.decode())[0]

    return send


@pytest.fixture
def say() -> Callable[..., int]:
    """Somebody who is not signed in sends their answers; gives back the status."""

    def send(code: str, **changes: str) -> int:
        return Client().post(answer_page(code), {**SAID, **changes}).status_code

    return send
