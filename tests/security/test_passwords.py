"""What makes a password: long, not common, not of words of the house; and nothing else is asked of it."""

from __future__ import annotations

import gzip
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth import password_validation
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import PASSWORD
from tests.sign_in.hands import has_app, password_typed, signs_in

LONG = "a wall of green glass and grey slate by the quiet river Severn " * 2
COMMON = Path(password_validation.__file__).parent / "common-passwords.txt.gz"


def errors_of(password: str) -> set[str]:
    try:
        validate_password(password)
    except ValidationError as refusal:
        return {error.code for error in refusal.error_list}
    return set()


def test_a_password_has_twelve_characters():
    assert errors_of("plum kettle") == {"password_too_short"}
    assert errors_of("plum kettles") == set()


def test_common_passwords_are_refused():
    """Those of the 20,000 commonest that were breached which would be long enough."""
    common = gzip.decompress(COMMON.read_bytes()).decode().split()
    long_enough = [password for password in common if len(password) >= 12]
    assert len(common) > 19_000
    assert len(long_enough) > 100
    assert [password for password in long_enough if "password_too_common" not in errors_of(password)] == []
    assert "password_too_common" in errors_of("iloveyou")


@pytest.mark.parametrize(
    "password", ["plumkettleoak", "PLUM KETTLE OAK", "8402 9517 3306", "плюшевый чайник"]
)
def test_any_characters_make_a_password(password):
    assert errors_of(password) - {"password_entirely_numeric"} == set()


@pytest.mark.parametrize(
    "password", ["Casework-2026", "rasso-police1", "CrownProsecution", "gatekeeper-123!", "Police Officer 1"]
)
def test_words_of_the_house_make_no_password(password):
    assert "of_the_house" in errors_of(password)


def test_words_of_the_house_may_be_in_a_password():
    assert errors_of("police chase a plum kettle") == set()


@pytest.mark.django_db
def test_a_long_password_counts_to_its_end(cast, client):
    assert len(LONG) > 64
    cast.gatekeeper.set_password(LONG)
    cast.gatekeeper.save()
    has_app(cast.gatekeeper)
    assert errors_of(LONG) == set()
    assert password_typed(Client(), "gatekeeper", LONG[:-1]).status_code == 200
    assert password_typed(Client(), "gatekeeper", LONG.swapcase()).status_code == 200
    assert password_typed(client, "gatekeeper", LONG).headers["Location"] == reverse("second_factor")


@pytest.mark.django_db
def test_a_password_does_not_run_out(cast, client):
    app = has_app(cast.gatekeeper)
    with time_machine.travel(timezone.now() + timedelta(days=1000), tick=False):
        assert signs_in(client, cast.gatekeeper, app).headers["Location"] == reverse("overview")


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "wrong"])
def test_the_current_password_is_asked_for(cast, client, typed):
    signs_in(client, cast.gatekeeper, has_app(cast.gatekeeper))
    form = {"oldpassword": typed, "password1": "plum kettle oak", "password2": "plum kettle oak"}
    assert client.post(reverse("account_change_password"), form).status_code != 302
    cast.gatekeeper.refresh_from_db()
    assert cast.gatekeeper.check_password(PASSWORD)


@pytest.mark.django_db
def test_fields_are_masked_and_let_a_manager_fill_them(cast, client, as_user):
    pages = (
        client.get(reverse("account_login")),
        as_user(cast.gatekeeper).get(reverse("account_change_password")),
    )
    fields = [
        field
        for page in pages
        for field in BeautifulSoup(page.content, "html.parser").select("input[name*=password]")
    ]
    assert len(fields) == 4
    for field in fields:
        assert field["type"] == "password"
        assert field["autocomplete"] in ("current-password", "new-password")
        assert not {"onpaste", "readonly", "maxlength"} & set(field.attrs)
