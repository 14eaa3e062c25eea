"""Which meeting a decision of no further action can rest on."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from casework.charging.meetings.models import ChargingMeeting
from casework.charging.models import ChargingDecision
from casework.errors import RuleBroken
from casework.pages.dates import govuk_date
from casework.routes.findings import MEETING, Finding

Answer = ChargingMeeting.Answer


def meetings_that_count(decision: ChargingDecision) -> QuerySet[ChargingMeeting]:
    """Those of this round, held since its material came, that nobody disputes. No query of its own."""
    began_on = timezone.localdate(decision.round_began)
    held = ChargingMeeting.objects.filter(decision=decision, round=decision.round, held_on__gte=began_on)
    return held.exclude(answer=Answer.DISPUTED).select_related("investigator", "prosecutor")


def meetings_to_answer(decision: ChargingDecision) -> QuerySet[ChargingMeeting]:
    """Those of this round that the other side has neither confirmed nor disputed. No query of its own."""
    recorded = ChargingMeeting.objects.filter(decision=decision, round=decision.round, answer="")
    return recorded.select_related("investigator", "prosecutor")


def meeting_required(decision: ChargingDecision, meeting: ChargingMeeting | None) -> ChargingMeeting:
    """Guard: the meeting that the decision rests on: the one chosen, or the only one that counts.

    Raises RuleBroken with what must be done first. Up to three queries.
    """
    counting = {each.pk: each for each in meetings_that_count(decision)}
    if not counting:
        raise RuleBroken(meeting_missing(decision), field="meeting")
    if meeting is None and len(counting) == 1:
        return next(iter(counting.values()))
    if meeting is None or meeting.pk not in counting:
        raise RuleBroken("Select the meeting that this rests on", field="meeting")
    return meeting


def meeting_missing(decision: ChargingDecision) -> str:
    """What must be done before no further action can be decided, in words; nothing where a meeting counts.

    Up to two queries.
    """
    if meetings_that_count(decision).exists():
        return ""
    last = ChargingMeeting.objects.filter(decision=decision).order_by("held_on", "recorded_at").last()
    if last is None:
        return "Meet the investigator, and record the meeting, before you decide on no further action"
    what = f"The meeting of {govuk_date(last.held_on)}"
    if last.answer == Answer.DISPUTED:
        return f"{what} is disputed. Settle that with the other side and record the meeting again"
    return (
        f"{what} was before the last material came back on {govuk_date(decision.round_began)}. "
        "Meet the investigator again and record that meeting"
    )


def findings_before_nfa(decision: ChargingDecision) -> list[Finding]:
    """What keeps a decision from no further action, or the meeting that it rests on. Up to two queries."""
    meetings = list(meetings_that_count(decision))
    if not meetings:
        return [Finding(meeting_missing(decision), blocks=True, link=MEETING)]
    return (
        [Finding(f"This rests on the meeting of {meeting_words(meetings[0])}")] if len(meetings) == 1 else []
    )


def meeting_words(meeting: ChargingMeeting) -> str:
    """A meeting in a list of several. Reads who attended."""
    people = f"{meeting.investigator.signature} and {meeting.prosecutor.signature}"
    how = f", {meeting.get_how_display().lower()}" if meeting.how else ""
    return f"{govuk_date(meeting.held_on)}{how}: {people}"
