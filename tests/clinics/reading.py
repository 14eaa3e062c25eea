"""What the tests of the clinic days read of their pages."""

from __future__ import annotations

from django.contrib.messages import get_messages
from django.urls import reverse


def page(browser, name: str, **where) -> str:
    response = browser.get(reverse(name, kwargs=where))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def told(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))
