"""Where a person goes from a finding: to the page on which what is missing is put right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse

from casework.casefiles.models import CaseFile
from casework.obligations.models import Obligation
from casework.routes.findings import BAD_CHARACTER, DOCUMENTS, EARLY_ADVICE, MEETING, PEOPLE, Finding
from casework.routes.models import RouteRecord

LABELS = {
    PEOPLE: "Go to the people and offences of the case",
    DOCUMENTS: "Go to the documents of the case",
    EARLY_ADVICE: "Go to early advice",
    BAD_CHARACTER: "Go to bad character",
    MEETING: "Record a meeting",
}


class Told(NamedTuple):
    """A finding as a page shows it. `href` is empty where there is nowhere to go."""

    words: str
    blocks: bool
    href: str
    label: str


def findings_told(case: CaseFile, record: RouteRecord, findings: Iterable[Finding]) -> list[Told]:
    """The findings on a record with their links. A query for each link to early advice or bad character."""
    return [
        Told(each.words, each.blocks, finding_href(case, record, each.link), LABELS.get(each.link, ""))
        for each in findings
    ]


def finding_href(case: CaseFile, record: RouteRecord, link: str) -> str:
    if link == PEOPLE:
        return reverse("case_people", kwargs={"urn": case.urn})
    if link == DOCUMENTS:
        return reverse("documents", kwargs={"urn": case.urn})
    if link == MEETING:
        of_turn = {"urn": case.urn, "kind": "charging_decision", "record": record.pk, "key": "record_meeting"}
        return reverse("turn", kwargs=of_turn)
    return _step_href(case, link) if link else ""


def _step_href(case: CaseFile, kind: str) -> str:
    """The open step of the route, or the route where none is open."""
    owed = Obligation.objects.open().filter(case_file=case, kind__startswith=f"{kind}.").first()
    if owed:
        return reverse("step", kwargs={"urn": case.urn, "task": owed.task})
    return reverse("case_route", kwargs={"urn": case.urn, "route": kind.replace("_", "-")})
