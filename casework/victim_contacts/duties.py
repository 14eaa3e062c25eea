"""A notifiable event obliges somebody to tell each victim of the case, in the transaction that records it.

Called for every event, so that no verb needs to know of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import CharField, OuterRef, Q, Subquery, UUIDField, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from casework.casefiles.models import Suspect
from casework.deadlines.calendar import OutsideCalendar
from casework.deadlines.rules import due_on
from casework.events.models import Event
from casework.hearings.models import Hearing
from casework.routes.made import record_made
from casework.victim_contacts.models import ContactPlan, VictimContact
from casework.victim_contacts.notifiable import Notifiable, duty_of, rule_for

OPEN = tuple(VictimContact.OWED)
# What a later event of the same changes of a duty that is open still: its date stays.
OVERTAKEN = ("event", "tell", "right", "replaced")


def duties_open(event: Event, happened_on: date | None) -> None:
    """Oblige somebody to tell the victims of the event, if it is one that they must be told of.

    Where a victim has not been told of an earlier one of the same yet, what is to be told is replaced, and
    the earlier date stays. The limit counts from the day on which it happened, else, and for a year without
    bank holidays, from its recording. No query for other events, one for a case without victims, and two for
    others.
    """
    what = duty_of(event.route, event.verb)
    if what is None:
        return
    since = happened_on or timezone.localdate(event.at)
    duties = [_duty(event, what, victim, since) for victim in _to_tell(event, what)]
    if duties:
        VictimContact.objects.bulk_create(
            duties, update_conflicts=True, unique_fields=["id"], update_fields=OVERTAKEN
        )
        record_made("victim_contact")


def _to_tell(event: Event, what: Notifiable) -> Sequence[Any]:
    """The victims, each with the duty that the event overtakes, their rights, and whom it is about."""
    victims = event.case_file.victims.filter(Q((what.told_to, event.subject)) if what.told_to else Q())
    open_duties = VictimContact.objects.filter(
        victim=OuterRef("pk"), topic=what.topic, matter=OuterRef("matter"), position__in=OPEN
    )
    plans = ContactPlan.objects.filter(victim=OuterRef("pk")).order_by("-version")
    found = victims.annotate(
        matter=_matter(event, what),
        suspect=_suspect(event, what),
        enhanced=Subquery(plans.values("enhanced")[:1]),
    )
    return list(
        found.annotate(
            overtakes=Subquery(open_duties.values("pk")[:1]),
            replaced=Subquery(open_duties.values("replaced")[:1]),
        )
    )


def _matter(event: Event, what: Notifiable) -> Value | Coalesce:
    """By what like events are told apart: the record that they are about, or the kind of hearing."""
    if what.alike_by == "hearing" and event.subject:
        kinds = Hearing.objects.filter(pk=event.subject).values("kind")
        return Coalesce(Subquery(kinds[:1]), Value(""))
    return Value(str(event.subject or ""), output_field=CharField())


def _suspect(event: Event, what: Notifiable) -> Value | Subquery:
    """Whom the event is about, by key, if it is about somebody."""
    if not what.suspect_by:
        return Value(None, output_field=UUIDField())
    about = Suspect.objects.filter(Q((what.suspect_by, event.subject)), case_file=event.case_file_id)
    return Subquery(about.values("pk")[:1])


def _counted(rule: str, event: Event, happened_on: date) -> tuple[date, date]:
    """From which day a limit counts, and that limit."""
    try:
        return happened_on, due_on(rule, happened_on)
    except OutsideCalendar:
        recorded_on = timezone.localdate(event.at)
        return recorded_on, due_on(rule, recorded_on)


def _duty(event: Event, what: Notifiable, victim: Any, since: date) -> VictimContact:
    rule = rule_for(what.rule, enhanced=victim.enhanced is not False)
    since, limit = _counted(rule, event, since)
    duty = VictimContact(
        case_file_id=event.case_file_id,
        victim=victim,
        suspect_id=victim.suspect,
        event=event,
        position=what.owner,
        topic=what.topic,
        matter=victim.matter,
        tell=what.tell,
        right=what.right,
        rule=rule,
        since_on=since,
        limit_on=limit,
        due_on=limit,
        opened_at=event.at,
        moved_at=event.at,
    )
    if victim.overtakes:
        duty.pk, duty.replaced = victim.overtakes, victim.replaced + 1
    return duty
