"""allauth's pages, with its own forms, in our words."""

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import get_user_model
from django.template import loader

from casework.pages.account import ChangePasswordForm, LoginForm
from casework.pages.forms import error_summary
from tests.pages.conftest import soup


def test_signing_in(render):
    body = render("account/login.html", form=LoginForm(), redirect_field="")
    assert body.title.text == "Sign in - RASSO Casework"
    assert [label.text.strip() for label in body.select("main label")] == ["Username", "Password"]
    assert body.select_one("#id_password")["autocomplete"] == "current-password"
    assert body.select_one("main button[type=submit]").text.strip() == "Sign in"
    assert not body.select("main .govuk-hint")


def test_signing_in_with_nothing(render):
    body = render("account/login.html", form=LoginForm({}), redirect_field="")
    assert body.title.text.startswith("Error: ")
    links = body.select(".govuk-error-summary a")
    assert [link.text for link in links] == ["Enter your username", "Enter your password"]
    assert all(body.select_one(link["href"]) for link in links)


def test_signing_in_with_the_wrong_pair(monkeypatch):
    monkeypatch.setattr(DefaultAccountAdapter, "authenticate", lambda *args, **kwargs: None)
    link = soup(error_summary(LoginForm({"login": "priya", "password": "wrong"}))).select_one("a")
    assert (link.text, link["href"]) == ("The username or password is not correct", "#id_login")


def test_changing_a_password(render):
    form = ChangePasswordForm(data={}, user=get_user_model()())
    body = render("account/password_change.html", form=form)
    assert [link.text for link in body.select(".govuk-error-summary a")] == [
        "Enter your current password",
        "Enter a new password",
        "Enter the new password again",
    ]
    assert body.select_one("#id_password1")["autocomplete"] == "new-password"


@pytest.mark.parametrize("name", ["logout", "account_inactive", "signup_closed"])
def test_the_other_pages(render, name):
    body = render(f"account/{name}.html")
    assert body.title.text == f"{body.h1.text} - RASSO Casework"


def test_signing_out_is_a_post(render):
    form = render("account/logout.html").select_one("main form")
    assert form["method"] == "post"
    assert form.select_one("input[name=csrfmiddlewaretoken]")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("logged_in", ""),
        ("logged_out", "You have signed out"),
        ("password_changed", "Your password has been changed"),
    ],
)
def test_the_messages(name, words):
    template = loader.get_template(f"account/messages/{name}.txt", using="jinja2")
    assert template.render({}).strip() == words
