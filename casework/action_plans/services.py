"""The verbs of the action plan: asked by the CPS, answered by the police, item by item."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from casework.access.policy import Actor, actor_on
from casework.action_plans.exchange import ItemAnswer, ItemMessage, ItemVerdict
from casework.action_plans.extensions import extension_lapse
from casework.action_plans.models import ActionPlan, ActionPlanItem, Asked
from casework.casefiles.models import CaseFile
from casework.charging.models import ChargingDecision
from casework.database import in_transaction
from casework.errors import RuleBroken
from casework.events.services import event_record
from casework.guards import day_to_come, working_day_to_come
from casework.people.models import User
from casework.people.roles import Role, Side, side_of
from casework.private_material import JUSTIFIED, justified_require
from casework.routes.services import position_require, record_move, record_reinstate
from casework.whose_clock.services import clock_restart_sent

Position = ActionPlanItem.Position
Answer, Verdict = ItemAnswer.Answer, ItemVerdict.Verdict
UNANSWERED = (Position.ANSWER, Position.EXTENSION)
OPEN = (*UNANSWERED, Position.CHECK)
# Where an answer says what it says, by the field of the form.
TEXT_OF = {Answer.DONE: "answer_detail", Answer.PARTLY: "done_so_far", Answer.CANNOT: "cannot_reason"}
# What each answer must say, by the field, and the words for where it does not.
SAID_OF = {
    Answer.DONE: {"answer_detail": "Enter what has been done"},
    Answer.PARTLY: {
        "done_so_far": "Enter what has been done",
        "outstanding": "Enter what is outstanding",
        "outstanding_by": "Enter the date by which the rest will be done",
    },
    Answer.CANNOT: {"cannot_reason": "Enter why it cannot be done"},
}
A = TypeVar("A", bound=Asked)


@in_transaction
def action_plan_issue(
    *,
    decision: ChargingDecision,
    by: Actor,
    at: datetime,
    items: list[dict[str, Any]],
    issued_by: User | None = None,
    reviewed_by: User | None = None,
) -> ActionPlan:
    """Issue the next plan of a decision.

    `items` have what, why, category and due_on, and may have line_of_inquiry, asks_for with the necessity
    and the proportionality of it, and the suspects whom they are about; without, that is the suspect of
    the decision. `issued_by` is who drafted a plan that
    `reviewed_by` lets go out.
    """
    items_require(items, at=at)
    number = ActionPlan.objects.filter(decision=decision).count() + 1
    plan = ActionPlan.objects.create(
        case_file=decision.case_file,
        decision=decision,
        number=number,
        issued_at=at,
        issued_by=issued_by or by.principal,
        reviewed_by=reviewed_by,
    )
    items_write(
        ActionPlanItem, decision, items, plan=plan, case_file=decision.case_file, opened_at=at, moved_at=at
    )
    event_record(
        case=decision.case_file, by=by, at=at, route=ActionPlanItem.route, verb="issued", subject=plan.pk
    )
    return plan


def items_require(items: list[dict[str, Any]], *, at: datetime) -> None:
    """Guard: there is an item; each is due on a day to come, and says why it asks for private material.

    Raises RuleBroken.
    """
    if not items:
        raise RuleBroken("Enter at least one item")
    for item in items:
        working_day_to_come(item["due_on"], at=at, what="The date the answer is due", field=None)
        reasons = {name: item.get(name, "") for name in JUSTIFIED}
        justified_require(kind=item.get("asks_for", ""), **reasons)


def items_write(
    model: type[A], decision: ChargingDecision, items: list[dict[str, Any]], **of: object
) -> list[A]:
    """Write the items of a plan, or of a proposed one, numbered in their order. Two queries."""
    asked = [{name: value for name, value in item.items() if name != "suspects"} for item in items]
    written = model._default_manager.bulk_create(
        model(number=number, **item, **of) for number, item in enumerate(asked, start=1)
    )
    about: Any = model.suspects.through
    key = f"{model._meta.model_name}_id"
    about.objects.bulk_create(
        about(**{key: row.pk, "suspect_id": suspect})
        for row, item in zip(written, items, strict=True)
        for suspect in suspects_of(item, decision)
    )
    return written


def suspects_of(item: dict[str, Any], decision: ChargingDecision) -> list[UUID]:
    """The keys of the suspects whom an item to be asked is about."""
    return [suspect.pk for suspect in item.get("suspects", ())] or [decision.suspect_id]


@in_transaction
def action_plan_item_answer(
    *,
    record: ActionPlanItem,
    by: Actor,
    at: datetime,
    answer: str,
    answer_detail: str,
    outstanding: str = "",
    outstanding_by: date | None = None,
) -> None:
    """Answer one item. A request for more time that is still open lapses.

    `answer_detail` is what was done, or why it cannot be; of what is partly done, `outstanding` is the
    rest, and `outstanding_by` the day by which it is done. Raises RuleBroken for what an answer must say.
    """
    position_require(record, *UNANSWERED)
    partly = answer == Answer.PARTLY
    _answer_require(answer, answer_detail, outstanding, outstanding_by, at=at)
    extension_lapse(record=record, by=by, at=at)
    ItemAnswer.objects.create(
        item=record,
        round=record.round,
        answer=answer,
        text=answer_detail,
        outstanding=outstanding if partly else "",
        outstanding_by=outstanding_by if partly else None,
        by=by.person,
        on_behalf_of=by.on_behalf_of,
        at=at,
    )
    record_move(
        record=record,
        to=Position.CHECK,
        by=by,
        at=at,
        verb="answered",
        reason=f"{Answer(answer).label}: {answer_detail}",
        # Whoever answers it has it from now on, but for who only leads them.
        owner=owner_of(record.case_file, by.principal) if by.role == Role.INVESTIGATOR else record.owner,
    )
    unanswered = ActionPlanItem.objects.filter(position__in=UNANSWERED)
    clock_restart_sent(case=record.case_file, side=Side.POLICE, by=by, at=at, but_for=unanswered)


def _answer_require(
    answer: str, text: str, outstanding: str, outstanding_by: date | None, *, at: datetime
) -> None:
    kind = Answer(answer)
    given = {TEXT_OF[kind]: text, "outstanding": outstanding, "outstanding_by": outstanding_by}
    for field, words in SAID_OF[kind].items():
        if not given[field]:
            raise RuleBroken(words, field=field)
    if kind == Answer.PARTLY and outstanding_by:
        day_to_come(outstanding_by, at=at, what="The date for the rest", field="outstanding_by")


@in_transaction
def action_plan_item_accept(
    *, record: ActionPlanItem, by: Actor, at: datetime, reason: str = "", rest_due_on: date | None = None
) -> None:
    """Accept the answer; the item is closed, or stays open for the rest of it until `rest_due_on`.

    Raises RuleBroken without a reason for what was not wholly done, and for a rest of anything but a
    partly done item.
    """
    position_require(record, Position.CHECK)
    last = record.last_answer
    if last and last.answer != Answer.DONE and not reason:
        raise RuleBroken("Enter why you accept an item that is not done", field="reason")
    if rest_due_on is None:
        _verdict(record, by, at, Verdict.ACCEPTED, reason)
        record_move(record=record, to=Position.ACCEPTED, by=by, at=at, verb="answer_accepted", reason=reason)
        return
    if last is None or last.answer != Answer.PARTLY:
        raise RuleBroken("Only an item that is partly done is kept open for the rest")
    working_day_to_come(rest_due_on, at=at, what="The date for the rest", field="rest_due_on")
    _verdict(record, by, at, Verdict.ACCEPTED, reason, rest_due_on)
    _ask_again(record, by, at, "answer_part_accepted", reason, due_on=rest_due_on)


@in_transaction
def action_plan_item_return(*, record: ActionPlanItem, by: Actor, at: datetime, return_reason: str) -> None:
    """Send the answer back; the item keeps its date."""
    position_require(record, Position.CHECK)
    _verdict(record, by, at, Verdict.RETURNED, return_reason)
    _ask_again(record, by, at, "answer_returned", return_reason)


def _verdict(
    record: ActionPlanItem, by: Actor, at: datetime, verdict: str, reason: str, rest: date | None = None
) -> None:
    ItemVerdict.objects.create(
        item=record,
        round=record.round,
        verdict=verdict,
        reason=reason,
        rest_due_on=rest,
        by=by.person,
        on_behalf_of=by.on_behalf_of,
        at=at,
    )


def _ask_again(
    record: ActionPlanItem, by: Actor, at: datetime, verb: str, reason: str, **changes: object
) -> None:
    record_move(
        record=record,
        to=Position.ANSWER,
        by=by,
        at=at,
        verb=verb,
        reason=reason,
        round=record.round + 1,
        **changes,
    )


@in_transaction
def action_plan_item_reinstate(*, record: ActionPlanItem, by: Actor, at: datetime, reason: str) -> None:
    """Want a withdrawn item again. Raises RuleBroken once the decision has gone on without it."""
    decision = record.plan.decision
    later = decision.action_plans.filter(number__gt=record.plan.number)
    if decision.position != ChargingDecision.Position.WAITING or later.exists():
        raise RuleBroken("The charging decision has gone on without this item. Set another action plan")
    record_reinstate(record=record, by=by, at=at, reason=reason)


@in_transaction
def item_message_post(*, record: ActionPlanItem, by: Actor, at: datetime, message: str) -> None:
    """Write a message about an open item to the other side. It moves nothing. Two queries."""
    position_require(record, *OPEN)
    if not message:
        raise RuleBroken("Enter your message", field="message")
    ItemMessage.objects.create(
        item=record, side=side_of(by.role), text=message, by=by.person, on_behalf_of=by.on_behalf_of, at=at
    )
    _event(record, by, at, "item_message")


@in_transaction
def item_owner_change(*, record: ActionPlanItem, by: Actor, at: datetime, owner: User, reason: str) -> None:
    """Name another officer who answers the item. Raises RuleBroken for who does not investigate the case."""
    position_require(record, *OPEN)
    if actor_on(record.case_file, owner, (Role.INVESTIGATOR,)) is None:
        raise RuleBroken(f"{owner.signature} does not investigate this case", field="owner")
    if owner == record.answers_for_police:
        raise RuleBroken(f"{owner.signature} has this item already", field="owner")
    former, record.owner = record.answers_for_police, owner_of(record.case_file, owner)
    record.save(update_fields=["owner"])
    _event(record, by, at, "owner_changed", reason=reason, handed_from=former, handed_to=owner)


def owner_of(case: CaseFile, officer: User) -> User | None:
    """Who is named as an item's owner: nobody where it is the officer in the case, whoever that becomes."""
    return None if officer.pk == case.officer_in_case_id else officer


def _event(record: ActionPlanItem, by: Actor, at: datetime, verb: str, **details: Any) -> None:
    event_record(
        case=record.case_file,
        by=by,
        at=at,
        route=record.route,
        verb=verb,
        subject=record.pk,
        **details,
    )
