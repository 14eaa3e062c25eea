"""The verbs of the engine, each ready to be done on a case, in this process or in one that stops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone
from viewflow.workflow.models import Task

from casework.absences.models import Absence
from casework.absences.services import absence_end, absence_record
from casework.access.policy import Actor
from casework.casefiles.models import CaseFile, Suspect
from casework.court_timetable.models import CourtStage
from casework.letters.matters import matters_of
from casework.obligations.models import Obligation
from casework.people.models import Membership, User
from casework.people.roles import Role
from tests.cast import Driver
from tests.faults.crash import Act
from tests.samples import sample
from workflows.engine import work
from workflows.engine.timers import timers_fire
from workflows.models import CaseProcess


@dataclass(frozen=True)
class Scene:
    """A committed case, and the moment at which everything is done: the same for each trial."""

    drive: Driver
    case: CaseFile
    at: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    def person(self, name: str) -> User:
        return User.objects.get(username=name)

    def latest(self, kind: str) -> Obligation:
        """The work of a kind, open or done."""
        return Obligation.objects.filter(case_file=self.case, kind=kind).latest("pk")

    def task(self, kind: str) -> Task:
        return Task.objects.get(pk=self.latest(kind).task)


# Reads what it needs, so that no trial meets an object that another has touched.
Trial = Callable[[Scene], Act]


@dataclass(frozen=True)
class Verb:
    """What is done, in words; each trial of it; and how many transactions it makes, each of which is kept."""

    words: str
    trial: Trial
    commits: int = 1


def on_step(verb: Callable[..., Any], kind: str, who: str, **details: Any) -> Verb:
    """A verb on the step. A detail that is a function is asked for its value in the scene."""

    def trial(scene: Scene) -> Act:
        by = scene.person(who)
        return partial(verb, task=scene.task(kind), by=by, at=scene.at, **_asked(details, scene))

    return Verb(f"{verb.__name__} {kind}", trial)


def ends(line: str, **changes: object) -> Verb:
    """A step, written as "kind outcome", done by its owner or the role's person."""
    kind, outcome = line.split()

    def trial(scene: Scene) -> Act:
        owed, task = scene.latest(kind), scene.task(kind)
        by = scene.person((owed.owner or scene.drive.cast.working(owed.role)).username)
        form = {**sample(kind, outcome, scene.today), **changes}
        arguments = _arguments(scene, task, outcome, form)
        return partial(work.complete, task=task, by=by, at=scene.at, outcome=outcome, arguments=arguments)

    return Verb(f"complete {line}", trial)


def ends_for(who: str, line: str, **arguments: Any) -> Verb:
    """A step of somebody who is away, done by who stands in for them."""
    kind, outcome = line.split()
    return on_step(work.complete, kind, who, outcome=outcome, arguments=arguments)


def _arguments(scene: Scene, task: Task, outcome: str, form: dict[str, Any]) -> dict[str, Any]:
    chosen, record = task.flow_task.outcomes[outcome], task.process.caseprocess.record
    filled = chosen.form(form, record=record)
    assert filled.is_valid(), filled.errors
    return filled.arguments()


def on_case(verb: Callable[..., Any], who: str, role: Role, **details: Any) -> Verb:
    """A verb outside any step."""

    def trial(scene: Scene) -> Act:
        case, by = CaseFile.objects.get(pk=scene.case.pk), scene.person(who)
        given = _asked(details, scene)
        return partial(work.act_on_case, case=case, by=by, roles=(role,), at=scene.at, verb=verb, **given)

    return Verb(verb.__name__, trial)


def turns(kind: str, key: str, who: str, **details: Any) -> Verb:
    """What is done beside the steps, to the latest record of its kind."""

    def trial(scene: Scene) -> Act:
        model, by = CaseProcess._meta.get_field(kind).related_model, scene.person(who)
        record = model.objects.filter(case_file=scene.case).select_related("case_file").latest("opened_at")
        given = _asked(details, scene)
        return partial(work.turn, record=record, by=by, at=scene.at, key=key, arguments=given)

    return Verb(f"turn {kind} {key}", trial)


def gives_many(who: str, to: str, *kinds: str) -> Verb:
    def trial(scene: Scene) -> Act:
        tasks, by = [scene.task(kind) for kind in kinds], scene.person(who)
        return partial(work.assign_many, tasks=tasks, to=scene.person(to), by=by, at=scene.at)

    return Verb("assign_many", trial, commits=len(kinds))


def holds_end_in(days: int, *, holds: int) -> Verb:
    return Verb(
        "timers_fire",
        lambda scene: partial(timers_fire, now=scene.at + timedelta(days=days)),
        commits=holds,
    )


def loses_role(who: str) -> Verb:
    def trial(scene: Scene) -> Act:
        cast, membership = scene.drive.cast, Membership.objects.get(person__username=who)
        by = Actor(scene.person("administrator"), Role.ADMINISTRATOR, cast.force)
        return partial(work.end_role, membership=membership, by=by, at=scene.at)

    return Verb("end_role", trial)


def goes_away(who: str, stand_in: str) -> Verb:
    def trial(scene: Scene) -> Act:
        people = {"person": scene.person(who), "stand_in": scene.person(stand_in), "by": scene.person(who)}
        days = {"starts_on": scene.today, "ends_on": scene.today + timedelta(days=7)}
        return partial(absence_record, **people, **days, at=scene.at)

    return Verb("absence_record", trial)


def comes_back(who: str) -> Verb:
    return Verb(
        "absence_end",
        lambda scene: partial(
            absence_end,
            absence=Absence.objects.get(person__username=who),
            by=scene.person(who),
            at=scene.at,
        ),
    )


def person(name: str) -> Callable[[Scene], User]:
    return lambda scene: scene.person(name)


def today(scene: Scene) -> date:
    return scene.today


def suspect(scene: Scene) -> Suspect:
    return scene.case.suspects.get()


def stage(scene: Scene) -> CourtStage:
    """The stage of the court timetable whose step was opened last."""
    return CourtStage.objects.get(pk=scene.latest("court_stage.serve").subject)


def stage_due(scene: Scene) -> date:
    return stage(scene).due_on


def letter_matter(scene: Scene) -> str:
    """What a letter of the case can be about, the first of it."""
    return matters_of(CaseFile.objects.get(pk=scene.case.pk))[0].key


def in_days(days: int) -> Callable[[Scene], date]:
    return lambda scene: scene.today + timedelta(days=days)


def _asked(details: dict[str, Any], scene: Scene) -> dict[str, Any]:
    return {name: value(scene) if callable(value) else value for name, value in details.items()}
