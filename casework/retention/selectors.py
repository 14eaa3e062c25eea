"""What administrators see of the keeping of cases: numbers, classes and dates, nothing of what is in them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.access.policy import cases_administered_by
from casework.casefiles.models import CaseFile
from casework.errors import RuleBroken
from casework.obligations.models import Obligation
from casework.people.models import User
from casework.people.roles import Role
from casework.retention.models import CaseRetention, ErasedCase, ErasureProposal, LegalHold


def cases_kept_by(user: User) -> QuerySet[CaseFile]:
    """The cases of the person's forces and areas, with their class. No query of its own."""
    return CaseFile.objects.filter(cases_administered_by(user)).select_related("retention", "force", "area")


def with_marks(cases: QuerySet[CaseFile]) -> QuerySet[Any, Any]:
    """Annotate whether each is held, and whether somebody proposes to erase it."""
    of_case = {"case_file": OuterRef("pk")}
    held = Exists(LegalHold.objects.in_force().filter(**of_case))
    proposed = Exists(ErasureProposal.objects.in_force().filter(**of_case))
    return cases.annotate(is_held=held, is_proposed=proposed)


def due(user: User, today: date) -> QuerySet[Any, Any]:
    """Whose review is due, the longest first."""
    cases = cases_kept_by(user).filter(retention__review_on__lte=today)
    return with_marks(cases).order_by("retention__review_on", "pk")


def held(user: User) -> QuerySet[Any, Any]:
    """Those under a legal hold, closed or not."""
    return with_marks(cases_kept_by(user)).filter(is_held=True).order_by("registered_at", "pk")


def without_class(user: User) -> QuerySet[Any, Any]:
    """Those in which no work is open and that have no class yet; some may be before the court."""
    open_work = Obligation.objects.open().filter(case_file=OuterRef("pk"))
    cases = cases_kept_by(user).filter(retention__isnull=True).exclude(Exists(open_work))
    return with_marks(cases).order_by("registered_at", "pk")


def erased(user: User) -> QuerySet[ErasedCase]:
    """What is left of the cases of the person's forces and areas, the latest first.

    Whoever was kept from a case is not shown that it was there.
    """
    places = [each.organisation_id for each in user.memberships_held if each.role == Role.ADMINISTRATOR]
    found = ErasedCase.objects.filter(Q(force__in=places) | Q(area__in=places))
    shown = found.filter(Q(open_to=None) | Q(open_to__contains=[user.pk])).exclude(barred__contains=[user.pk])
    return shown.select_related("proposed_by", "erased_by")


def files_erased(files: Collection[UUID]) -> set[UUID]:
    """Which of these files were of a case that was erased. One query, or none."""
    if not files:
        return set()
    found = ErasedCase.objects.filter(files__overlap=list(files)).values_list("files", flat=True)
    return set(files) & set().union(*found)


def holds_of(case: CaseFile) -> QuerySet[LegalHold]:
    """The holds in force, with who set them. Lazy."""
    return LegalHold.objects.in_force().filter(case_file=case).select_related("begun_by", "organisation")


def retention_of(case: CaseFile) -> CaseRetention:
    """The class of the case. One query. Raises RuleBroken where it has none."""
    found = CaseRetention.objects.filter(case_file=case).first()
    if found is None:
        raise RuleBroken("Set the retention class of the case first")
    return found


def proposal_of(case: CaseFile) -> ErasureProposal | None:
    """The proposal that stands. One query."""
    found = ErasureProposal.objects.in_force().filter(case_file=case)
    return found.select_related("begun_by", "organisation").first()  # type: ignore[return-value]
