"""Accounts: made by administrators, signed in by username, with roles held in an organisation."""

from __future__ import annotations

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from casework.organisations.models import Organisation
from casework.people.models import User
from casework.people.services import person_add
from tests.cast import PASSWORD
from tests.sign_in.hands import has_app, signs_in
from workflows.demonstration.people import CAST

pytestmark = pytest.mark.django_db
NEW = {
    "username": "newcomer",
    "first_name": "New",
    "last_name": "Comer",
    "email": "new@example.test",
    "role": "investigator",
    "password": "a long enough passphrase",
}


def test_forces_areas_and_units_are_there_after_migrating():
    assert Organisation.objects.filter(kind="force").count() == 43
    assert Organisation.objects.filter(kind="cps_area").count() == 14
    assert not Organisation.objects.filter(units__isnull=True).exists()


def test_a_person_signs_in_and_out(cast, client):
    assert signs_in(client, cast.gatekeeper, has_app(cast.gatekeeper)).headers["Location"] == reverse(
        "overview"
    )
    client.post(reverse("account_logout"))
    assert client.get(reverse("overview")).status_code == 302


def test_a_wrong_password_is_told_without_saying_which_part_is_wrong(cast, client):
    response = client.post(reverse("account_login"), {"login": "gatekeeper", "password": "wrong"})
    assert "The username or password is not correct" in response.content.decode()
    assert "Error: " in response.content.decode()


def test_nobody_signs_up(client):
    response = client.post(reverse("account_signup"), {"username": "me", "password1": "a long passphrase"})
    assert not User.objects.filter(username="me").exists()
    assert "You cannot create" in response.content.decode()


def test_an_administrator_adds_a_person_who_can_then_sign_in(cast, as_user, client):
    response = as_user(cast.administrator).post(reverse("person_add"), {**NEW, "unit": cast.unit.pk})
    assert response.status_code == 302
    assert client.login(username="newcomer", password=NEW["password"])
    assert str(User.objects.get(username="newcomer").memberships.get()) == f"Investigator, {cast.unit}"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": ""}, "Select the unit in which they work"),
        ({"username": "gatekeeper"}, "Enter a username that nobody has yet"),
        ({"username": "GateKeeper"}, "Enter a username that nobody has yet"),
        ({"username": "gatekeepеr"}, "Username must only include letters a to z"),
        ({"username": "ﬃ" * 150}, "Username must only include letters a to z"),
        ({"phone": "0" * 31}, "Work telephone must be 30 characters or less"),
        ({"phone": "1\u202e2"}, "Remove the characters that cannot be seen"),
        ({"first_name": "A\u202eB"}, "Remove the characters that cannot be seen"),
        ({"password": "short"}, "This password is too short"),
        (
            {"username": "a.long.username", "password": "a.long.username"},
            "The password is too similar to the username",
        ),
        ({"role": "prosecutor"}, "Select a role from the list"),
    ],
)
def test_a_person_is_not_added_with(cast, as_user, changes, words):
    form = {**NEW, "unit": cast.unit.pk, **changes}
    response = as_user(cast.administrator).post(reverse("person_add"), form)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_a_password_is_taken_with_the_spaces_around_it(cast, as_user, client):
    form = {**NEW, "unit": cast.unit.pk, "password": "  a spacious passphrase "}
    assert as_user(cast.administrator).post(reverse("person_add"), form).status_code == 302
    assert client.login(username="newcomer", password="  a spacious passphrase ")


def test_a_work_telephone_is_kept(cast, as_user):
    form = {**NEW, "unit": cast.unit.pk, "phone": "0121 496 0199"}
    assert as_user(cast.administrator).post(reverse("person_add"), form).status_code == 302
    assert User.objects.get(username="newcomer").phone == "0121 496 0199"


def test_the_telephones_of_the_demonstration_are_of_the_range_kept_for_fiction():
    phones = {one.phone for one in CAST}
    assert len(phones) == len(CAST)
    assert all(re.fullmatch("0121 496 0[0-9]{3}", phone) for phone in phones)


def test_an_error_that_is_not_of_the_username_is_not_told_as_one(cast, monkeypatch):
    def broken(*args: object, **details: object) -> None:
        raise IntegrityError("disk full")

    monkeypatch.setattr(User.objects, "create_user", broken)
    with pytest.raises(IntegrityError, match="disk full"):
        person_add(
            **{**NEW, "role": "auditor"}, organisation=cast.force, unit=None, by=None, at=timezone.now()
        )


def test_two_accounts_do_not_differ_by_capitals_alone(cast):
    with pytest.raises(IntegrityError):
        User.objects.create_user("GATEKEEPER")


def test_the_first_administrator_is_added_by_command(monkeypatch, client):
    monkeypatch.setattr("casework.management.commands.add_administrator.getpass", lambda prompt: PASSWORD)
    details = {"email": "a@example.test", "first_name": "A", "last_name": "B"}
    call_command("add_administrator", "first", organisation="West Midlands Police", **details)
    assert client.login(username="first", password=PASSWORD)
    with pytest.raises(CommandError, match="no force or CPS area"):
        call_command("add_administrator", "other", organisation="Nowhere", **details)


def test_a_deactivated_account_gets_nothing(cast, as_user):
    browser = as_user(cast.gatekeeper)
    User.objects.filter(pk=cast.gatekeeper.pk).update(is_active=False)
    assert browser.get(reverse("overview")).status_code == 302


def test_too_many_sign_ins_from_one_address_are_told_to_wait(cast, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    form = {"login": "gatekeeper", "password": "wrong"}
    first, second = (client.post(reverse("account_login"), form, REMOTE_ADDR="10.9.8.7") for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 429)
    assert "Too many attempts to sign in" in second.content.decode()
