"""Which hearings and which work a calendar holds: nothing that its person may not see now."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from casework.casefiles.models import CaseFile
from casework.hearings.models import Hearing
from casework.obligations.models import Obligation, ObligationQuerySet
from casework.people.models import User

# More than anybody can read in a calendar; the nearest dates come first.
MOST = 1000


def hearings_of_person(user: User, since: date) -> QuerySet[Hearing]:
    """Those of the cases whose officer or prosecutor the person is, or on which they hold work. Lazy."""
    held = Obligation.objects.open().filter(owner=user)
    theirs = Q(officer_in_case=user.pk) | Q(pk__in=held.order_by().values("case_file"))
    theirs |= Q(pk__in=CaseFile.objects.filter(suspects__charging_decision__prosecutor=user.pk).values("pk"))
    return _hearings(CaseFile.objects.visible_to(user).filter(theirs), since)


def hearings_of_team(user: User, since: date) -> QuerySet[Hearing]:
    """Those of every case that the person sees, on which a pool that they lead has open work. Lazy."""
    led = Obligation.objects.open().led_by(user)
    cases = CaseFile.objects.visible_to(user).filter(pk__in=led.order_by().values("case_file"))
    return _hearings(cases, since)


def _hearings(cases: QuerySet[CaseFile], since: date) -> QuerySet[Hearing]:
    found = Hearing.objects.filter(case_file__in=cases.order_by().values("pk"), on__gte=since)
    return found.select_related("case_file").order_by("on", "pk")[:MOST]


def work_of_person(user: User, since: date) -> QuerySet[Obligation]:
    """Their own open work with a date, of the pools from which they draw. Lazy."""
    return _dated(user, Obligation.objects.open().workable_by(user, "mine").filter(owner=user), since)


def work_of_team(user: User, since: date) -> QuerySet[Obligation]:
    """The open work with a date of the pools that the person leads. Lazy."""
    return _dated(user, Obligation.objects.open().led_by(user), since)


def _dated(user: User, work: ObligationQuerySet, since: date) -> QuerySet[Obligation]:
    visible = CaseFile.objects.visible_to(user).order_by().values("pk")
    dated = work.filter(due_on__gte=since, case_file__in=visible).select_related("case_file")
    return dated.order_by("due_on", "pk")[:MOST]
