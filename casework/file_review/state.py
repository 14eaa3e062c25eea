"""What the automatic findings look at, fetched once: of the case, its people, and the file itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from django.db.models import BooleanField, Exists, Func, Max, OuterRef, QuerySet

from casework.casefiles.models import CaseFile, Offence, Suspect
from casework.documents.models import Document
from casework.early_advice.models import EarlyAdviceRequest
from casework.early_advice.record_models import LineAnswer
from casework.file_review.models import ChecklistAnswer, FileSubmission
from casework.file_review.standard import Item, Standard, standard_now
from casework.routes.models import RouteRecord
from casework.victim_statements.models import VpsOffer

Found = ChecklistAnswer.Found
R = TypeVar("R", bound=RouteRecord)
# Where a file is checked by the standard under which it was submitted.
CHECKED = (FileSubmission.Position.SIGN_OFF, FileSubmission.Position.REVIEW)


class Answer(NamedTuple):
    """What somebody found of an item: why it does not apply, or when what is missing is expected."""

    found: str
    reason: str = ""
    expected_on: date | None = None

    @property
    def is_lacking(self) -> bool:
        """Missing, and not known to come."""
        return self.found == Found.MISSING and self.expected_on is None


Checklist = Mapping[str, Answer]


class SuspectFacts(NamedTuple):
    """`elsewhere`: in another case of the force is a suspect of the same name and date of birth."""

    reference: str
    bad_character: str | None
    elsewhere: bool


@dataclass(frozen=True)
class FileState:
    """A file as it stands. `documents` says, by kind, when the newest version was added."""

    position: str
    urn: str
    force_code: str
    officer: str
    officer_contact_complete: bool
    has_offence: bool
    crime_number_elsewhere: bool
    suspects: tuple[SuspectFacts, ...]
    vps: Mapping[str, str]
    early_advice: str
    lines_open: tuple[str, ...]
    standard: Standard
    answers: Checklist
    documents: Mapping[str, datetime]
    supervisor_comments: str
    returned_at: datetime | None
    returned_for: tuple[str, ...]

    def lacking(self) -> list[Item]:
        """The items that were found missing, and are not known to come."""
        answered = ((item, self.answers.get(item.key)) for item in self.standard.items)
        return [item for item, answer in answered if answer and answer.is_lacking]

    def found_present(self, key: str) -> bool:
        answer = self.answers.get(key)
        return answer is not None and answer.found == Found.PRESENT


def file_state(record: FileSubmission, given: Checklist | None = None) -> FileState:
    """The file as it stands, with the answers that were `given`, or else those last given in this round.

    Whatever was withdrawn is over, and is not looked at. Eight queries; seven with answers.
    """
    case = _case(record)
    last = next(iter(record.returned), None)
    return FileState(
        position=record.position,
        urn=case.urn,
        force_code=case.force.code,
        officer=case.officer_in_case.signature,
        officer_contact_complete=bool(case.officer_in_case.phone and case.officer_in_case.email),
        has_offence=case.has_offence,  # type: ignore[attr-defined]
        crime_number_elsewhere=case.crime_number_elsewhere,  # type: ignore[attr-defined]
        suspects=tuple(_suspects(case)),
        vps=dict(_wanted(VpsOffer, case).values_list("victim__reference", "position")),
        early_advice=_wanted(EarlyAdviceRequest, case).values_list("position", flat=True).first() or "",
        lines_open=tuple(_lines_open(case)),
        standard=record.standard if given is None or record.position in CHECKED else standard_now(),
        answers=_last_given(record) if given is None else given,
        documents=_documents(case),
        supervisor_comments=record.supervisor_comments,
        returned_at=last.returned_at if last else None,
        returned_for=tuple(last.reasons) if last else (),
    )


def _case(record: FileSubmission) -> CaseFile:
    return (
        CaseFile.objects.select_related("force", "officer_in_case")
        .annotate(
            has_offence=Exists(Offence.objects.filter(case_file=OuterRef("pk"))),
            crime_number_elsewhere=_elsewhere("casework_crime_number_elsewhere"),
        )
        .get(pk=record.case_file_id)
    )


def _wanted(model: type[R], case: CaseFile) -> QuerySet[R]:
    return model._default_manager.filter(case_file=case, withdrawn_at=None)


def _suspects(case: CaseFile) -> list[SuspectFacts]:
    elsewhere = _elsewhere("casework_suspect_elsewhere")
    suspects = Suspect.objects.filter(case_file=case).annotate(elsewhere=elsewhere)
    found = suspects.order_by("reference").values_list("reference", "bad_character__position", "elsewhere")
    return [SuspectFacts(*row) for row in found]


def _elsewhere(function: str) -> Func:
    """What a function of the database says of the record beside all cases, also those of others."""
    return Func("pk", function=function, output_field=BooleanField())


def _lines_open(case: CaseFile) -> list[str]:
    waiting = _wanted(LineAnswer, case).filter(position=LineAnswer.Position.ANSWER)
    return [answer.about for answer in waiting.select_related("line__advice")]


def _last_given(record: FileSubmission) -> dict[str, Answer]:
    """The last word on each item in this round, by whoever checked it last."""
    return {
        each.item: Answer(each.found, each.reason, each.expected_on)
        for each in record.answers_of(record.round)
    }


def _documents(case: CaseFile) -> dict[str, datetime]:
    current = Document.objects.filter(case_file=case).current().order_by()
    return dict(current.values_list("kind").annotate(Max("versions__added_at")))
