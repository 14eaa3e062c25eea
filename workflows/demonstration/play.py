"""Playing a case through its story: each step by the right person, through the services of the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from viewflow.workflow.models import Task

from casework.casefiles.models import CaseFile
from casework.deadlines.calendar import is_working_day
from casework.escalations.services import escalation_raise
from casework.hearings.models import Hearing
from casework.hearings.selectors import trial_listed
from casework.letters.services import letter_open
from casework.obligations.models import Obligation
from casework.people.models import User
from casework.people.roles import Role
from casework.routes.models import RouteRecord
from casework.whose_clock.services import clock_pause
from workflows.demonstration.court import COURT, court_do
from workflows.demonstration.emergencies import opened_in_an_emergency
from workflows.demonstration.people import Cast
from workflows.demonstration.telling import plans_agree, told_next
from workflows.demonstration.timetable import Timetable
from workflows.demonstration.words import ARGUMENTS, Scene
from workflows.engine.registry import FLOWS
from workflows.engine.work import act_on_case, claim, complete, turn
from workflows.models import CaseProcess

CLAIMED_AFTER = timedelta(minutes=20)
# Before the day on which the demonstration is loaded.
TRIED_BEFORE = timedelta(hours=8)
# What "#" after a step names, by kind of record.
NAMED = {
    "plan_item": lambda record: str(record.number),
    "bad_character_notice": lambda record: record.consideration.suspect.reference,
    "hearing": lambda record: record.kind,
    "custody_limit": lambda record: record.suspect.reference,
    "vps_checkpoint": lambda record: record.kind,
    "vps_service": lambda record: record.statement.victim.reference,
    "special_measures_application": lambda record: record.victim.reference,
    "section_28": lambda record: record.victim.reference,
    "court_stage": lambda record: record.stage,
    "charging_decision": lambda record: record.suspect.reference,
    "decision_review": lambda record: record.right.decision.suspect.reference,
}


# Decided by somebody else than who did the step of the same role before.
BY_ANOTHER = ("early_advice.decide_appeal",)


@dataclass
class Player:
    """Plays one case. `number` decides whose turn it is, and which of several words are said."""

    cast: Cast
    case: CaseFile
    number: int
    today: date

    def play(self, timetable: Timetable) -> None:
        plans_agree(self.case, self.number)
        for at, step in timetable.steps:
            self._tell_victims(at)
            self._play(step, at)
        self._tell_or_try()
        self._claim_some()

    def _play(self, step: str, at: datetime) -> None:
        """A step of a route, or what is done beside the steps."""
        kind, _, rest = step.partition(":")
        beside: dict[str, Callable[[], None]] = {
            "trial": lambda: self._list_trial(int(rest), at),
            "turn": lambda: self._turn(*rest.split("."), at=at),
            "pause": lambda: self._pause(int(rest), at),
            "escalate": lambda: self._escalate(rest, at),
            "open": lambda: opened_in_an_emergency(self.cast, self.case, rest, self.number, at),
            "write": lambda: self._write(rest, at),
            **dict.fromkeys(COURT, lambda: self._court(step, at)),
        }
        beside.get(kind, lambda: self._do(kind, *rest.split("#"), at=at))()

    def _do(self, kind: str, outcome: str, only: str = "", *, at: datetime) -> None:
        """Do a step for every record that waits at it, or for the one that is named."""
        route = kind.partition(".")[0]
        works = list(Obligation.objects.open().filter(case_file=self.case, kind=kind).order_by("pk"))
        works = [work for work in works if not only or NAMED[route](self._record(route, work)) == only]
        if not works:
            raise LookupError(
                f"no open work for {kind}:{outcome}#{only} in case {self.number} of the demonstration"
            )
        scene = self._scene(at)
        for index, work in enumerate(works):
            complete(
                task=Task.objects.get(pk=work.task),
                by=self._whose(work),
                at=at + timedelta(minutes=index),
                outcome=outcome,
                arguments=ARGUMENTS[f"{route}:{outcome}"](scene),
            )

    def _tell_victims(self, before: datetime) -> None:
        outcome = "not_wanted" if self.number % 5 == 4 else "contact"
        while found := told_next(self.case, before):
            work, at = found
            complete(
                task=Task.objects.get(pk=work.task),
                by=self._whose(work),
                at=at,
                outcome=outcome,
                arguments=ARGUMENTS[f"victim_contact:{outcome}"](self._scene(at)),
            )

    def _tell_or_try(self) -> None:
        """Of what happened last, most victims were told before today.

        In one case of five they were not reached yesterday; in one they want to hear of nothing.
        """
        today = timezone.make_aware(datetime.combine(self.today, time.min))
        if self.number % 5 == 3:
            for turn_of in FLOWS["victim_contact"].turns:
                self._turn("victim_contact", turn_of.key, at=today - TRIED_BEFORE)
        else:
            self._tell_victims(today)

    def _turn(self, kind: str, key: str, role: str = "", *, at: datetime) -> None:
        """Do something to every record of a kind that stands where it may be done, in the first of its roles.

        Or in the role that is named.
        """
        found = next(each for each in FLOWS[kind].turns if each.key == key)
        for record in CaseProcess._meta.get_field(kind).related_model.objects.filter(case_file=self.case):
            if found.stands(record):
                turn(
                    record=record,
                    by=self.cast.colleague(role or found.roles[0], self.case, self.number),
                    at=at,
                    key=key,
                    arguments=ARGUMENTS[f"{kind}:{key}"](self._scene(at)),
                )

    def _scene(self, at: datetime) -> Scene:
        prosecutor = self.cast.colleague(Role.PROSECUTOR, self.case, self.number)
        return Scene(self.case, timezone.localdate(at), self.number, prosecutor)

    def _record(self, route: str, work: Obligation) -> RouteRecord:
        return CaseProcess._meta.get_field(route).related_model.objects.get(pk=work.subject)

    def _whose(self, work: Obligation) -> User:
        """The owner, or whoever's turn it is in the pool."""
        if work.owner_id:
            return self.cast.by_pk[work.owner_id]
        return self.cast.colleague(work.role, self.case, self.number + (work.kind in BY_ANOTHER))

    def _court(self, line: str, at: datetime) -> None:
        by = self.cast.colleague(Role.PROSECUTOR, self.case, self.number)
        court_do(line, case=self.case, by=by, at=at, today=self.today)

    def _list_trial(self, days: int, at: datetime) -> None:
        day = self.today + timedelta(days=days)
        while not is_working_day(day):
            day += timedelta(days=1)
        if trial := trial_listed(self.case):
            self._relist(trial, day, at)
        else:
            self._court(f"hearing:trial:{days}", at)

    def _relist(self, trial: Hearing, day: date, at: datetime) -> None:
        turn(
            record=trial,
            by=self.cast.colleague(Role.PROSECUTOR, self.case, self.number),
            at=at,
            key="relist",
            arguments={"on": day, "reason": "The court has vacated the earlier date."},
        )

    def _escalate(self, to: str, at: datetime) -> None:
        act_on_case(
            case=self.case,
            by=self.cast.by_pk[self.case.officer_in_case_id],
            roles=(Role.INVESTIGATOR,),
            at=at,
            verb=escalation_raise,
            to=to,
            work="The case as a whole",
            subject=None,
            share=True,
            why="The download of the phone has had no date for six weeks.",
        )

    def _write(self, matter: str, at: datetime) -> None:
        """The liaison begins a letter about a matter, such as "charge-S1-V1-1"."""
        self.case.refresh_from_db(fields=["shared_with_cps_at"])
        act_on_case(
            case=self.case,
            by=self.cast.colleague(Role.VICTIM_LIAISON, self.case, self.number),
            roles=(Role.VICTIM_LIAISON,),
            at=at,
            verb=letter_open,
            matter=matter,
        )

    def _pause(self, days: int, at: datetime) -> None:
        """The officer waits for a laboratory, expected so many days after the moment."""
        act_on_case(
            case=self.case,
            by=self.case.officer_in_case,
            roles=(Role.INVESTIGATOR,),
            at=at,
            verb=clock_pause,
            category="forensic",
            awaited="Forensic provider",
            reason="The result decides whether the last item can be answered.",
            expected_on=timezone.localdate(at) + timedelta(days=days),
        )

    def _claim_some(self) -> None:
        """Claim the pools' work in three cases of five; in the others it waits to be taken."""
        if self.number % 5 < 2:
            return
        for work in Obligation.objects.open().filter(case_file=self.case, owner__isnull=True).order_by("pk"):
            task = Task.objects.get(pk=work.task)
            claim(task=task, by=self._whose(work), at=work.opened_at + CLAIMED_AFTER)
