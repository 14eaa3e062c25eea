"""Selecting work on a list, and the two pages after that: what will be done and what not, and why; then what
was done and what not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from casework.numbers import whole_number
from casework.obligations.models import Obligation
from casework.people.models import User
from casework.people.request import SignedInRequest
from casework.people.roles import Role
from casework.whose_clock.selectors import CaseClock
from workflows.engine import work
from workflows.queues.items import clocks_of_work, work_item
from workflows.queues.selection import Checked, Excluded, value_of

# Sent with what the person has seen on the first of the pages.
CONFIRMED = "confirmed"
# And with how much of what was selected that page said would be left out.
LEFT_OUT = "left_out"
PER_PAGE = 50

Hidden = list[tuple[str, str]]


@dataclass(frozen=True)
class Words:
    """What is done, in the words of its pages. `list` says whose list something is not in."""

    check: str
    will: str
    will_not: str
    submit: str
    done: str
    not_done: str
    list: str


def nothing_selected(shown: Iterable[Obligation], words: str) -> dict[str, str]:
    """The error of who ticked nothing, with a link to the first box."""
    link = next(({"href": f"#work-{value_of(row)}"} for row in shown), {})
    return {"text": words, **link}


def ticked_items(
    rows: Iterable[Obligation], user: User, ticked: Mapping[int, int | None]
) -> list[dict[str, object]]:
    """The work of a page with its boxes. Two queries, for the clocks of its cases."""
    shown = list(rows)
    clocks = clocks_of_work(shown)
    return [_ticked_item(row, user, ticked, clocks[row.case_file_id]) for row in shown]


def _ticked_item(
    row: Obligation, user: User, ticked: Mapping[int, int | None], clock: CaseClock
) -> dict[str, object]:
    item = {**work_item(row, user, clock), "value": value_of(row), "checked": row.task in ticked}
    item["facts"] = [("For", Role(row.role).label), *item["facts"][1:]]  # type: ignore[index]
    return item


def check_page(
    request: SignedInRequest, words: Words, found: Checked, typed: Mapping[str, str], facts: object = ()
) -> HttpResponse:
    """What is to be confirmed: all that will be done, and all that will not, with its reason."""
    not_included = len(found.excluded) + found.unknown + found.left_out
    context = {
        "title": f"Check before you {words.check}",
        "words": words,
        "facts": facts,
        "included": [_item(request, row, _hold_words(row)) for row in found.included],
        "excluded": [_item(request, row, why) for row, why in found.excluded],
        "unknown": found.unknown,
        "left_out": found.left_out,
        "most": settings.CASEWORK_MOST_AT_ONCE,
        "hidden": hidden({**typed, LEFT_OUT: str(not_included)} if not_included else typed, found.included),
        "address": request.get_full_path(),
    }
    return render(request, "workflows/bulk_check.html", context)


def account(
    request: SignedInRequest, words: Words, found: Checked, came: work.Several, typed: Mapping[str, str]
) -> HttpResponse:
    """What was done: a line above the list if it was all; else a page of what was not, with the reasons.

    Two queries for the work as it stands now.
    """
    rows = rows_of([*(task.pk for task in came.done), *(task.pk for task, _ in came.refused)])
    as_checked = {row.task: place for place, row in enumerate(found.included)}
    done = [rows[task.pk] for task in sorted(came.done, key=lambda task: as_checked[task.pk])]
    left = [*found.excluded, *(Excluded(rows[task.pk], why) for task, why in came.refused)]
    if not left and not found.unknown:
        named = ", ".join(words_of(row) for row in done)
        messages.success(request, f"{words.done} ({len(done)}): {named}.{left_out_words(request)}")
        return redirect(request.get_full_path())
    context = {
        "title": f"{words.done}: {len(done)}. {words.not_done}: {len(left) + found.unknown}",
        "words": words,
        "done": [_item(request, row) for row in done],
        "left": [_item(request, row, why) for row, why in left],
        "unknown": found.unknown,
        "hidden": hidden(typed, again := [each.row for each in left if each.row.closed_at is None]),
        "again": len(again),
        "address": request.get_full_path(),
    }
    return render(request, "workflows/bulk_account.html", context, status=500 if came.failed else 409)


def left_out_words(request: SignedInRequest) -> str:
    """How much of what was selected the page before left out, as a sentence; empty for none."""
    number = whole_number(request.POST.get(LEFT_OUT, ""), digits=6)
    return f" Left out of what you selected: {number}." if number else ""


def hidden(typed: Mapping[str, str], rows: Iterable[Obligation]) -> Hidden:
    """The hidden fields with which a page sends on what was typed, and the work as it is seen on it."""
    return [*typed.items(), *(("work", value_of(row)) for row in rows)]


def rows_of(tasks: Iterable[int]) -> dict[int, Obligation]:
    """The work as it stands now, by its task. One query."""
    found = Obligation.objects.filter(task__in=list(tasks))
    return {row.task: row for row in found.select_related("case_file", "owner") if row.task}


def words_of(row: Obligation) -> str:
    about = f"{row.case_file.urn}, {row.about}" if row.about else row.case_file.urn
    return f"{row.title} ({about})"


def _item(request: SignedInRequest, row: Obligation, note: str = "") -> dict[str, object]:
    item = work_item(row, request.user)
    return {**item, "note": f"{note}." if note else ""}


def _hold_words(row: Obligation) -> str:
    return "Its hold ends with this" if row.held_until else ""
