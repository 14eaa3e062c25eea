"""What is missing before a request for early advice is sent: it would come back for it.

Full material is no precondition of early advice (DG6, chapter 7), so most of this tells and does not
stop anybody. Where the CPS has a reason for sending back what is missing, the finding names it; the
other reasons of `casework.routes.reasons` are about papers that are not looked into here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef

from casework.bad_character.models import BadCharacterConsideration
from casework.casefiles.models import CaseFile, Offence, Suspect
from casework.documents.models import Document
from casework.early_advice.models import EarlyAdviceRequest
from casework.file_review.rounds import ChecklistAnswer
from casework.file_review.standard import standard_now
from casework.routes.findings import Finding
from casework.routes.reasons import RejectionReason

OFFENCE_MISSING = "Add the offence to the case before you request early advice"
# What the submitter found of a file that was sent before, by the reason for which the CPS would send it back.
PAPERS = {
    "mg6c": RejectionReason.SCHEDULE,
    "mg6d": RejectionReason.SCHEDULE,
    "mg6e": RejectionReason.SCHEDULE,
    "mg3": RejectionReason.MG3,
    "mg11": RejectionReason.MG11,
    "mg15": RejectionReason.INTERVIEW,
}


class RequestState(NamedTuple):
    """What the findings look at. `missing` are the items of the file standard that were found missing."""

    offence: bool = True
    suspect: bool = True
    identified: bool = True
    convictions_checked: bool = True
    phone: str = ""
    email: str = ""
    document: bool = True
    missing: frozenset[str] = frozenset()


def request_findings(record: EarlyAdviceRequest) -> list[Finding]:
    """What is missing of a request, the worst first. Two queries."""
    state = request_state(record.case_file)
    return [found for check in CHECKS for found in check(state)]


def request_state(case: CaseFile) -> RequestState:
    """Two queries."""
    of_case = {"case_file": OuterRef("pk")}
    unchecked = BadCharacterConsideration.objects.filter(
        **of_case, position=BadCharacterConsideration.Position.CONSIDER
    )
    suspects = Suspect.objects.filter(**of_case)
    facts = CaseFile.objects.filter(pk=case.pk).values(
        offence=Exists(Offence.objects.filter(**of_case)),
        suspect=Exists(suspects),
        identified=Exists(suspects.filter(identified_on__isnull=False)),
        convictions_checked=~Exists(unchecked),
        document=Exists(Document.objects.current().filter(**of_case)),
        phone=F("officer_in_case__phone"),
        email=F("officer_in_case__email"),
    )
    return RequestState(**facts.get(), missing=frozenset(_missing_of(case)))


def _missing_of(case: CaseFile) -> list[str]:
    """What the submitter found missing of the file in its last round. One query."""
    found = ChecklistAnswer.objects.filter(
        submission__case_file=case,
        round=F("submission__round"),
        checker=ChecklistAnswer.Checker.SUBMITTER,
        found=ChecklistAnswer.Found.MISSING,
    )
    return list(found.values_list("item", flat=True))


def offence_check(state: RequestState) -> Iterator[Finding]:
    if not state.offence:
        yield Finding(OFFENCE_MISSING, blocks=True)


def suspect_check(state: RequestState) -> Iterator[Finding]:
    """Early advice may be sought before anybody is identified; the prosecutor then has to know it."""
    if not state.suspect:
        yield Finding("No suspect is recorded. If there is one, add them to the case first")
    elif not state.identified:
        yield Finding(
            "No suspect is recorded as identified. Enter the date, or say in the request what is being done"
        )


def contact_check(state: RequestState) -> Iterator[Finding]:
    absent = [name for name, held in (("telephone number", state.phone), ("email", state.email)) if not held]
    if absent:
        what = " or ".join(absent)
        yield _sent_back_for(
            RejectionReason.OFFICER_CONTACT, f"the officer in the case has no {what}. Ask your administrator"
        )


def convictions_check(state: RequestState) -> Iterator[Finding]:
    if not state.convictions_checked:
        yield _sent_back_for(
            RejectionReason.SUSPECT_CONVICTIONS, "bad character is not yet considered for every suspect"
        )


def document_check(state: RequestState) -> Iterator[Finding]:
    if not state.document:
        yield Finding(
            "No document is attached to the case. Add what helps the prosecutor, if there is any yet"
        )


def papers_check(state: RequestState) -> Iterator[Finding]:
    for item, reason in PAPERS.items():
        if item in state.missing:
            label = standard_now().item(item).label
            yield _sent_back_for(reason, f"{label} is recorded as missing from the file")


CHECKS: tuple[Callable[[RequestState], Iterator[Finding]], ...] = (
    offence_check,
    suspect_check,
    contact_check,
    convictions_check,
    document_check,
    papers_check,
)


def _sent_back_for(reason: RejectionReason, why: str) -> Finding:
    return Finding(f"The CPS may send this back for “{reason.label}”: {why}")
