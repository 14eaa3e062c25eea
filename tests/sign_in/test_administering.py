"""What an administrator does to the sign-in of somebody of their organisation."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.access.policy import Actor
from casework.errors import RuleBroken
from casework.people.models import RoleEvent, User
from casework.people.roles import Role
from casework.people.services import membership_add
from casework.sign_in.administering import password_reset
from casework.sign_in.models import RecoveryCode, SecondFactor
from notifications.models import Message
from notifications.outbox.words import mail_of
from tests.cast import PASSWORD
from tests.sign_in.hands import code_typed, codes_of, has_app, is_in, password_typed, signs_in

pytestmark = pytest.mark.django_db
CHANGES = ("password", "second-factor", "sessions")


@pytest.fixture
def app(cast):
    return has_app(cast.gatekeeper)


def address(cast, what: str, username: str = "gatekeeper") -> str:
    return reverse("person_sign_in_change", kwargs={"person": getattr(cast, username).pk, "what": what})


def proved_long_ago(browser: Client) -> None:
    session = browser.session
    session["signed_in"] = {**session["signed_in"], "proved": 0}
    session.save()


@pytest.mark.parametrize("what", CHANGES)
def test_what_is_done_ends_the_sessions_is_recorded_and_told(cast, as_user, client, app, what):
    signs_in(client, cast.gatekeeper, app)
    answer = as_user(cast.administrator).post(address(cast, what))
    assert answer.status_code in (200, 302)
    assert not is_in(client)
    verb = {"password": "password_reset", "second-factor": "second_factor_reset"}.get(what, "sessions_ended")
    event = RoleEvent.objects.get(person=cast.gatekeeper)
    assert (event.verb, event.actor, event.organisation) == (verb, cast.administrator, cast.force)
    mail = mail_of(Message.objects.get(recipient=cast.gatekeeper), [])
    assert mail.subject == "RASSO Casework: your sign-in was changed"
    assert "gatekeeper" not in (mail.subject + mail.body).lower()


def test_a_password_that_was_reset_is_shown_once_and_replaced_at_the_first_sign_in(
    cast, as_user, client, app
):
    page = as_user(cast.administrator).post(address(cast, "password")).content.decode()
    found = re.search('class="app-key">([a-z2-7-]{29})<', page)
    assert found
    given = found.group(1)
    assert password_typed(client, "gatekeeper", PASSWORD).status_code == 200
    password_typed(client, "gatekeeper", given)
    assert code_typed(client, app.code()).headers["Location"] == reverse("password_choose")


def test_a_second_factor_that_was_reset_is_set_up_again(cast, as_user, client, app):
    codes_of(cast.gatekeeper)
    as_user(cast.administrator).post(address(cast, "second-factor"))
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert password_typed(client, "gatekeeper").headers["Location"] == reverse("second_factor_set_up")


@pytest.mark.parametrize("what", CHANGES)
def test_nobody_does_it_to_their_own_account(cast, as_user, what):
    answer = as_user(cast.administrator).post(address(cast, what, "administrator"))
    assert answer.status_code == 422
    assert "Ask another administrator" in answer.content.decode()


@pytest.mark.parametrize("what", [*CHANGES, "link", "nothing"])
def test_people_of_another_organisation_are_not_found(cast, as_user, what):
    browser = as_user(cast.administrator)
    for username in ("outsider", "prosecutor"):
        assert browser.post(address(cast, what, username)).status_code == 404
        person = getattr(cast, username).pk
        assert browser.get(reverse("person_sign_in", kwargs={"person": person})).status_code == 404


@pytest.mark.parametrize("what", [*CHANGES, "link"])
def test_who_is_seconded_here_is_looked_after_by_their_own_administrators(cast, as_user, what):
    browser, own = as_user(cast.administrator), Actor(cast.administrator, Role.ADMINISTRATOR, cast.force)
    until = timezone.localdate() + timedelta(days=30)
    here = {"role": Role.GATEKEEPER, "unit": None, "by": own, "at": timezone.now()}
    membership_add(username="outsider", ends_on=until, **here)
    sign_in = reverse("person_sign_in", kwargs={"person": cast.outsider.pk})
    assert "An administrator there looks after their sign-in" in browser.get(sign_in).content.decode()
    listed = browser.get(reverse("people")).content.decode()
    assert sign_in not in listed
    assert "Looked after by Northumbria Police" in listed
    assert reverse("person_sign_in", kwargs={"person": cast.gatekeeper.pk}) in listed
    assert browser.post(address(cast, what, "outsider")).status_code == 404
    with pytest.raises(RuleBroken, match="of your own organisation"):
        password_reset(person=cast.outsider, by=own, at=timezone.now())


def test_who_worked_here_before_and_works_elsewhere_is_given_a_role_until_a_day_only(cast):
    here = {"role": Role.GATEKEEPER, "unit": None, "at": timezone.now()}
    own = Actor(cast.administrator, Role.ADMINISTRATOR, cast.force)
    until = timezone.localdate()
    membership_add(username="outsider", by=own, ends_on=until, **here)
    cast.outsider.memberships.filter(organisation=cast.force).update(ends_on=until - timedelta(days=1))
    with pytest.raises(RuleBroken, match="Enter the last day"):
        membership_add(username="outsider", by=own, **here)


def test_nobody_gives_themselves_a_role(cast, as_user):
    browser = as_user(cast.administrator)
    answer = browser.post(reverse("membership_add"), {"username": "administrator", "role": Role.GATEKEEPER})
    assert answer.status_code == 422
    assert "Ask another administrator" in answer.content.decode()
    assert cast.administrator.memberships.count() == 1


@pytest.mark.parametrize("page", ["person_add", "membership_add"])
def test_an_administrator_signs_in_again_before_somebody_gets_a_role(cast, client, page):
    client.force_login(cast.administrator)
    proved_long_ago(client)
    assert client.get(reverse(page)).headers["Location"].startswith(reverse("account_again"))


def test_a_password_that_was_shown_before_a_reset_goes_no_further(cast, as_user, client, app):
    password_typed(client, "gatekeeper")
    as_user(cast.administrator).post(address(cast, "second-factor"))
    as_user(cast.administrator).post(address(cast, "password"))
    for page in ("second_factor", "second_factor_set_up"):
        assert client.get(reverse(page)).headers["Location"] == reverse("account_login")


def test_a_password_that_was_shown_before_the_account_was_deactivated_goes_no_further(cast, client, app):
    password_typed(client, "gatekeeper")
    User.objects.filter(pk=cast.gatekeeper.pk).update(is_active=False)
    assert code_typed(client, app.code()).headers["Location"] == reverse("account_login")
    assert not is_in(client)


def test_an_administrator_signs_in_again_before_it(cast, client):
    has_app(cast.administrator)
    client.force_login(cast.administrator)
    proved_long_ago(client)
    asked = client.post(address(cast, "password"))
    assert asked.headers["Location"].startswith(reverse("account_again"))
    assert not RoleEvent.objects.filter(person=cast.gatekeeper).exists()


def test_the_page_says_how_somebody_signs_in(cast, as_user, app):
    signs_in(Client(), cast.gatekeeper, app)
    page = as_user(cast.administrator).get(reverse("person_sign_in", kwargs={"person": cast.gatekeeper.pk}))
    assert "Set up on" in page.content.decode()
    assert "Sign-in of Gatekeeper Tester" in page.content.decode()
