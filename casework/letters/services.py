"""The verbs of a letter to a victim. None of them sends anything: a person does, and records it.

Code of Practice for Victims of Crime 2020, right 6: decisions are told with their reasons.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from casework.access.policy import Actor
from casework.casefiles.models import CaseFile
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.guards import day_happened
from casework.letters.matters import matter_stands, matters_of
from casework.letters.models import Letter, LetterCheck, LetterVersion
from casework.letters.wording import parts_of, template_of
from casework.pages.dates import govuk_date
from casework.review_rights.models import ReviewRight
from casework.routes.services import position_require, record_move

Position = Letter.Position


@in_transaction
def letter_open(*, case: CaseFile, by: Actor, at: datetime, matter: str) -> Letter:
    """Begin a letter about a matter of the case, by its key. Up to seven queries.

    Raises RuleBroken for what no letter can be about now, and where one is being written already.
    """
    found = next((each for each in matters_of(case) if each.key == matter), None)
    if found is None:
        raise RuleBroken("Select what the letter is about", field="matter")
    about = {
        "kind": found.kind,
        "victim": found.victim,
        "decision": found.decision,
        "decision_round": found.decision_round,
        "review": found.review,
    }
    letters = Letter.objects.filter(case_file=case)
    if letters.filter(**about, withdrawn_at=None).exclude(position=Position.SENT).exists():
        raise RuleBroken("This letter is being written already", field="matter")
    made = Letter.objects.create(
        case_file=case,
        number=letters.count() + 1,
        opened_by=by.principal,
        opened_at=at,
        moved_at=at,
        **about,
    )
    event_record(
        case=case, by=by, at=at, route=Letter.route, verb="letter_opened", subject=made.pk, reason=made.about
    )
    return made


@in_transaction
def letter_draft(*, record: Letter, by: Actor, at: datetime, dated_on: date, written: dict[str, str]) -> None:
    """The letter is drafted, in a version of its own, and is to be checked by somebody else.

    `written` are the drafter's parts by key. Raises RuleBroken for a date that has passed, from which the
    victim would lose days, or for whose year no bank holidays are held, for a part without words, and once
    the decision no longer stands.
    """
    position_require(record, Position.DRAFT)
    matter_stands(record)
    if dated_on < timezone.localdate(at):
        raise RuleBroken("The date of the letter must be today or in the future", field="dated_on")
    template = template_of(record)
    for part in template.to_write:
        if not written.get(part.key, "").strip():
            raise RuleBroken(f"Enter what belongs under “{part.title}”", field=f"part_{part.key}")
    LetterVersion.objects.create(
        letter=record,
        number=record.versions.count() + 1,
        template=template.key,
        template_version=template.version,
        title=template.title,
        dated_on=dated_on,
        addressed_to=record.victim.full_name,
        parts=parts_of(record, dated_on, written),
        drafted_by=by.person,
        drafted_for=by.on_behalf_of,
        drafted_at=at,
    )
    record_move(record=record, to=Position.CHECK, by=by, at=at, verb="letter_drafted")


@in_transaction
def letter_approve(*, record: Letter, by: Actor, at: datetime) -> None:
    """Somebody else than who drafted it found it right: it can be printed and sent. Kept for ever."""
    position_require(record, Position.CHECK)
    version = _checked_by_another(record, by)
    matter_stands(record)
    LetterCheck.objects.create(
        version=version, checked_by=by.person, checked_for=by.on_behalf_of, checked_at=at
    )
    record_move(record=record, to=Position.SEND, by=by, at=at, verb="letter_checked", return_reason="")


@in_transaction
def letter_return(*, record: Letter, by: Actor, at: datetime, return_reason: str) -> None:
    """Something in the draft is to be put right first."""
    position_require(record, Position.CHECK)
    _draft_again(record, by, at, "letter_returned", return_reason)


@in_transaction
def letter_redraft(*, record: Letter, by: Actor, at: datetime, return_reason: str) -> None:
    """A checked letter that was not sent is drafted again, and checked again. Its version stays."""
    position_require(record, Position.SEND)
    _draft_again(record, by, at, "letter_reopened", return_reason)


@in_transaction
def letter_sent(*, record: Letter, by: Actor, at: datetime, sent_on: date, sent_how: str) -> None:
    """A person has sent the letter. Raises RuleBroken for a day before the check, and after its own date:

    its days count from that date, and the victim would have fewer than it says.
    """
    position_require(record, Position.SEND)
    version = _current(record)
    day_happened(
        sent_on, at=at, since=version.check_made.checked_on, what="The day it was sent", field="sent_on"
    )
    if sent_on > version.dated_on:
        raise RuleBroken(
            f"The letter is dated {govuk_date(version.dated_on)}, and its days count from then. "
            "Draft it again with the day on which it is sent",
            field="sent_on",
        )
    record_move(
        record=record,
        to=Position.SENT,
        by=by,
        at=at,
        verb="letter_sent",
        reason=f"{ReviewRight.How(sent_how).label}, {govuk_date(sent_on)}",
        sent_on=sent_on,
        sent_how=sent_how,
    )


def _checked_by_another(record: Letter, by: Actor) -> LetterVersion:
    """Guard: nobody checks what they drafted, or what was drafted for them. One query."""
    version = _current(record)
    if {by.person.pk, by.principal.pk} & {version.drafted_by_id, version.drafted_for_id}:
        raise RuleBroken("You drafted this letter, so somebody else must check it")
    return version


def _current(record: Letter) -> LetterVersion:
    return LetterVersion.objects.select_related("check_made").filter(letter=record).latest("number")


def _draft_again(record: Letter, by: Actor, at: datetime, verb: str, reason: str) -> None:
    record_move(
        record=record,
        to=Position.DRAFT,
        by=by,
        at=at,
        verb=verb,
        reason=reason,
        return_reason=reason,
        round=record.round + 1,
    )
