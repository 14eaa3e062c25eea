"""What an administrator does to an account while its person chooses a password stays done."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from casework.access.policy import Actor
from casework.people.models import User
from casework.people.roles import Role
from casework.people.services import membership_end
from casework.sign_in import administering, services
from casework.sign_in.models import GivenPassword
from casework.sign_in.sessions import sessions_end
from config.sign_in import sessions
from tests.break_ins.test_races import somebody_waits
from tests.cast import PASSWORD, make_cast
from tests.sign_in.hands import code_typed, has_app, is_in, password_typed

OWN = "three words together"
CHANGE = {"oldpassword": PASSWORD, "password1": OWN, "password2": OWN}
HASHERS = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("PBKDF2", "MD5")]


def reset(person: User, by: Actor) -> None:
    administering.password_reset(person=person, by=by, at=timezone.now())


def linked(person: User, by: Actor) -> None:
    about = {"provider": "wmp", "subject": "5f1c", "at": timezone.now()}
    with override_settings(SIGN_IN_PROVIDERS={"wmp": object()}):
        administering.provider_link(person=person, by=by, **about)


def deactivated(person: User, by: Actor) -> None:
    membership_end(membership=person.memberships.get(), by=by, at=timezone.now())


def signed_out(person: User, by: Actor) -> None:
    sessions_end(person=person)


def own_change(browser: Client) -> str:
    return reverse("account_change_password")


def choice(browser: Client) -> str:
    """Of somebody who has been given a password, and has shown it and a code."""
    person = User.objects.get(username="gatekeeper")
    GivenPassword.objects.create(person=person, given_at=timezone.now())
    browser.logout()
    password_typed(browser, "gatekeeper")
    assert code_typed(browser, has_app(person).code()).headers["Location"] == reverse("password_choose")
    return reverse("password_choose")


# By the page: how somebody comes to it, what it calls once the old password is proved, and its form.
PAGES = {
    "change": (own_change, (sessions, "whole"), CHANGE),
    "choose": (choice, (services, "password_choose"), {"password": OWN, "again": OWN}),
}


@pytest.fixture
def first(cast, monkeypatch) -> Callable[..., None]:
    """Have the administrator act on the gatekeeper before what a page calls."""

    def before(where: object, name: str, act: Callable[[User, Actor], None]) -> None:
        goes_on = getattr(where, name)

        def called(**arguments: object) -> object:
            monkeypatch.undo()
            person = User.objects.get(pk=cast.gatekeeper.pk)
            act(person, Actor(cast.administrator, Role.ADMINISTRATOR, cast.force))
            return goes_on(**arguments)

        monkeypatch.setattr(where, name, called)

    return before


def state(person: User) -> tuple[object, ...]:
    now = User.objects.get(pk=person.pk)
    given = GivenPassword.objects.filter(person=person).exists()
    return now.is_active, now.check_password(PASSWORD), now.check_password(OWN), given


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("act", "left"),
    [(reset, (True, False, False, True)), (linked, (True, False, False, False)), (deactivated, None)],
)
def test_what_an_administrator_did_before_the_password_was_kept_stays(cast, as_user, first, page, act, left):
    browser = as_user(cast.gatekeeper)
    arrive, called, form = PAGES[page]
    address = arrive(browser)
    first(*called, act)
    answer = browser.post(address, form)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("account_login"))
    assert state(cast.gatekeeper) == (left or (False, True, False, page == "choose"))
    assert not is_in(browser)


@pytest.mark.behind_wall
@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_a_password_of_ones_own_is_kept_and_its_person_signed_in(cast, as_user, page):
    browser = as_user(cast.gatekeeper)
    arrive, _, form = PAGES[page]
    assert browser.post(arrive(browser), form).status_code == 302
    assert state(cast.gatekeeper) == (True, False, True, False)
    assert is_in(browser)


@pytest.mark.django_db
def test_a_session_that_was_ended_does_not_live_on_by_a_new_password(cast, client, first):
    app = has_app(cast.gatekeeper)
    password_typed(client, "gatekeeper")
    code_typed(client, app.code())
    first(sessions, "whole", signed_out)
    answer = client.post(own_change(client), CHANGE)
    assert (answer.headers["Location"], is_in(client)) == (reverse("account_login"), False)
    assert state(cast.gatekeeper) == (True, True, False, False)


@pytest.mark.django_db
def test_a_new_hash_of_an_old_password_takes_the_place_of_no_other(cast):
    person, stale = (User.objects.get(pk=cast.gatekeeper.pk) for _ in range(2))
    with override_settings(PASSWORD_HASHERS=HASHERS):
        assert person.check_password(PASSWORD)
        kept = User.objects.get(pk=person.pk).password
        assert kept == person.password != stale.password
        assert stale.check_password(PASSWORD)
        assert User.objects.get(pk=person.pk).password == kept


@pytest.mark.django_db(transaction=True)
def test_a_reset_that_waited_for_a_change_is_the_last_word(as_user, monkeypatch):
    cast, given = make_cast(), []
    browser, goes_on = as_user(cast.gatekeeper), services.password_choose

    def resets() -> None:
        by = Actor(cast.administrator, Role.ADMINISTRATOR, cast.force)
        given.append(administering.password_reset(person=cast.gatekeeper, by=by, at=timezone.now()))
        connection.close()

    meanwhile = Thread(target=resets)

    def chosen(**arguments: object) -> None:
        goes_on(**arguments)
        meanwhile.start()
        somebody_waits()

    monkeypatch.setattr("config.accounts.password_choose", chosen)
    assert browser.post(reverse("account_change_password"), CHANGE).status_code == 302
    meanwhile.join(30)
    assert User.objects.get(pk=cast.gatekeeper.pk).check_password(given[0])
    assert (state(cast.gatekeeper), is_in(browser)) == ((True, False, False, True), False)
