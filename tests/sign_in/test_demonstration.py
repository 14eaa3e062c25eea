"""The demonstration's people sign in with one press, there and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.urls import NoReverseMatch, reverse

from casework.people.models import User
from tests.cast import restore_organisations
from tests.sign_in.hands import is_in
from workflows.checks import (
    demonstration_has_no_address_in_production,
    demonstration_has_no_people_in_production,
)
from workflows.demonstration.people import CAST, cast_make

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


@pytest.fixture
def people() -> None:
    restore_organisations()
    cast_make()


@pytest.fixture
def demonstration(people, settings) -> None:
    settings.ROOT_URLCONF = "config.urls_demonstration"
    settings.DEMONSTRATION = True


def test_everybody_is_listed_and_signs_in_with_one_press(demonstration, client):
    page = client.get("/demonstration/").content.decode()
    assert all(f'value="{one.username}"' in page for one in CAST)
    answer = client.post("/demonstration/", {"person": "gatekeeper", "next": "/queue/"})
    assert answer.headers["Location"] == "/queue/"
    assert is_in(client)
    assert "Demonstration" in client.get(reverse("account_security")).content.decode()


def test_the_sign_in_page_leads_there(demonstration, client):
    assert 'href="/demonstration/?next=%2F' in client.get(reverse("account_login")).content.decode()


def test_nobody_else_signs_in_there(demonstration, client):
    User.objects.create_user("stranger")
    for person in ("stranger", "", "nobody"):
        assert client.post("/demonstration/", {"person": person}).status_code == 404
    assert not is_in(client)


def test_a_press_needs_the_token_against_forged_requests(demonstration):
    browser = Client(enforce_csrf_checks=True)
    assert browser.post("/demonstration/", {"person": "gatekeeper"}).status_code == 403


def test_signing_in_again_is_one_press_too(demonstration, client):
    client.post("/demonstration/", {"person": "administrator"})
    session = client.session
    session["signed_in"] = {**session["signed_in"], "proved": 0}
    session.save()
    again = client.get(reverse("recovery_codes")).headers["Location"]
    assert client.post(again).headers["Location"] == reverse("recovery_codes")
    assert client.get(reverse("recovery_codes")).status_code == 200


def test_the_product_has_no_such_page(client, people):
    with pytest.raises(NoReverseMatch):
        reverse("demonstration")
    assert client.post("/demonstration/", {"person": "gatekeeper"}).status_code == 404


def test_its_view_is_none_without_the_settings_of_the_demonstration(demonstration, client, settings):
    settings.DEMONSTRATION = False
    assert client.get("/demonstration/").status_code == 404


def test_production_with_its_address_is_refused(demonstration, settings):
    assert demonstration_has_no_address_in_production() == []
    settings.PRODUCTION = True
    assert [found.id for found in demonstration_has_no_address_in_production()] == ["workflows.E002"]


def test_production_with_its_people_is_refused(people, settings):
    asked = {"databases": ["default"]}
    assert demonstration_has_no_people_in_production(**asked) == []
    settings.PRODUCTION = True
    assert [found.id for found in demonstration_has_no_people_in_production(**asked)] == ["workflows.E003"]
    assert "workflows.E003" in [found.id for found in run_checks(databases=["default"])]


def test_somebody_of_the_same_username_is_nobody_of_the_demonstration(settings):
    User.objects.create_user("gatekeeper", "gatekeeper@force.example")
    settings.PRODUCTION = True
    assert demonstration_has_no_people_in_production(databases=["default"]) == []


@pytest.mark.parametrize(("environment", "urls"), [("production", ""), ("development", "_demonstration")])
def test_only_the_settings_of_the_demonstration_have_the_address(environment, urls):
    given = {
        "RASSO_ENVIRONMENT": environment,
        "RASSO_SECRET_KEY": "s" * 60,
        "RASSO_ALLOWED_HOSTS": "casework.example",
        "RASSO_ORIGIN": "https://casework.example",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RASSO_")}
    code = "import config.settings as s; print(s.ROOT_URLCONF, s.ACCOUNT_RATE_LIMITS['login_failed'])"
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**kept, **given}, capture_output=True, text=True
    )
    assert said.stdout.split() == [f"config.urls{urls}", "5/5m/key,20/m/ip"], said.stderr
