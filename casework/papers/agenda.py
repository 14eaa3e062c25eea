"""The agenda of the joint operational meeting as a paper: by URN and reference, with no name of a party."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from casework.escalations.selectors import Agenda
from casework.obligations.models import Obligation
from casework.pages.dates import due_in, govuk_date
from casework.papers.paper import Paper, Part, facts, heading, table, text


def agenda_paper(agenda: Agenda, today: date) -> Paper:
    force = agenda.force
    return Paper(
        kind=f"joint-meeting-agenda-{today.isoformat()}",
        title=f"Joint meeting: {force.name} and {force.area}",
        urn="",
        version=f"agenda of {govuk_date(today)}",
        parts=list(_parts(agenda, today)),
    )


def _parts(agenda: Agenda, today: date) -> Iterator[Part]:
    yield heading("1. Escalations")
    if not agenda.escalations:
        yield text("None.")
    for matter in agenda.escalations:
        yield heading(f"{matter.case_file.urn}: {matter.work}", level=3)
        yield facts(
            ("Raised by", matter.raised_by.signature),
            ("Came here", govuk_date(matter.moved_at)),
            ("Why", matter.why),
        )
    yield heading("2. Files that came back")
    yield _table(
        ["URN", "Returned", "Now"],
        [
            [file.case_file.urn, f"{number} times", file.get_position_display()]
            for file, number in agenda.bounced
        ],
    )
    yield heading("3. Late work")
    yield _table(
        ["URN", "Work", "Whose turn", "Claimed by", "Due"],
        [_late(owed, today) for owed in agenda.late],
    )
    if agenda.late_in_all > len(agenda.late):
        yield text(f"These are the {len(agenda.late)} latest of {agenda.late_in_all}.")


def _late(owed: Obligation, today: date) -> list[str]:
    holder = owed.owner.signature if owed.owner else "nobody yet"
    late = f"{govuk_date(owed.due_on)} ({due_in(owed.due_on, today)})" if owed.due_on else ""
    return [owed.case_file.urn, _work(owed), owed.turn.label, holder, late]


def _work(owed: Obligation) -> str:
    return f"{owed.title} ({owed.about})" if owed.about else owed.title


def _table(head: list[str], rows: list[list[str]]) -> Part:
    return table(head, rows) if rows else text("None.")
