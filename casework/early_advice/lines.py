"""The verbs of reasonable lines of inquiry: directed with the advice, answered one by one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from casework.access.policy import Actor
from casework.database import in_transaction
from casework.early_advice.record_models import AdviceRecord, LineAnswer, LineOfInquiry
from casework.errors import RuleBroken
from casework.guards import working_day_to_come
from casework.people.roles import Side
from casework.private_material import justified_require
from casework.routes.services import position_require, record_move

Position = LineAnswer.Position
Followed = LineAnswer.Followed
# Where a line waits for its answer, by whose it is.
ASKED = {side: position for position, side in LineAnswer.OWED.items()}


def lines_direct(*, advice: AdviceRecord, at: datetime, lines: list[dict[str, Any]]) -> None:
    """Keep the lines of inquiry of a version, in its transaction. Two queries.

    `lines` have what, owner, kind, target_on, necessity and proportionality. Each is to
    be answered by its side. Raises RuleBroken for a target date that is not to come
    and for a line about private material that is not justified.
    """
    for line in lines:
        working_day_to_come(line["target_on"], at=at, what="The target date", field=None)
        justified_require(**{name: line[name] for name in ("kind", "necessity", "proportionality")})
    case = advice.request.case_file
    directed = LineOfInquiry.objects.bulk_create(
        LineOfInquiry(case_file=case, advice=advice, number=number, **line)
        for number, line in enumerate(lines, start=1)
    )
    LineAnswer.objects.bulk_create(
        LineAnswer(case_file=case, line=line, position=ASKED[Side(line.owner)], opened_at=at, moved_at=at)
        for line in directed
    )


def sections_have_lines(sections: dict[str, str], lines: list[dict[str, Any]]) -> None:
    """Guard: what the advice asks for of private material has a line, which says why. Raises RuleBroken."""
    directed = {line["kind"] for line in lines}
    for name, kind in AdviceRecord.ASKED_BY_LINE.items():
        if sections.get(name, "").strip() and kind not in directed:
            raise RuleBroken(
                f"Add a line of inquiry of the kind “{kind.label}” that says why this is necessary and "
                "proportionate. What is not to be requested goes under disclosure management",
                field=name,
            )


@in_transaction
def line_answer(*, record: LineAnswer, by: Actor, at: datetime, followed: str, detail: str) -> None:
    """Record whether a line was followed. Raises RuleBroken where it was not, in full, without a reason."""
    position_require(record, *LineAnswer.OWED)
    in_full = followed == Followed.FOLLOWED
    if not in_full and not detail.strip():
        raise RuleBroken("Enter why the line was not followed in full", field="detail")
    said = f": {detail}" if detail else ""
    record_move(
        record=record,
        to=Position.DONE if in_full else Position.NOT_DONE,
        by=by,
        at=at,
        verb="line_answered",
        reason=f"{Followed(followed).label}{said}",
        followed=followed,
        detail=detail,
        answered_at=at,
        answered_by=by.person,
    )
