"""What the joint operational meeting of a force and its CPS area has before it, and who stands where."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Count, Q, QuerySet

from casework.casefiles.models import CaseFile
from casework.escalations.ladder import MEETING, SUGGESTED, Days, Rung, ladder_of
from casework.escalations.models import Escalation, EscalationPost
from casework.escalations.rungs import rungs_in_force
from casework.file_review.models import FileSubmission
from casework.file_review.selectors import files_bounced
from casework.obligations.models import Obligation
from casework.organisations.models import Organisation
from casework.people.models import User
from casework.people.roles import CPS_ROLES, POLICE_ROLES, Side

# So many pieces of late work fit a meeting; the page says how many more there are.
LONGEST = 100


@dataclass(frozen=True)
class Agenda:
    """The matters of a meeting. `late` is in the order of its dates, and cut; `late_in_all` counts it."""

    force: Organisation
    escalations: list[Escalation]
    late: list[Obligation]
    late_in_all: int
    bounced: list[tuple[FileSubmission, int]]

    @property
    def is_empty(self) -> bool:
        return not (self.escalations or self.late or self.bounced)


def agenda_of(force: Organisation, user: User, today: date) -> Agenda:
    """What concerns both sides, of the cases of the force that the reader may see. Five queries."""
    visible = CaseFile.objects.visible_to(user).filter(force=force)
    late = late_for_the_meeting(visible, today)
    bounced = files_bounced(user).filter(case_file__force=force).select_related("case_file")
    return Agenda(
        force=force,
        escalations=list(_escalated(visible)),
        late=list(late.select_related("case_file", "owner")[:LONGEST]),
        late_in_all=late.count(),
        bounced=[(file, file.times_returned) for file in bounced],  # type: ignore[attr-defined]  # annotated
    )


def matters_by_force(user: User, today: date) -> Counter[int]:
    """How many escalations and late pieces of work are before the meeting, by force (key). Three queries."""
    visible = CaseFile.objects.visible_to(user)
    counted: Counter[int] = Counter()
    for matters in (_escalated(visible), late_for_the_meeting(visible, today)):
        by_force = matters.order_by().values_list("case_file__force").annotate(Count("pk"))
        counted.update(dict(by_force))
    return counted


def late_for_the_meeting(cases: QuerySet[CaseFile], today: date) -> QuerySet[Obligation]:
    """Open work of either side that has come to the meeting by its due date.

    After the days that its force or area set, which one query reads.
    """
    set_by: dict[Days, list[int]] = defaultdict(list)
    for place, days in rungs_in_force().items():
        set_by[days].append(place)
    late = _late(SUGGESTED, today) & ~Q(organisation__in=[*chain(*set_by.values())])
    for days, places in set_by.items():
        late |= _late(days, today) & Q(organisation__in=places)
    owed = Obligation.objects.open().filter(late, case_file__in=cases)
    return owed.exclude(route=Escalation.route).order_by("due_on", "pk")


def _late(days: Days, today: date) -> Q:
    late = Q(pk__in=[])
    for side, roles in ((Side.POLICE, POLICE_ROLES), (Side.CPS, CPS_ROLES)):
        rung = next(rung for rung in ladder_of(side, days) if rung.key == MEETING)
        late |= Q(role__in=sorted(roles), due_on__lte=rung.due_before(today))
    return late


def _escalated(cases: QuerySet[CaseFile]) -> QuerySet[Escalation]:
    waiting = Escalation.objects.filter(
        case_file__in=cases, position=Escalation.Position.MEETING, withdrawn_at__isnull=True
    )
    return waiting.select_related("case_file", "raised_by").order_by("moved_at")


def posts_of(organisation: Organisation, side: Side) -> list[tuple[Rung, EscalationPost | None]]:
    """The rungs of a side that an organisation names, with whom it has named. One query.

    Supervisors stand in their units, so that nobody names them.
    """
    named = {post.rung: post for post in organisation.escalation_posts.select_related("person")}
    return [(rung, named.get(rung.key)) for rung in ladder_of(side) if rung.role != "supervisor"]


def post_holder(organisation: int, rung: str) -> User | None:
    """The account that is named for a rung. One query."""
    named = EscalationPost.objects.filter(organisation=organisation, rung=rung).select_related("person")
    post = named.first()
    return post.person if post else None
