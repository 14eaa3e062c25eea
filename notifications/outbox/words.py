"""The words of a mail: the URN, the work, its date and a link. Nobody is named and no reason is given."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from casework.pages.dates import govuk_day
from notifications.ladders.stages import Stage
from notifications.notices.models import Notice
from notifications.outbox.channels.way import Mail, NotTaken
from notifications.outbox.models import Message

SUBJECTS = {
    Stage.GIVEN: "RASSO Casework: work was given to you",
    Stage.DUE_SOON: "RASSO Casework: work is due soon",
    Stage.DUE: "RASSO Casework: work is due",
    Stage.OVERDUE: "RASSO Casework: work is overdue",
    Stage.AGAIN: "RASSO Casework: work is still overdue",
    Stage.SUPERVISOR: "RASSO Casework: overdue work, told to the supervisor",
    Stage.GATEKEEPER: "RASSO Casework: overdue work, told to the gatekeeper",
    Stage.UNIT_HEAD: "RASSO Casework: overdue work, told to the unit head",
    Stage.CHIEF: "RASSO Casework: overdue work, told to the Chief Crown Prosecutor",
    Stage.MEETING: "RASSO Casework: overdue work is a matter for the joint meeting",
    Stage.BROKEN_IN: "RASSO Casework: a restricted case was opened in an emergency",
}
NOT_LISTED = "You are not on the list of that case."
WITHHELD = f"Somebody has opened a restricted case in an emergency. {NOT_LISTED}"
LATE = f"Nobody has yet reviewed the opening of a restricted case in an emergency. {NOT_LISTED}"
DIGEST = "RASSO Casework: what is due and overdue"
# Those that are made from no notices: what they say is the same for everybody.
WORDED = {
    Message.Kind.TEST: (
        "RASSO Casework: a test of your email",
        "You asked for this test. Emails from RASSO Casework reach you.\n",
    ),
    Message.Kind.SIGN_IN: (
        "RASSO Casework: your sign-in was changed",
        "An administrator of your organisation has changed how you sign in to RASSO Casework, or has signed "
        "you out. If you did not expect this, ask them at once.\n",
    ),
}


def mail_of(message: Message, notices: Sequence[Notice]) -> Mail:
    """What the mail says of these notices; of its recipient only the address. Makes no query.

    Raises NotTaken for somebody who has no address any more.
    """
    if not message.recipient.email:
        raise NotTaken("NoAddress")
    if message.kind in WORDED:
        subject, body = WORDED[Message.Kind(message.kind)]
    else:
        digest = message.kind == Message.Kind.DIGEST
        subject = DIGEST if digest else SUBJECTS[Stage(notices[0].stage)]
        body = "\n".join(_words(notice, named=digest) for notice in notices)
    return Mail(message.pk, message.recipient.email, subject, body)


def _words(notice: Notice, *, named: bool) -> str:
    """In a digest each says its own stage."""
    if notice.case_is_withheld:
        said = WITHHELD if notice.stage == Stage.BROKEN_IN else LATE
        return f"{said}\n\n{settings.ORIGIN}/emergency-access/\n"
    work = notice.obligation
    by = f", by {govuk_day(work.due_on)}" if work.due_on else ""
    lines = [f"Case: {work.case_file.urn}", f"Work: {work.title}{by}"]
    if named:
        lines.append(f"Now: {notice.get_stage_display()}")
    return "\n".join([*lines, "", f"{settings.ORIGIN}/cases/{work.case_file.urn}/", ""])
