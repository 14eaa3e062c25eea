"""A password alone signs nobody in: a code of their app, or a recovery code, comes after it."""

from __future__ import annotations

import re

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from casework.sign_in.models import RecoveryCode, SecondFactor
from casework.sign_in.totp import qr_svg, unseal
from tests.sign_in.hands import App, code_typed, codes_of, has_app, is_in, key_on, password_typed, signs_in

pytestmark = pytest.mark.django_db
AT = "2026-11-24T10:00:10Z"


def codes_on(response) -> list[str]:
    page = BeautifulSoup(response.content, "html.parser")
    return [item.text for item in page.select("ul.app-key li")]


def test_a_password_alone_gives_no_page(cast, client):
    assert password_typed(client, "gatekeeper").headers["Location"] == reverse("second_factor_set_up")
    for name in ("overview", "queue", "cases", "account_security", "second_factor_change"):
        assert client.get(reverse(name)).headers["Location"].startswith(reverse("account_login"))


def test_who_has_no_second_factor_sets_one_up_and_is_in(cast, client):
    password_typed(client, "gatekeeper")
    offered = client.get(reverse("second_factor_set_up"))
    app = App(key_on(offered))
    done = client.post(reverse("second_factor_set_up"), {"code": app.code()})
    codes = codes_on(done)
    assert len(set(codes)) == 10
    assert all(re.fullmatch("([a-z2-7]{4}-){5}[a-z2-7]{4}", code) for code in codes)
    assert reverse("overview") in done.content.decode()
    assert is_in(client)


def test_the_picture_and_the_key_are_the_same_and_neither_needs_a_script(cast, client):
    password_typed(client, "gatekeeper")
    answer = client.get(reverse("second_factor_set_up"))
    picture = BeautifulSoup(answer.content, "html.parser").select_one("[role=img] svg")
    drawn = BeautifulSoup(qr_svg(key_on(answer), "gatekeeper"), "html.parser").svg
    assert picture == drawn
    assert not picture.select("script, style, [style]")


def test_each_sign_in_is_offered_a_key_of_its_own(cast):
    first, second = Client(), Client()
    for browser in (first, second):
        password_typed(browser, "gatekeeper")
    address = reverse("second_factor_set_up")
    assert key_on(first.get(address)) == key_on(first.get(address)) != key_on(second.get(address))


def test_whoever_comes_to_the_sign_in_page_of_a_shared_browser_begins_anew(cast, client):
    password_typed(client, "gatekeeper")
    address = reverse("second_factor_set_up")
    first = client.get(address)
    assert "You are signing in as gatekeeper" in first.content.decode()
    assert client.get(reverse("account_login")).status_code == 200
    password_typed(client, "prosecutor")
    then = client.get(address)
    assert "You are signing in as prosecutor" in then.content.decode()
    assert key_on(then) != key_on(first)


def test_the_key_is_sealed_in_the_database_and_in_the_session(cast, client):
    password_typed(client, "gatekeeper")
    secret = key_on(client.get(reverse("second_factor_set_up")))
    assert secret not in str(dict(client.session))
    client.post(reverse("second_factor_set_up"), {"code": App(secret).code()})
    kept = SecondFactor.objects.get(person=cast.gatekeeper).sealed
    assert secret not in kept
    assert unseal(kept) == secret


def test_a_wrong_code_sets_nothing_up(cast, client):
    password_typed(client, "gatekeeper")
    client.get(reverse("second_factor_set_up"))
    answer = client.post(reverse("second_factor_set_up"), {"code": "000000"})
    assert answer.status_code == 422
    assert "The code is not correct" in answer.content.decode()
    assert not SecondFactor.objects.exists()
    assert not is_in(client)


def test_who_has_an_app_cannot_set_up_another_with_the_password_alone(cast, client):
    has_app(cast.gatekeeper)
    password_typed(client, "gatekeeper")
    for method in (client.get, client.post):
        assert method(reverse("second_factor_set_up")).headers["Location"] == reverse("second_factor")


def test_the_code_of_the_app_signs_in_where_the_person_wanted_to_go(cast, client):
    app = has_app(cast.gatekeeper)
    address = reverse("account_login") + "?next=" + reverse("queue")
    client.post(address, {"login": "gatekeeper", "password": "correct horse battery staple"})
    assert code_typed(client, app.code()).headers["Location"] == reverse("queue")
    assert is_in(client)


def test_a_code_is_good_once(cast):
    app = has_app(cast.gatekeeper)
    with time_machine.travel(AT, tick=False):
        signs_in(Client(), cast.gatekeeper, app)
        other = Client()
        password_typed(other, "gatekeeper")
        assert code_typed(other, app.code()).status_code == 422
        # Nor is one from before it.
        assert code_typed(other, app.code(-1)).status_code == 422
        assert not is_in(other)


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 302), (0, 302), (1, 302), (2, 422)])
def test_a_clock_may_differ_by_one_step(cast, client, steps, status):
    app = has_app(cast.gatekeeper)
    with time_machine.travel(AT, tick=False):
        password_typed(client, "gatekeeper")
        assert code_typed(client, app.code(steps)).status_code == status


def test_the_code_of_somebody_else_signs_nobody_in(cast, client):
    has_app(cast.gatekeeper)
    password_typed(client, "gatekeeper")
    assert code_typed(client, has_app(cast.prosecutor).code()).status_code == 422


def test_a_recovery_code_stands_in_for_the_app_once(cast):
    has_app(cast.gatekeeper)
    code = codes_of(cast.gatekeeper)[3]
    first, second = Client(), Client()
    for browser in (first, second):
        password_typed(browser, "gatekeeper")
    assert code_typed(first, code.upper().replace("-", " ")).status_code == 302
    assert code_typed(second, code).status_code == 422
    assert (is_in(first), is_in(second)) == (True, False)


def test_of_recovery_codes_only_digests_are_kept(cast):
    codes = codes_of(cast.gatekeeper)
    kept = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert len(kept) == 10
    assert not any(code.replace("-", "") in digest for code in codes for digest in kept)


def test_new_recovery_codes_are_shown_once_and_end_the_earlier_ones(cast, client):
    app = has_app(cast.gatekeeper)
    old = codes_of(cast.gatekeeper)
    signs_in(client, cast.gatekeeper, app)
    assert "You have 10 left" in client.get(reverse("recovery_codes")).content.decode()
    new = codes_on(client.post(reverse("recovery_codes")))
    assert len(new) == 10
    assert not set(new) & set(old)
    assert not any(code in client.get(reverse("account_security")).content.decode() for code in new)
    for code, status in ((old[0], 422), (new[0], 302)):
        other = Client()
        password_typed(other, "gatekeeper")
        assert code_typed(other, code).status_code == status


def test_another_app_takes_the_place_of_the_first_and_ends_other_sessions(cast, client):
    app = has_app(cast.gatekeeper)
    other = Client()
    with time_machine.travel(AT, tick=False) as clock:
        signs_in(other, cast.gatekeeper, app)
        clock.shift(60)
        signs_in(client, cast.gatekeeper, app)
        new = App(key_on(client.get(reverse("second_factor_change"))))
        assert codes_on(client.post(reverse("second_factor_change"), {"code": new.code()}))
        assert (is_in(client), is_in(other)) == (True, False)
        clock.shift(60)
        password_typed(other, "gatekeeper")
        assert code_typed(other, app.code()).status_code == 422
        assert code_typed(other, new.code()).status_code == 302


def test_a_password_that_was_given_is_replaced_by_ones_own(cast, as_user, client):
    given = "a long enough passphrase"
    form = {
        "username": "newcomer", "first_name": "New", "last_name": "Comer", "email": "new@example.test",
        "role": "investigator", "password": given, "unit": cast.unit.pk,
    }  # fmt: skip
    as_user(cast.administrator).post(reverse("person_add"), form)
    password_typed(client, "newcomer", given)
    app = App(key_on(client.get(reverse("second_factor_set_up"))))
    client.post(reverse("second_factor_set_up"), {"code": app.code()})
    assert not is_in(client)
    address, own = reverse("password_choose"), "three words together"
    for password, words in ((given, "other than the one"), ("short", "too short")):
        answer = client.post(address, {"password": password, "again": password})
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert client.post(address, {"password": own, "again": own}).headers["Location"] == reverse("overview")
    assert is_in(client)
    assert not Client().login(username="newcomer", password=given)


def test_a_sign_in_that_nobody_marked_gives_no_page(cast, client):
    """Whatever else may call Django's own log-in does not get past the second factor."""
    client.force_login(cast.gatekeeper)
    session = client.session
    del session["signed_in"]
    session.save()
    assert not is_in(client)
