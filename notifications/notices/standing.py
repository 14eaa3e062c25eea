"""Which notices of a mail still hold when it is sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from casework.obligations.models import Obligation
from notifications.ladders.stages import TO_OWNER, Stage
from notifications.ladders.timings import changes_in_force
from notifications.notices.holders import Holders
from notifications.notices.look import Looker
from notifications.notices.models import Notice
from notifications.notices.recipients import recipients_of
from notifications.outbox.models import Message


class Standing:
    """The notices of some mails, as of one moment. Five queries however many there are."""

    def __init__(self, messages: Sequence[Message], *, now: datetime):
        self.now, self.looker = now, Looker(now, changes_in_force())
        found = Notice.objects.standing().filter(message__in=messages).select_related("obligation__case_file")
        self.notices: dict[object, list[Notice]] = defaultdict(list)
        for notice in found.order_by("due_on", "pk"):
            self.notices[notice.message_id].append(notice)
        work = [notice.obligation for notices in self.notices.values() for notice in notices]
        self.holders = Holders(timezone.localdate(now))
        self.owing = recipients_of(work, self.holders)

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
        if not self.holders.not_kept(work.case_file_id, [notice.recipient_id]):
            return False
        if work.closed_at or notice.due_on not in (None, work.due_on):
            return False
        if stage == Stage.GIVEN:
            return work.owner_id == notice.recipient_id
        telling = (stage, notice.occurrence)
        # What is to be told by now, and nothing later to the same people.
        return self.looker.is_last(work, *telling) and (stage not in TO_OWNER or self._is_theirs(notice))

    def _is_theirs(self, notice: Notice) -> bool:
        """Whether they owe the work still, and nobody else has taken it up since."""
        return notice.recipient_id in self.owing[notice.obligation_id]
