"""How the routes of a case stand, as its task list shows them."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from casework.action_plans.selectors import plans_in_words
from casework.casefiles.models import CaseFile
from casework.casefiles.routes import Route
from casework.people.roles import Side

PLANS = "action-plans"
# So many records are named; of more their number is said.
NAMED = 6
NO_BREAK = "\N{NO-BREAK SPACE}"
WITHDRAWN = {"status": "Withdrawn", "colour": "grey"}


def route_row(case_file: CaseFile, route: Route, side: Side | None) -> dict[str, object]:
    """A route as the task list shows it: its records' positions, worded for the reader."""
    records = [entry.record for entry in route.entries]
    owing = {record.owed_by for record in records if record.owed_by}
    withdrawn = bool(records) and all(record.withdrawn_at for record in records)
    return {
        "text": route.title,
        "href": reverse("case_route", kwargs={"urn": case_file.urn, "route": route.key}),
        "hint": "; ".join(standing_in_words(case_file, route, side)) or "Nothing yet",
        **(WITHDRAWN if withdrawn else route_status(bool(records), owing, side)),
    }


def standing_in_words(case_file: CaseFile, route: Route, side: Side | None) -> list[str]:
    """How a route stands: of action plans how far each has come, of others where each record is."""
    if route.key == PLANS:
        return plans_in_words(case_file, side, timezone.localdate())
    return positions_in_words(route, side)


def positions_in_words(route: Route, side: Side | None) -> list[str]:
    """Each position once, what somebody owes before what is done, with the records that stand there:
    "Charged (S1, S2)", "Answered (V1, decision on S1; V1, decision on S2)"."""
    standing: dict[str, list[str]] = {}
    for entry in sorted(route.entries, key=lambda each: each.record.owed_by is None):
        standing.setdefault(entry.record.words_for(side), []).append(entry.record.about)
    return [
        f"{words} ({listed(about)})" if (about := [each for each in records if each]) else words
        for words, records in standing.items()
    ]


def listed(about: list[str]) -> str:
    """In a row, parted by semicolons where one has a comma of its own; the number of too many for a row."""
    row = ("; " if any("," in each for each in about) else ", ").join(about)
    return row if len(about) <= NAMED else str(len(about))


def route_status(begun: bool, owing: set[Side], side: Side | None) -> dict[str, str]:
    """Who must act next on a route, with the colour of its tag: ours stands out."""
    if not begun:
        return {"status": "Not started", "colour": ""}
    if not owing:
        return {"status": "Done", "colour": "green"}
    if side in owing:
        return {"status": f"{side.label} to act".replace(" ", NO_BREAK), "colour": "blue"}
    others = " and ".join("CPS" if each == Side.CPS else "police" for each in sorted(owing))
    return {"status": f"With {others}".replace(" ", NO_BREAK), "colour": "grey"}
