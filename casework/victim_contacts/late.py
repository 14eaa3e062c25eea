"""A victim who is recorded after things have happened is told of them as well, once and together."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from casework.casefiles.models import CaseFile, Victim
from casework.deadlines.rules import due_on
from casework.events.models import Event
from casework.routes.made import record_made
from casework.victim_contacts.models import VictimContact
from casework.victim_contacts.notifiable import duty_of, notifiable, topic_label
from casework.victim_contacts.updates import who_tells

TOPIC = "so_far"
RULE = "VIC_SO_FAR"
RIGHT = 6
TELL = "What happened before they were recorded as a victim, and how each of it stands now: {happened}."


def so_far_open(*, victim: Victim, added: Event) -> None:
    """Oblige somebody to tell the victim of what happened before the event that added them, if anything did.

    A day counts from that of the recording; nobody could be told earlier. A second time it changes nothing.
    One query where nothing had happened, and up to three more.
    """
    happened = _happened(victim.case_file, added)
    if not happened or VictimContact.objects.filter(victim=victim, topic=TOPIC).exists():
        return
    since = timezone.localdate(added.at)
    limit = due_on(RULE, since)
    VictimContact.objects.create(
        case_file=victim.case_file,
        victim=victim,
        event=added,
        position=who_tells(victim.case_file_id),
        topic=TOPIC,
        tell=TELL.format(happened=", ".join(happened)),
        right=RIGHT,
        rule=RULE,
        since_on=since,
        limit_on=limit,
        due_on=limit,
        opened_at=added.at,
        moved_at=added.at,
    )
    record_made("victim_contact")


def _happened(case: CaseFile, added: Event) -> list[str]:
    """What every victim of the case is told of that has been recorded by then, in the order of the data."""
    before = case.events.filter(pk__lt=added.pk).order_by()
    recorded = set(before.values_list("route", "verb").distinct())
    return list(dict.fromkeys(_topics(recorded)))


def _topics(recorded: set[tuple[str, str]]) -> Iterable[str]:
    for event in notifiable():
        route, _, verb = event.partition(".")
        what = duty_of(route, verb)
        if what and not what.told_to and (route, verb) in recorded:
            yield topic_label(what.topic)
