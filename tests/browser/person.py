"""Somebody at work in a browser of their own."""

from __future__ import annotations

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from casework.people.models import User
from tests.browser.scene import steps
from tests.samples import Form, sample

STEPS = dict(steps())


class Person:
    """Signed in already; does what a person does: reads, follows links, fills in, presses."""

    def __init__(self, page: Page, user: User):
        self.page = page
        client = Client()
        client.force_login(user)
        page.goto(reverse("account_login"))
        session = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key}
        page.context.add_cookies([{**session, "url": page.url, "httpOnly": True}])
        page.goto(reverse("overview"))
        self.reads("Overview")

    def reads(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        """Follow the first link of that name."""
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def open_case(self, urn: str) -> None:
        self.page.goto(reverse("case", kwargs={"urn": urn}))
        self.reads(f"Case {urn}")

    def open_form(self, urn: str, kind: str, outcome: str) -> None:
        """Go from the case to a step, and choose how it ends if there is a choice."""
        step = STEPS[kind]
        self.open_case(urn)
        self.follow(step.title)
        if len(step.outcomes) > 1:
            self.page.get_by_label(step.outcomes[outcome].label, exact=True).check()
            self.press("Continue")
        self.reads(step.outcomes[outcome].label)

    def fill(self, form: Form) -> None:
        for name, value in form.items():
            for each in value if isinstance(value, list) else [value]:
                self.answer(name, str(each))

    def answer(self, name: str, value: str) -> None:
        """Fill in, choose or check what has that name; what is hidden nobody fills in."""
        control = self.page.locator(f"main [name='{name}']")
        match control.first.evaluate("control => control.type"):
            case "radio" | "checkbox":
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
            case "select-one":
                control.select_option(value)
            case "hidden":
                pass
            case _:
                control.fill(value)

    def send(self, button: str) -> str:
        """Press a button that ends something; gives back what the page says was done."""
        self.press(button)
        banner = self.page.locator(".govuk-notification-banner--success .govuk-notification-banner__heading")
        expect(banner).to_be_visible()
        return banner.inner_text()

    def does(self, urn: str, kind: str, outcome: str, **changes: object) -> str:
        """Do a step of a case from its page; gives back what the page then says was done."""
        self.open_form(urn, kind, outcome)
        return self.completes(kind, outcome, **changes)

    def completes(self, kind: str, outcome: str, **changes: object) -> str:
        self.fill({**sample(kind, outcome, timezone.localdate()), **changes})
        return self.send(STEPS[kind].outcomes[outcome].button)
