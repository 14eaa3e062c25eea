"""The words of a notice: the URN, the work, its date and a link. Nobody is named and no reason is given."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from casework.pages.dates import govuk_day
from notifications.ladder import Stage
from notifications.models import Notice

SUBJECTS = {
    Stage.DUE_SOON: "RASSO Casework: work is due soon",
    Stage.DUE: "RASSO Casework: work is due",
    Stage.OVERDUE: "RASSO Casework: work is overdue",
    Stage.SUPERVISOR: "RASSO Casework: overdue work, told to the supervisor",
    Stage.GATEKEEPER: "RASSO Casework: overdue work, told to the gatekeeper",
    Stage.UNIT_HEAD: "RASSO Casework: overdue work, told to the unit head",
    Stage.CHIEF: "RASSO Casework: overdue work, told to the Chief Crown Prosecutor",
    Stage.MEETING: "RASSO Casework: overdue work is a matter for the joint meeting",
    Stage.IN_56: "RASSO Casework: a limit runs out in 56 days",
    Stage.IN_28: "RASSO Casework: a limit runs out in 28 days",
    Stage.IN_14: "RASSO Casework: a limit runs out in 14 days",
    Stage.IN_7: "RASSO Casework: a limit runs out in 7 days",
    Stage.IN_3: "RASSO Casework: a limit runs out in 3 days",
    Stage.IN_1: "RASSO Casework: a limit runs out tomorrow",
}
BODY = """\
Case: {urn}
Work: {title}, by {day}

{origin}/cases/{urn}/
"""


def message_for(notice: Notice) -> EmailMessage:
    """The mail of a notice. Every try has the same Message-ID, by which a receiver can drop a second copy.

    Reads the obligation, its case and the recipient: a query each unless loaded.
    """
    return EmailMessage(
        subject=SUBJECTS[Stage(notice.stage)],
        body=_body(notice),
        to=[notice.recipient.email],
        headers={
            "Message-ID": f"<notice-{notice.pk}@{urlsplit(settings.ORIGIN).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def _body(notice: Notice) -> str:
    return BODY.format(
        urn=notice.obligation.case_file.urn,
        title=notice.obligation.title,
        day=govuk_day(notice.due_on),
        origin=settings.ORIGIN,
    )
