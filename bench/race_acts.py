"""What a client does in a race: one verb, in a process of its own, timed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from time import perf_counter
from typing import NamedTuple

from django.utils import timezone
from viewflow.workflow.models import Task

from bench.cases import arguments
from bench.people import person
from casework.casefiles.models import CaseFile
from casework.errors import Overtaken
from casework.people.models import User
from workflows.engine import work
from workflows.engine.timers import timers_fire


class Answer(NamedTuple):
    """Whether the verb was done, or the words with which it was refused; and how long it took."""

    done: bool
    words: str
    seconds: float


def claim(task: int, who: str) -> Answer:
    return _timed(lambda: work.claim(task=_task(task), by=_user(who), at=timezone.now()))


def complete(task: int, who: str, kind: str, outcome: str) -> Answer:
    given = arguments(CaseFile(), kind, outcome)
    return _timed(
        lambda: work.complete(
            task=_task(task), by=_user(who), at=timezone.now(), outcome=outcome, arguments=given
        )
    )


def hold_end(task: int, who: str) -> Answer:
    return _timed(lambda: work.hold_end(task=_task(task), by=_user(who), at=timezone.now()))


def fire_tomorrow() -> Answer:
    """The timers as they will be tomorrow; done when they ended a hold."""
    fired: list[int] = []
    answer = _timed(lambda: fired.append(timers_fire(now=timezone.now() + timedelta(days=1))))
    return answer._replace(done=fired == [1], words=f"{fired} ended")


def assign_all(contested: int, others: list[int], to: str, who: str) -> Answer:
    """Give tasks that nobody held to a person, the contested one first; done when that was given."""
    outcome: list[work.Several] = []
    user, found, at = _user(to), Task.objects.in_bulk([contested, *others]), timezone.now()
    tasks = [found[task] for task in (contested, *others)]
    for task in tasks:
        # As it was seen before the race: the claim may have been faster than the line above.
        task.owner = None
    answer = _timed(lambda: outcome.append(work.assign_many(tasks=tasks, to=user, by=_user(who), at=at)))
    refused = {task.pk: words for task, words in outcome[0].refused}
    wrong = "; ".join(words for task, words in refused.items() if task != contested)
    # Its time is that of one of them: each is a transaction of its own.
    return Answer(contested not in refused, wrong, answer.seconds / len(tasks))


def _task(task: int) -> Task:
    return Task.objects.select_related("process__caseprocess", "owner").get(pk=task)


def _user(username: str) -> User:
    return User.objects.get(pk=person(username).pk)


def _timed(verb: Callable[[], object]) -> Answer:
    began = perf_counter()
    try:
        verb()
    except (work.WorkRefused, Overtaken) as refusal:
        return Answer(False, str(refusal), perf_counter() - began)
    return Answer(True, "", perf_counter() - began)
