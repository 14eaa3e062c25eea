"""The file that says whom to tell of a weakness (RFC 9116)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings as configured
from django.core.checks import run_checks
from django.utils import timezone

from config.env import Environment
from config.security_txt import NOTICE, expires_soon

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"


def fields(client) -> dict[str, str]:
    response = client.get(ADDRESS)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    text = response.content.decode()
    assert text.endswith("\n")
    return dict(line.split(": ", 1) for line in text.splitlines())


def test_anybody_reads_whom_to_tell(client, settings):
    settings.SECURITY_CONTACT, settings.ORIGIN = "mailto:security@force.police.uk", "https://casework.example"
    found = fields(client)
    assert found["Contact"] == "mailto:security@force.police.uk"
    assert found["Canonical"] == f"https://casework.example{ADDRESS}"
    expires = datetime.fromisoformat(found["Expires"])
    assert expires.tzinfo == UTC
    assert expires.date() == settings.SECURITY_CONTACT_EXPIRES
    assert re.match(r"(mailto:|https://|tel:)", found["Contact"])


def test_what_it_promises_lasts_for_another_month_and_no_longer_than_the_standard_advises():
    """Fails 30 days before: look at the contact, and move the default of the settings on."""
    today = timezone.localdate()
    assert not expires_soon(today)
    assert today + timedelta(days=366) >= configured.SECURITY_CONTACT_EXPIRES


@pytest.mark.parametrize(("days", "soon"), [(31, False), (30, False), (29, True), (-1, True)])
def test_it_says_a_month_before_that_it_ends(settings, days, soon):
    today = date(2026, 11, 27)
    settings.SECURITY_CONTACT_EXPIRES = today + timedelta(days=days)
    assert NOTICE.days == 30
    assert expires_soon(today) is soon


def test_a_deployment_with_an_old_or_an_invented_contact_is_warned(settings):
    def warned() -> list[str]:
        found = run_checks(include_deployment_checks=True)
        return [each.id for each in found if str(each.id).startswith("config.")]

    assert warned() == ["config.W001"]
    settings.SECURITY_CONTACT = "mailto:security@force.police.uk"
    settings.SECURITY_CONTACT_EXPIRES = timezone.localdate()
    assert warned() == ["config.W002"]


def test_a_day_that_is_none_stops_the_start():
    env = Environment({"RASSO_DAY": "soon"})
    with pytest.raises(Exception, match="RASSO_DAY must be a day"):
        env.day("DAY", "2027-01-01")
