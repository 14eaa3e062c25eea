"""How long the police have been silent on an action plan, and what that leads to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from casework.action_plans.models import ActionPlan, ActionPlanItem
from casework.charging.models import ChargingDecision
from casework.deadlines.rules import due_on, versions
from casework.events.models import Event
from casework.pages.dates import govuk_date
from casework.people.roles import POLICE_ROLES, Side
from casework.whose_clock.models import ClockPause

WARNINGS = ("ADMIN_FINALISE_FIRST_WARNING", "ADMIN_FINALISE_SECOND_WARNING")
ALLOWED = "ADMIN_FINALISE"
# The open work in which the police answer.
ITEM = "plan_item.answer"
Item = ActionPlanItem.Position
# Where the CPS has to answer the police, so that they are not silent.
WITH_THE_CPS = (Item.CHECK, Item.EXTENSION)
# What ends the silence when the police do it.
SAID = ("answered", "more_time_asked", "item_message")
MET = ("meeting_recorded", "meeting_confirmed", "meeting_disputed")
WAITED = ("clock_paused", "clock_restarted")
# What brings an item back to the police, so that their silence begins anew.
BACK_WITH_THE_POLICE = Q(moved_to=Item.ANSWER) | Q(verb="reinstated")


class Silence(NamedTuple):
    """A decision that waits, and the day since which nothing has been heard from the police on its plan."""

    decision: ChargingDecision
    since: date

    @property
    def may_be_finalised_on(self) -> date:
        return due_on(ALLOWED, self.since)

    def days(self, today: date) -> int:
        return (today - self.since).days

    def warnings(self, today: date) -> int:
        """How many of the warnings have been reached."""
        return sum(due_on(warning, self.since) <= today for warning in WARNINGS)

    def words(self, today: date) -> str:
        """The warning, in the same words wherever it is shown."""
        number = "Second warning" if self.warnings(today) > 1 else "First warning"
        return (
            f"{number}: nothing has been heard from the police on the action plan "
            f"for {self.days(today)} days. "
            f"From {govuk_date(self.may_be_finalised_on)} the CPS may finalise the case administratively"
        )


def silences(decisions: QuerySet[ChargingDecision]) -> list[Silence]:
    """Since when the police have been silent, for each of the decisions that wait for them. One query.

    A decision is left out while an answer is with the CPS, and while the police wait for a third party:
    that is not silence. An answer, a message, a request for more time and a word on a meeting of anybody
    of the police end it, as do a pause of their clock and what the CPS sends back.
    """
    waiting = decisions.filter(position=ChargingDecision.Position.WAITING, withdrawn_at__isnull=True)
    with_cps = ActionPlanItem.objects.filter(withdrawn_at__isnull=True, position__in=WITH_THE_CPS)
    waiting = waiting.exclude(pk__in=with_cps.values("plan__decision"))
    waiting = waiting.exclude(case_file__in=pauses_of_the_police().values("case_file"))
    found = waiting.annotate(issued_at=Max("action_plans__issued_at"), heard_at=Subquery(_heard()))
    last = Greatest(F("issued_at"), Coalesce(F("heard_at"), F("issued_at")))
    rows = found.annotate(last=last).select_related("case_file", "suspect").order_by("last")
    return [Silence(decision, timezone.localdate(decision.last)) for decision in rows]


def silences_warned(decisions: QuerySet[ChargingDecision], *, at: datetime) -> list[Silence]:
    """Those that have been silent for so long that a warning is due. One query."""
    today = timezone.localdate(at)
    shortest = min(rule.amount for warning in WARNINGS for rule in versions()[warning])
    old_enough = decisions.filter(moved_at__lte=at - timedelta(days=shortest - 1))
    return [each for each in silences(old_enough) if each.warnings(today)]


def items_warned(items: Iterable[UUID], *, at: datetime) -> dict[UUID, str]:
    """The warning for each of the items whose plan the police have left unanswered. Up to two queries."""
    keys = list(items)
    if not keys:
        return {}
    of = dict(ActionPlanItem.objects.filter(pk__in=keys).values_list("pk", "plan__decision"))
    today, decisions = timezone.localdate(at), ChargingDecision.objects.filter(pk__in=set(of.values()))
    words = {each.decision.pk: each.words(today) for each in silences_warned(decisions, at=at)}
    return {item: words[decision] for item, decision in of.items() if decision in words}


def pauses_of_the_police() -> QuerySet[ClockPause]:
    """Waits of the police for a third party that are not over. No query of its own."""
    return ClockPause.objects.open().filter(side=Side.POLICE)


def _heard() -> QuerySet[Event, Any]:
    """The latest word of the police on the decision, its items and plans, or the latest return to them."""
    case = OuterRef("case_file")
    items = ActionPlanItem.objects.filter(plan__decision=OuterRef(OuterRef("pk"))).values("pk")
    plans = ActionPlan.objects.filter(decision=OuterRef(OuterRef("pk"))).values("pk")
    on_the_plan = Q(role__in=POLICE_ROLES, verb__in=SAID) | BACK_WITH_THE_POLICE
    on_the_plan &= Q(Q(subject__in=items) | Q(subject__in=plans), route=ActionPlanItem.route)
    on_a_meeting = Q(role__in=POLICE_ROLES, verb__in=MET, subject=OuterRef("pk"))
    on_a_wait = Q(role__in=POLICE_ROLES, verb__in=WAITED)
    said = Event.objects.filter(on_the_plan | on_a_meeting | on_a_wait, case_file=case)
    return said.order_by("-at").values("at")[:1]
