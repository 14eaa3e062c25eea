"""Markup that people typed into any field is text on every page."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.db.models import CharField, Field, TextField

from tests.access.addresses import status
from tests.access.table import PAGES
from tests.notifications import test_canary as canary

pytestmark = [pytest.mark.django_db, pytest.mark.queue_differs]
# Out of an attribute of either quote, an element of its own, an attribute that runs, and a template.
PAYLOAD = "'\"><zz-mark onx=1>{{7*7}}</zz-mark><script>zz()</script>javascript:zz()"
SHORT = "\"'><zz-mark onx=1>"
# Keys of our own lists, of which nobody types any.
CODES = {
    *("role", "step", "route", "verb", "moved_from", "moved_to", "condition", "rule", "clock", "kind"),
    *("outcome", "rung", "item", "template", "topic", "matter", "measure", "point", "category", "provider"),
    *("token_hash", "sha256", "digest", "media_type", "password", "subject", "asks", "code"),
}
READERS = ("investigator", "liaison", "manager", "administrator")
SAFE = ("http://", "https://", "/", "#", "?", "mailto:", "tel:")
ADDRESSES = ("href", "src", "action", "formaction", "data", "poster")


@pytest.fixture
def planted(address, monkeypatch) -> int:
    """How many rows hold the payload, the longest that fits, in every column that somebody types into."""
    monkeypatch.setattr(canary, "_is_free_text", is_typed)
    rows = 0
    for payload in (SHORT, PAYLOAD):
        monkeypatch.setattr(canary, "CANARY", payload)
        rows = canary.plant()
    return rows


def is_typed(field: Field) -> bool:
    if not isinstance(field, CharField | TextField) or field.choices or field.unique or field.name in CODES:
        return False
    return isinstance(field, TextField) or (field.max_length or 0) >= len(canary.CANARY)


def test_what_was_typed_is_markup_on_no_page(planted, cast, as_user, address):
    assert planted > 100
    shown = 0
    for who in READERS:
        browser = as_user(getattr(cast, who))
        for name in PAGES:
            answer = browser.get(address(name))
            if answer.streaming:
                status(answer)
            elif is_page(answer) and "zz" in answer.content.decode():
                shown += 1
                judge(answer.content.decode(), f"{name} for {who}")
    assert shown > 40


def is_page(answer) -> bool:
    """A browser that is told to sniff nothing finds markup in nothing else, such as a calendar."""
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    return answer.headers["Content-Type"].startswith("text/html")


def judge(text: str, where: str) -> None:
    """No element, no attribute, no script and no address that runs came of the payload."""
    page = BeautifulSoup(text, "html5lib")
    assert "<zz-mark" not in text, where
    assert not [each for each in page.find_all("script") if "zz" in each.get_text()], where
    for each in page.find_all(True):
        assert each.name != "zz-mark", where
        assert not [key for key in each.attrs if key.startswith("on") or "zz" in key], where
        addresses = [each[key].strip().lower() for key in ADDRESSES if each.get(key)]
        assert all(found.startswith(SAFE) for found in addresses), (where, addresses)
