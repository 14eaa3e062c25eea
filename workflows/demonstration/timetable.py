"""When each step of a story was done, counted in working days back from today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.utils import timezone

from casework.deadlines.calendar import working_days_before
from workflows.demonstration.emergencies import EMERGENCY
from workflows.demonstration.stories import (
    BAD_CHARACTER,
    EARLY_ADVICE,
    ESCALATION,
    FILE,
    STATEMENT,
    Steps,
    Story,
)

FIRST_HOUR = time(9, 10)
BETWEEN_STEPS = timedelta(minutes=13)
USUALLY = 2
# Working days that a step took, counted from the one before it.
TAKES = {
    "early_advice.advise:advise": 8,
    "early_advice.revise:request": 4,
    "line_of_inquiry.answer:answer": 9,
    "line_of_inquiry.answer_cps:answer": 1,
    "bad_character.review:review": 5,
    "vps_offer.take:take": 6,
    "file_submission.correct:submit": 6,
    "charging_decision.review:action_plan": 8,
    "charging_decision.review:charge": 9,
    "charging_decision.review:threshold": 3,
    "charging_decision.review_threshold:wait": 12,
    "charging_decision.review_threshold:discontinue": 12,
    "charging_decision.review:nfa": 4,
    "turn:charging_decision.record_meeting": 6,
    # The police leave an action plan unanswered, and are warned twice.
    "turn:charging_decision.finalise": 70,
    "review_right.tell:tell": 1,
    "turn:review_right.ask": 5,
    "decision_review.tell_upheld:tell": 1,
    "decision_review.tell_overturned:tell": 1,
    "break_in.review:justify": 1,
    "break_in.review_cps:condemn": 1,
    "plan_item.answer:answer": 12,
    "vps_checkpoint.offer:want#trial_first": 60,
}
# How long ago a trial was listed, where nothing has happened since.
WAITING_FOR_TRIAL = 60

Days = list[tuple[int, str]]


@dataclass(frozen=True)
class Timetable:
    """The steps of a case in the order in which they were done, each with its moment."""

    registered_at: datetime
    steps: list[tuple[datetime, str]]


def timetable(story: Story, *, delay: int, today: date) -> Timetable:
    """The story told backwards from today. `delay` is how many working days each open route has stood still.

    1. The file goes first, for its length is what moves the others.
    2. Early advice and what the file needs of bad character are done before it is submitted.
    3. A route that is still open had its last step as long ago as the delay says.
    """
    latest = 1 + delay
    file = _backwards(FILE[story.file], latest + WAITING_FOR_TRIAL * _waits_for_trial(story))
    submitted = file[0][0] if file else None
    early_advice = _backwards(EARLY_ADVICE[story.early_advice], submitted + 3 if submitted else latest)
    before = max(submitted or latest, early_advice[0][0] if early_advice else latest)
    bad_character = _bad_character(story, submitted, latest)
    statement = _backwards(STATEMENT[story.statement], before + 1 if _is_over(story.statement) else latest)
    escalation = _backwards(ESCALATION[story.escalation], latest)
    emergency = _backwards(EMERGENCY[story.emergency], latest)
    return _dated([*statement, *early_advice, *bad_character, *file, *escalation, *emergency], today)


def _waits_for_trial(story: Story) -> bool:
    return any(step.startswith("trial:") for step in FILE[story.file][-1:])


def _is_over(statement: str) -> bool:
    return statement in ("held", "declined")


def _bad_character(story: Story, submitted: int | None, latest: int) -> Days:
    """Considered the day before the file was submitted; an open review or decision was reached since."""
    steps = BAD_CHARACTER[story.bad_character]
    if submitted is None:
        return _backwards(steps, latest)
    if story.bad_character in ("pursued", "not_pursued", "nil"):
        return _backwards(steps, submitted + 1)
    return [(submitted + 1, steps[0]), *_backwards(steps[1:], latest)]


def _backwards(steps: Steps, last: int) -> Days:
    """The steps with the working days ago at which each was done, the last one as given."""
    days = [last] if steps else []
    for _, following in pairwise(steps):
        days.append(_taken(following))
    return [(sum(days[:1]) + sum(days[index + 1 :]), step) for index, step in enumerate(steps)]


def _taken(step: str) -> int:
    return TAKES.get(step) or TAKES.get(step.partition("#")[0], USUALLY)


def _dated(days: Days, today: date) -> Timetable:
    """Moments in working hours, each step of a case later than the one before."""
    ordered = sorted(days, key=lambda day: -day[0])
    registered = (ordered[0][0] if ordered else 1) + 2
    moments: Sequence[int] = [registered, *(ago for ago, _ in ordered)]
    at = [_moment(ago, index, today) for index, ago in enumerate(moments)]
    return Timetable(at[0], list(zip(at[1:], [step for _, step in ordered], strict=True)))


def _moment(ago: int, index: int, today: date) -> datetime:
    first = datetime.combine(working_days_before(today, ago), FIRST_HOUR)
    return timezone.make_aware(first + index * BETWEEN_STEPS)
