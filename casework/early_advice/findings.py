"""What is missing before a request for early advice is sent: it would come back for it.

Full material is no precondition of early advice (DG6, chapter 7), so most of this tells and does not
stop anybody. It is a checklist of the reasons for which the CPS sends a request back
(`casework.routes.reasons`), as far as a look at the case tells; the papers are those of the file standard.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef

from casework.bad_character.models import BadCharacterConsideration
from casework.casefiles.models import CaseFile, Offence, Suspect
from casework.documents.models import Document
from casework.early_advice.models import EarlyAdviceRequest
from casework.file_review.standard import standard_now
from casework.routes.findings import BAD_CHARACTER, DOCUMENTS, PEOPLE, Finding
from casework.routes.reasons import RejectionReason

OFFENCE_MISSING = "Add the offence to the case before you request early advice"


class RequestState(NamedTuple):
    """What the findings look at. `documents` are the kinds of those that are attached to the case."""

    offence: bool = True
    suspect: bool = True
    identified: bool = True
    convictions_checked: bool = True
    phone: str = ""
    email: str = ""
    documents: frozenset[str] = frozenset()


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
        phone=F("officer_in_case__phone"),
        email=F("officer_in_case__email"),
    )
    documents = Document.objects.current().filter(case_file=case).values_list("kind", flat=True)
    return RequestState(**facts.get(), documents=frozenset(documents))


def offence_check(state: RequestState) -> Iterator[Finding]:
    if not state.offence:
        yield Finding(OFFENCE_MISSING, blocks=True, link=PEOPLE)


def suspect_check(state: RequestState) -> Iterator[Finding]:
    """Early advice may be sought before anybody is identified; the prosecutor then has to know it."""
    if not state.suspect:
        yield Finding("No suspect is recorded. If there is one, add them to the case first", link=PEOPLE)
    elif not state.identified:
        yield Finding(
            "No suspect is recorded as identified. Enter the date, or say in the request what is being done",
            link=PEOPLE,
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
            RejectionReason.SUSPECT_CONVICTIONS,
            "bad character is not yet considered for every suspect",
            link=BAD_CHARACTER,
        )


def papers_check(state: RequestState) -> Iterator[Finding]:
    """Which papers are not attached, by the reason of the CPS; one finding where there are none at all."""
    if not state.documents:
        yield Finding(
            "No document is attached to the case. Add what helps the prosecutor, if there is any yet",
            link=DOCUMENTS,
        )
        return
    for reason, labels in _not_attached(state.documents).items():
        yield _sent_back_for(RejectionReason(reason), f"no {' or '.join(labels)} is attached", link=DOCUMENTS)


def _not_attached(documents: frozenset[str]) -> dict[str, list[str]]:
    """What of the file standard is not there, by the reason; but for what may come later."""
    found = defaultdict(list)
    for item in standard_now().items:
        if item.reason and item.documents and not item.dated and documents.isdisjoint(item.documents):
            found[item.reason].append(item.in_sentence)
    return found


CHECKS: tuple[Callable[[RequestState], Iterator[Finding]], ...] = (
    offence_check,
    suspect_check,
    contact_check,
    convictions_check,
    papers_check,
)


def _sent_back_for(reason: RejectionReason, why: str, link: str = "") -> Finding:
    return Finding(f"The CPS may send this back for “{reason.label}”: {why}", link=link)
