"""Pages in the browser: watched for what they put in the console, and captured ones shown."""

from __future__ import annotations

from django.contrib.staticfiles import finders
from playwright.sync_api import ConsoleMessage, Page, Route

from tests.browser.capture import Captured

# Nothing is fetched from it; unlike another name, it counts as secure without HTTPS.
ORIGIN = "http://localhost"
# Chromium's note that a page came with an error's status, as a refused form does.
BY_STATUS = "Failed to load resource: the server responded with a status of 4"


def complaints_of(page: Page) -> list[str]:
    """Grows by what the page puts in its console and must not, as what its security policy has refused."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.extend(complaint(message)))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def complaint(message: ConsoleMessage) -> list[str]:
    by_status = message.text.startswith(BY_STATUS) and "/static/" not in message.location["url"]
    return [message.text] if message.type in ("error", "warning") and not by_status else []


class Stage:
    """One page in which captured ones are shown, as the server sent them, with the site's style and script.

    A browser for each of them would take longer than what is checked in it.
    """

    def __init__(self, page: Page):
        self.page, self.complaints = page, complaints_of(page)
        page.route("**/*", self.answer)

    def show(self, shown: Captured, width: int) -> Page:
        self.shown = shown
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.goto(ORIGIN + shown.address)
        return self.page

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        if path.startswith("/static/"):
            route.fulfill(path=finders.find(path.removeprefix("/static/")))
        else:
            route.fulfill(status=self.shown.status, headers=self.shown.headers, body=self.shown.html)
