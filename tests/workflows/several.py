"""Several pieces of work: how a page lists them, what it sends on, and what somebody does meanwhile."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from viewflow.workflow.models import Task

from casework.obligations.models import Obligation
from tests.workflows.reading import page
from workflows.engine import work

GIVE_OUT = "/queue/give-out/"


def boxes(response) -> dict[str, bool]:
    """The values of the boxes, and whether each is ticked."""
    return {box["value"]: box.has_attr("checked") for box in page(response).select("[name=work]")}


def value(owed: Obligation) -> str:
    return f"{owed.task}-{owed.owner_id or 0}"


def section(response, heading: str) -> list[str]:
    """The items under the heading that begins so."""
    (found,) = [each for each in page(response).select("main h2") if each.text.startswith(heading)]
    items = found.find_next_sibling("ul").select(".app-list__item")
    return [" ".join(item.get_text(" ").split()) for item in items]


def hidden(response) -> dict[str, list[str]]:
    """What the form of the page sends on."""
    form = page(response).select_one("main form")
    names = {box["name"] for box in form.select("[type=hidden]")} - {"csrfmiddlewaretoken"}
    return {name: [box["value"] for box in form.select(f"[name={name}]")] for name in names}


def claim(owed: Obligation, by) -> None:
    work.claim(task=Task.objects.get(pk=owed.task), by=by, at=timezone.now())


def hold(owed: Obligation, by) -> None:
    until = timezone.localdate() + timedelta(days=9)
    work.hold(task=Task.objects.get(pk=owed.task), until=until, by=by, at=timezone.now(), reason="Download")
