"""Which notices of a mail still hold when it is sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from casework.access.policy import role_covers
from casework.obligations.models import Obligation
from casework.people.models import Membership
from notifications.ladders.stages import TO_LIST, TO_OWNER, Stage
from notifications.notices.alarms import alarmed_of, is_alarm
from notifications.notices.holders import Holders
from notifications.notices.look import looker_at
from notifications.notices.models import Notice
from notifications.notices.ranks import Late, ranks_of
from notifications.notices.recipients import recipients_of
from notifications.outbox.models import Message


class Standing:
    """The notices of some mails, as of one moment. Six queries, two more if a rank is told, and eight if of
    opened cases; however many."""

    def __init__(self, messages: Sequence[Message], *, now: datetime):
        self.now, self.looker = now, looker_at(now)
        found = Notice.objects.standing().filter(message__in=messages).select_related("obligation__case_file")
        self.notices: dict[object, list[Notice]] = defaultdict(list)
        for notice in found.order_by("due_on", "pk"):
            self.notices[notice.message_id].append(notice)
        told = [notice for notices in self.notices.values() for notice in notices]
        holders = Holders(timezone.localdate(now))
        self.owing = recipients_of([notice.obligation for notice in told], holders)
        openings = [notice for notice in told if notice.stage in TO_LIST]
        self.alarmed = alarmed_of([notice.obligation for notice in openings], holders)
        _withhold([notice for notice in told if is_alarm(notice.obligation)], holders.on)
        self.ranks = ranks_of([_late(notice) for notice in told if self._tells_a_rank(notice)], holders)

    def of(self, message: Message) -> list[Notice]:
        """Those of the mail that hold; none for an account that was closed."""
        if not message.recipient.is_active:
            return []
        return [notice for notice in self.notices[message.pk] if self._holds(notice)]

    def take_back(self, message: Message, but: Sequence[Notice] = ()) -> None:
        """Nobody is told of the others of this mail. Their work is looked at again: something else may hold.

        Two queries, none while there are no others.
        """
        dropped = [notice.pk for notice in self.notices[message.pk] if notice not in but]
        if dropped:
            unread = Notice.objects.filter(pk__in=dropped, seen_at__isnull=True)
            unread.update(withdrawn_at=self.now)
            Obligation.objects.open().filter(notices__in=dropped).update(act_after=self.now)

    def _holds(self, notice: Notice) -> bool:
        work, stage = notice.obligation, Stage(notice.stage)
        if stage in TO_LIST:
            # Whoever reviews it at once leaves it done all the same.
            return notice.recipient_id in self.alarmed.get(work.pk, set()) | self.owing[work.pk]
        if work.closed_at or notice.due_on not in (None, work.due_on):
            return False
        if stage == Stage.GIVEN:
            return work.owner_id == notice.recipient_id and self._is_theirs(notice)
        return self._is_reached(notice) and self._is_theirs(notice)

    def _tells_a_rank(self, notice: Notice) -> bool:
        return notice.stage not in TO_OWNER | TO_LIST and self._is_reached(notice)

    def _is_reached(self, notice: Notice) -> bool:
        """Whether it is what is to be told by now, and nothing later to the same people."""
        return self.looker.is_last(notice.obligation, Stage(notice.stage), notice.occurrence)

    def _is_theirs(self, notice: Notice) -> bool:
        """Whether they owe the work still, or stand on the rank; nobody else has taken it up since."""
        if notice.stage in TO_OWNER:
            return notice.recipient_id in self.owing[notice.obligation_id]
        return notice.recipient_id in self.ranks[notice.obligation_id, notice.stage]


def _withhold(openings: Sequence[Notice], today: date) -> None:
    """Find out to whom the case is to be withheld: for whom it is not there. One query, or none."""
    if openings:
        held = Membership.objects.in_force(today).filter(person=OuterRef("recipient"))
        readers = Exists(held.filter(role_covers("obligation__case_file")))
        notices = Notice.objects.filter(readers, pk__in=[notice.pk for notice in openings])
        shown = set(notices.values_list("pk", flat=True))
        for notice in openings:
            notice.case_is_withheld = notice.pk not in shown


def _late(notice: Notice) -> Late:
    return notice.obligation, Stage(notice.stage)
