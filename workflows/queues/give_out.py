"""Giving out work: who leads others gives several pieces of it to one of them at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from viewflow.workflow.models import Task

from casework.forms import choices_offer, long_text
from casework.obligations.models import Obligation
from casework.people.models import Membership, User
from casework.people.request import SignedInRequest
from casework.people.roles import LEADING_ROLES, Role, roles_led_by
from casework.whose_clock.selectors import CaseClock
from workflows.engine import work
from workflows.queues.filters import WHOSE, WorkFilters, units_of
from workflows.queues.items import clocks_of_work, work_item

PER_PAGE = 50
# A piece of work and who held it when the page was made, by their keys; nobody is 0.
SEEN = re.compile("([0-9]{1,18})-([0-9]{1,18})")

ErrorItem = dict[str, str]


class GiveOutForm(forms.Form):
    """To whom, and why. Which work is a list of its own on the page."""

    to = forms.ChoiceField(
        label="Who do you want to give it to?",
        error_messages={
            "required": "Select who you want to give it to",
            "invalid_choice": "Select a colleague from the list",
        },
    )
    reason = long_text("Reason", required=False)
    reason.label = "Reason (optional)"
    rendering = {"reason": {"rows": 3}}

    def __init__(self, *args: Any, people: dict[User, list[Role]], **kwargs: Any):
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
        self.people = {str(person.pk): person for person in people}
        names = [(str(person.pk), _with_roles(person, roles)) for person, roles in people.items()]
        choices_offer(self, "to", [("", "Select a colleague"), *names])

    def clean_to(self) -> User:
        return self.people[self.cleaned_data["to"]]


class Refused(NamedTuple):
    """Work that was not given, and why."""

    row: Obligation
    message: str


@require_http_methods(["GET", "POST"])
def give_out(request: SignedInRequest) -> HttpResponse:
    """The open work that the person leads, with whom to give it to. The queries do not grow with the rows."""
    if not request.user.holds(*LEADING_ROLES):
        raise PermissionDenied
    filters = WorkFilters(
        request.GET, {"role": roles_offered(request.user), "unit": units_of(request.user), "whose": WHOSE}
    )
    data = request.POST if request.method == "POST" else None
    form = GiveOutForm(data, people=people_offered(request.user, filters.chosen.get("role", [])))
    seen = seen_of(request.POST.getlist("work"))
    if not form.is_valid() or not seen:
        return page(request, filters, form, ticked=seen)
    return given_out(request, filters, form, seen)


def given_out(
    request: SignedInRequest,
    filters: WorkFilters,
    form: GiveOutForm,
    seen: dict[int, int | None],
) -> HttpResponse:
    """Give each piece; then the list without it, or again with what was refused, still ticked."""
    to, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
    outcome = work.assign_many(
        tasks=tasks_as_seen(request.user, seen), to=to, by=request.user, at=timezone.now(), reason=reason
    )
    rows = rows_of([*outcome.done, *(task for task, _ in outcome.refused)])
    refused = [Refused(rows[task.pk], message) for task, message in outcome.refused]
    unknown = len(seen) - len(rows)
    if outcome.done:
        given = ", ".join(words_of(rows[task.pk]) for task in outcome.done)
        # A success takes the focus, which what was refused needs more.
        level = messages.INFO if refused or unknown else messages.SUCCESS
        messages.add_message(request, level, f"Given to {to.signature}: {given}.")
    if refused or unknown:
        # What was given is not given again with the rest.
        done = {task.pk for task in outcome.done}
        ticked = {task: holder for task, holder in seen.items() if task not in done}
        return page(
            request, filters, form, ticked=ticked, refused=refused, unknown=unknown, failed=outcome.failed
        )
    return redirect(request.get_full_path())


def page(
    request: SignedInRequest,
    filters: WorkFilters,
    form: GiveOutForm,
    *,
    ticked: dict[int, int | None],
    refused: Sequence[Refused] = (),
    unknown: int = 0,
    failed: bool = False,
) -> HttpResponse:
    """The list, below what was refused, which the filters may leave out by now."""
    led = Obligation.objects.open().led_by(request.user, *filters.chosen["whose"])
    listed = filters.narrowed(led, timezone.localdate()).select_related("case_file", "owner")
    numbered = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    again = [each.row for each in refused if each.row.closed_at is None]
    rest = [row for row in numbered if row.pk not in {row.pk for row in again}]
    shown = [*again, *rest]
    clocks = clocks_of_work(shown)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "title": f"Give out work ({numbered.paginator.count})",
        "form": form,
        "forms": errors_of(form, shown, ticked, refused, unknown),
        "filters": filters,
        "page": numbered,
        "query": query.urlencode(),
        "again": [ticked_item(row, request.user, ticked, clocks) for row in again],
        "rows": [ticked_item(row, request.user, ticked, clocks) for row in rest],
        "action": request.get_full_path(),
    }
    status = 500 if failed else 409 if refused or unknown else 422 if form.is_bound else 200
    return render(request, "workflows/give_out.html", context, status=status)


def errors_of(
    form: GiveOutForm,
    shown: Sequence[Obligation],
    ticked: dict[int, int | None],
    refused: Iterable[Refused],
    unknown: int,
) -> list[ErrorItem]:
    """What is wrong with the choice of work, each with a link to its box where it is on the page."""
    if form.is_bound and not ticked:
        nothing = {"text": "Select the work that you want to give out"}
        return [nothing | ({"href": f"#work-{value_of(shown[0])}"} if shown else {})]
    errors = [_refusal(each) for each in refused]
    if unknown:
        lost = f"Of the work that you selected, {unknown} is no longer yours to give out"
        errors.append({"text": f"{lost}. Check the list"})
    return errors


def _refusal(refused: Refused) -> ErrorItem:
    text = {"text": f"{words_of(refused.row)} was not given. {refused.message}"}
    return text if refused.row.closed_at else text | {"href": f"#work-{value_of(refused.row)}"}


def ticked_item(
    row: Obligation, user: User, ticked: dict[int, int | None], clocks: dict[UUID, CaseClock]
) -> dict[str, object]:
    item = {
        **work_item(row, user, clocks[row.case_file_id]),
        "value": value_of(row),
        "checked": row.task in ticked,
    }
    item["facts"] = [("For", Role(row.role).label), *item["facts"][1:]]  # type: ignore[index]
    return item


def value_of(row: Obligation) -> str:
    return f"{row.task}-{row.owner_id or 0}"


def seen_of(values: Iterable[str]) -> dict[int, int | None]:
    """The tasks that were ticked, each with who held it on the page. What is not understood is left out."""
    found = (SEEN.fullmatch(value) for value in values)
    return {int(match[1]): int(match[2]) or None for match in found if match}


def tasks_as_seen(user: User, seen: dict[int, int | None]) -> list[Task]:
    """The tasks, of the work that the person leads, with the holders whom they saw. One query."""
    led = Obligation.objects.led_by(user).filter(task__in=seen).values("task")
    tasks = list(Task.objects.filter(pk__in=led).select_related("process__caseprocess").order_by("pk"))
    for task in tasks:
        task.owner_id = seen[task.pk]
    return tasks


def rows_of(tasks: Iterable[Task]) -> dict[int, Obligation]:
    """The work as it stands now, by its task. One query."""
    found = Obligation.objects.filter(task__in=[task.pk for task in tasks])
    return {row.task: row for row in found.select_related("case_file", "owner") if row.task}


def words_of(row: Obligation) -> str:
    about = f"{row.case_file.urn}, {row.about}" if row.about else row.case_file.urn
    return f"{row.title} ({about})"


def roles_offered(user: User) -> dict[str, str]:
    """The roles whose work the person gives out; none when there is no choice among them."""
    led = {role for held in user.memberships_held for role in roles_led_by(held.role)}
    return {role.value: role.label for role in Role if role in led} if len(led) > 1 else {}


def people_offered(user: User, roles: Sequence[str]) -> dict[User, list[Role]]:
    """Who does such work, by name, in which roles. One query."""
    held = Membership.objects.in_force(timezone.localdate()).led_by(user).filter(person__is_active=True)
    if roles:
        held = held.filter(role__in=roles)
    people: dict[User, list[Role]] = {}
    for membership in held.select_related("person").order_by("person__last_name", "person__first_name", "pk"):
        found = people.setdefault(membership.person, [])
        if membership.role not in found:
            found.append(Role(membership.role))
    return people


def _with_roles(person: User, roles: Iterable[Role]) -> str:
    return f"{person.signature} ({', '.join(role.label for role in roles)})"
