"""The frame around every page, and the pages that must work when little else does."""

from types import SimpleNamespace

import pytest
from django import forms
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.template import loader

from casework.pages.context import page
from tests.pages.conftest import soup


class Gatekeeper:
    is_authenticated = True
    role_words = "RASSO gatekeeper, North Yorkshire Police"

    def get_full_name(self):
        return "Priya Shah"

    def get_username(self):
        return "priya.shah"


class Unreachable:
    """A person whose record cannot be read: the database is away."""

    def __getattr__(self, name):
        raise AssertionError(f"the page asked for {name}")


class StatusForm(forms.Form):
    status = forms.CharField(label="What is the status?")


def render_form(render, form, **context):
    context = {"title": "File review", "submit": "Continue"} | context
    return render("pages/form.html", form=form, **context)


def test_an_anonymous_page_has_no_navigation_and_no_person(render):
    body = render("pages/help.html")
    assert body.title.text == "Help - RASSO Casework"
    assert not body.select(".app-header__person, .govuk-service-navigation")


def test_a_person_sees_who_they_are_and_can_sign_out(render):
    header = render("pages/help.html", user=Gatekeeper()).select_one(".app-header__person")
    assert header.p.text == "Priya Shah, RASSO gatekeeper, North Yorkshire Police"
    assert header.form["method"] == "post"
    assert header.form["action"] == "/accounts/logout/"
    assert header.select_one("input[name=csrfmiddlewaretoken]")


def test_navigation_marks_the_page_one_is_on(render):
    entries = [
        {"href": "/work", "text": "Your work (7)", "active": True},
        {"href": "/cases", "text": "Cases", "active": False},
    ]
    nav = render("pages/help.html", user=Gatekeeper(), navigation=entries).select_one("nav")
    assert [link["href"] for link in nav.select("a")] == ["/work", "/cases"]
    assert nav.select_one("[aria-current]").text.strip() == "Your work (7)"


def test_every_page_has_the_marking_the_links_and_the_skip_link(render):
    body = render("pages/help.html")
    assert body.select_one(".app-marking").text == "OFFICIAL-SENSITIVE"
    links = [link["href"] for link in body.select("footer a")]
    assert links == ["/help", "/accessibility-statement", "/privacy"]
    assert body.select_one("a.govuk-skip-link")["href"] == "#" + body.select_one("main")["id"]
    assert body.html["lang"] == "en-GB"


@pytest.mark.parametrize(("level", "success"), [(messages.SUCCESS, True), (messages.INFO, False)])
def test_messages_are_banners(render, monkeypatch, level, success):
    said = [Message(level, "Action plan <sent>"), Message(level, "And more")]
    monkeypatch.setattr("django.contrib.messages.context_processors.get_messages", lambda request: said)
    banners = render("pages/help.html").select(".govuk-notification-banner")
    assert banners[0].select_one(".govuk-notification-banner__heading").text.strip() == "Action plan <sent>"
    assert ("govuk-notification-banner--success" in banners[0]["class"]) is success
    assert [banner["aria-labelledby"] for banner in banners] == ["message-1", "message-2"]


def test_a_page_with_errors_says_so_in_its_title(render):
    assert render_form(render, StatusForm()).title.text == "File review - RASSO Casework"
    assert render_form(render, StatusForm({})).title.text == "Error: File review - RASSO Casework"


def test_errors_of_further_forms_count(render):
    body = render_form(render, StatusForm(), forms=[StatusForm({}, prefix="second")])
    assert body.title.text.startswith("Error: ")
    assert body.select_one(".govuk-error-summary a")["href"] == "#id_second-status"


def test_a_form_page(render):
    body = render_form(
        render, StatusForm(), back_href="/case", caption="07NS1234526", cancel_href="/work", warn_unsaved=True
    )
    assert body.h1.text == "File review"
    assert body.select_one(".govuk-back-link")["href"] == "/case"
    assert body.select_one("main .govuk-caption-l").text == "07NS1234526"
    assert body.select_one("main button").text.strip() == "Continue"
    assert body.select_one("main form .govuk-link")["href"] == "/work"
    assert {"novalidate", "data-warn-unsaved"} <= body.select_one("main form").attrs.keys()


def test_the_only_question_is_the_heading(render):
    body = render_form(render, StatusForm(), title="What is the status?")
    assert [heading.text.strip() for heading in body.select("h1")] == ["What is the status?"]
    assert body.select("h1 label")


def test_a_form_with_a_file_is_multipart(render):
    form = type("Upload", (forms.Form,), {"material": forms.FileField()})()
    assert render_form(render, form).select_one("main form")["enctype"] == "multipart/form-data"


@pytest.mark.parametrize("name", ["400.html", "429.html", "500.html", "503.html", "403_csrf.html"])
def test_a_page_that_needs_no_request(name):
    body = soup(loader.get_template(name, using="jinja2").render())
    assert body.title.text == f"{body.h1.text} - RASSO Casework"


@pytest.mark.parametrize("name", ["400.html", "429.html", "500.html", "503.html", "403_csrf.html"])
def test_a_page_that_does_not_ask_who_it_is_for(render, name):
    assert render(name, user=Unreachable()).h1


@pytest.mark.parametrize("name", ["403.html", "404.html", "409.html"])
def test_an_error_page_keeps_the_navigation(render, name):
    entries = [{"href": "/work", "text": "Your work", "active": False}]
    body = render(name, user=Gatekeeper(), navigation=entries, exception="Case 07NS1234526")
    assert body.select_one("nav a")["href"] == "/work"
    assert "07NS1234526" not in body.text


def test_the_page_for_a_lost_race_says_what_happened(render):
    body = render("409.html", message="Sian Price accepted this at 9:42am.", back_href="/case")
    assert "Sian Price accepted this at 9:42am." in body.main.text
    assert body.select_one("main a")["href"] == "/case"


@pytest.mark.parametrize("name", ["help", "accessibility", "privacy"])
def test_a_content_page(render, name):
    body = render(f"pages/{name}.html")
    assert len(body.select("h1")) == 1
    assert body.title.text.startswith(body.h1.text)


def test_the_context_makes_do_without_a_person_or_navigation(rf):
    context = page(rf.get("/"))
    assert context["navigation"] == []
    assert not context["signed_in"]


def test_the_context_falls_back_to_the_username(rf):
    request = rf.get("/")
    request.user = SimpleNamespace(is_authenticated=True, get_full_name=str, get_username=lambda: "priya")
    assert (page(request)["signed_in"].name, page(request)["signed_in"].role) == ("priya", "")
