"""What lies on people's desks: what they have begun to type, and up to where they have read a case."""

from __future__ import annotations

from datetime import timedelta

from casework.casefiles.models import CaseFile
from casework.drafts.place import Place
from casework.drafts.services import draft_save
from casework.drafts.typed import Typed
from casework.last_looked.services import case_looked_at
from casework.obligations.models import Obligation

# So many cases, of each story one.
CASES = 25
# By kind of work: the outcome that somebody has begun to answer with, and how far they have come.
BEGUN: dict[str, tuple[str, Typed]] = {
    "early_advice.consider": ("request", {"factual_summary": ["The victim told a friend the next morning."]}),
    "plan_item.answer": (
        "answer",
        {"answer": ["partly"], "answer_detail": ["The bus company has been asked for"]},
    ),
}


def desk_lay(case: CaseFile) -> None:
    """The officer in the case has read the first half of what happened, and begun what waits for them."""
    officer = case.officer_in_case
    events = list(case.events.order_by("pk").values_list("pk", "at"))
    seen, at = events[len(events) // 2]
    case_looked_at(person=officer, case=case, seen=seen, at=at)
    for work in Obligation.objects.open().filter(case_file=case, owner=officer, kind__in=BEGUN):
        outcome, typed = BEGUN[work.kind]
        draft_save(
            person=officer,
            place=Place(work.subject, work.kind, outcome),
            wanted=Obligation.objects.filter(pk=work.pk),
            typed=typed,
            at=work.opened_at + timedelta(hours=2),
        )
