"""Open work: what is owed on a case, by whom and by when.

Queues, counts and reminders read this and nothing else.

A row is written in the transaction that opens the work and closed in the one that
does it. `act_after` is the next moment at which the reminders must look at it: at
once when the row is opened or its date moves, then stage by stage.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When

from casework.access.policy import pools_led_by, pools_of
from casework.audit.who import case_shown
from casework.deadlines.counted import Counted
from casework.obligations.urgency import Urgency, urgency_limits
from casework.people.roles import CPS_ROLES, POLICE_ROLES, Role, Side, side_of

if TYPE_CHECKING:
    from casework.people.models import User


def _whose(user: User) -> dict[str, Q]:
    mine = Q(owner__in=[user.pk, *user.stands_in_for])
    return {"mine": mine, "unclaimed": Q(owner__isnull=True), "others": Q(owner__isnull=False) & ~mine}


class ObligationQuerySet(models.QuerySet["Obligation"]):
    def open(self) -> ObligationQuerySet:
        return self.filter(closed_at__isnull=True)

    def workable_by(self, user: User, *ways: str) -> ObligationQuerySet:
        """Their own work and their pools': what they may do, all of it in cases that they may see.

        With ways only what is "mine", "unclaimed" or "others". Mine is also what somebody holds who
        is away and for whom the person stands in. No query of its own.
        """
        return self._drawn(pools_of(user), user, ways)

    def led_by(self, user: User, *ways: str) -> ObligationQuerySet:
        """The same of the work that the person gives out. No query of its own."""
        return self._drawn(pools_led_by(user), user, ways)

    def _drawn(self, pools: Sequence[Q], user: User, ways: Sequence[str]) -> ObligationQuerySet:
        whose = _whose(user)
        claimed = [whose[way] for way in ways if way in whose] or [Q()]
        # Written out way by way and pool by pool: each is then one range of one index.
        work = [pool & way for pool in pools for way in claimed]
        return self.filter(reduce(or_, work, Q(pk__in=[])))

    def with_whose(self, user: User) -> ObligationQuerySet:
        """Annotate `whose`: in which of the ways of `workable_by` each is claimed. No query of its own."""
        ways = [When(condition, then=Value(way)) for way, condition in _whose(user).items()]
        return self.annotate(whose=Case(*ways, output_field=CharField()))

    def with_urgency(self, today: date) -> ObligationQuerySet:
        """Annotate `urgency` and order by it: the most overdue first; the undated, then the held last."""
        limits = urgency_limits(today)
        return self.annotate(
            urgency=Case(
                When(due_on__lte=limits.critical_to, then=Value(Urgency.CRITICAL)),
                When(due_on__lt=today, then=Value(Urgency.OVERDUE)),
                # A hold hides nothing that is late.
                When(held_until__gt=today, then=Value(Urgency.HELD)),
                When(due_on__lte=limits.soon_to, then=Value(Urgency.SOON)),
                default=Value(Urgency.LATER),
                output_field=CharField(),
            )
        ).order_by(
            Case(When(urgency=Urgency.HELD, then=1), default=0),
            F("due_on").asc(nulls_last=True),
            "opened_at",
            "pk",
        )


class Obligation(models.Model):
    case_file = models.ForeignKey("casework.CaseFile", on_delete=models.PROTECT, related_name="obligations")
    subject = models.UUIDField(help_text="The record that the work is on")
    route = models.CharField(max_length=30)
    kind = models.CharField(max_length=60, help_text="Which work it is: route and step")
    title = models.CharField(max_length=120, help_text="The work in words, without personal data")
    about = models.CharField(
        max_length=30, blank=True, help_text="Whom or which it is about, by reference: S1, item 2"
    )
    task = models.BigIntegerField(null=True, unique=True, help_text="The engine's task that carries it")
    role = models.CharField(max_length=20, choices=Role.choices)
    organisation = models.ForeignKey("casework.Organisation", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("casework.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    clocks = models.JSONField(
        default=dict, blank=True, help_text="Every date that the work has to keep, by the clock's name"
    )
    counted = models.JSONField(
        default=dict,
        blank=True,
        help_text="The rule and the day of the trigger of each clock that a rule gives",
    )
    due_on = models.DateField(null=True, help_text="The earliest of its clocks")
    held_until = models.DateField(null=True, help_text="On hold before this day, on which it comes back")
    given_at = models.DateTimeField(null=True, help_text="When somebody else gave it to its owner")
    act_after = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["act_after"], name="obligation_to_act_on", condition=Q(closed_at__isnull=True)
            ),
            models.Index(
                fields=["organisation", "role", "unit", "owner", "due_on"],
                include=["held_until"],
                name="obligation_pool",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["owner", "due_on"], name="obligation_owner", condition=Q(closed_at__isnull=True)
            ),
            models.Index(
                fields=["held_until"], name="obligation_held", condition=Q(held_until__isnull=False)
            ),
            models.Index(fields=["subject"], name="obligation_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=sorted(POLICE_ROLES | CPS_ROLES)), name="obligation_role_owes_work"
            ),
            # Work that is done wakes nobody.
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(act_after__isnull=True, held_until__isnull=True),
                name="obligation_closed_has_no_timer",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def from_db(cls, *row: Any, **kwargs: Any) -> Any:
        """Work that is read tells of its case."""
        found = super().from_db(*row, **kwargs)
        case_shown(found.__dict__.get("case_file_id"))
        return found

    @property
    def turn(self) -> Side:
        """Whose turn it is."""
        return side_of(self.role)

    @property
    def earliest(self) -> date | None:
        """The earliest of its clocks, which its due date must be."""
        return min(map(date.fromisoformat, self.clocks.values()), default=None)

    def how_counted(self, clock: str) -> Counted | None:
        """How the date of the clock came about; None for one that somebody set."""
        if clock not in self.counted:
            return None
        code, since = self.counted[clock]
        return Counted(code, date.fromisoformat(since))
