"""The regular update that was agreed with a victim: a duty with a date, opened by the contact before it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from casework.access.policy import Actor
from casework.casefiles.models import Suspect
from casework.routes.made import record_made
from casework.routes.services import record_date_move
from casework.victim_contacts.duties import OPEN
from casework.victim_contacts.models import VictimContact

TOPIC = "update"
TELL = "How the case stands, what has been done since the last contact, and what comes next."
RIGHT = 6


def update_agree(*, told: VictimContact, on: date, by: Actor, at: datetime) -> None:
    """The victim who was told is to have the next update on a day: one that is open still moves to it.

    By the police until somebody is charged, and by witness care from then on. Code of Practice for Victims of
    Crime 2020, right 6: how often, as agreed with the victim. Two queries, or those of the move.
    """
    of_victim = VictimContact.objects.filter(victim=told.victim_id, topic=TOPIC, position__in=OPEN)
    standing = of_victim.exclude(pk=told.pk).first()
    if standing:
        standing.case_file = told.case_file
        why = "The victim was told of something else meanwhile"
        record_date_move(record=standing, field="due_on", to=on, by=by, at=at, reason=why)
        return
    VictimContact.objects.create(
        case_file=told.case_file,
        victim_id=told.victim_id,
        position=who_tells(told.case_file_id),
        topic=TOPIC,
        tell=TELL,
        right=RIGHT,
        since_on=timezone.localdate(at),
        limit_on=on,
        due_on=on,
        opened_at=at,
        moved_at=at,
    )
    record_made("victim_contact")


def who_tells(case: UUID) -> VictimContact.Position:
    """Who keeps the victims of the case with this key informed, as it stands. One query."""
    charged = Suspect.objects.filter(case_file=case, charged_on__isnull=False).exists()
    return VictimContact.Position.WITNESS_CARE if charged else VictimContact.Position.POLICE
