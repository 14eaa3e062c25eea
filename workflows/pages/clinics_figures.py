"""Whether the clinic days are kept, and what they give: for who plans them and who fills them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.clinics.figures import figures_of, months_of
from casework.clinics.models import ClinicSession
from casework.organisations.models import Organisation
from casework.people.models import User
from casework.people.request import SignedInRequest
from casework.people.roles import Role

READS_FIGURES = (Role.GATEKEEPER, Role.PROSECUTION_MANAGER)
SPANS = {"3": "3 months", "6": "6 months", "12": "12 months"}


@require_safe
def figures(request: SignedInRequest) -> HttpResponse:
    """By month and by session, of one force. The queries do not grow with the rows."""
    if not request.user.holds(*READS_FIGURES):
        raise PermissionDenied
    forces = forces_of(request.user)
    asked, span = request.GET.get("force", ""), request.GET.get("months", "")
    force = next((force for force in forces if str(force.pk) == asked), None) or usual(forces)
    span = span if span in SPANS else "3"
    months = months_of(force, timezone.localdate(), int(span))
    context = {
        "title": "Clinic figures",
        "force": force,
        "forces": forces,
        "spans": SPANS,
        "span": span,
        "months": months,
        "total": figures_of(session for month in months for session in month.sessions),
        "weeks": sum(month.weeks for month in months),
        "weeks_kept": sum(month.weeks_kept for month in months),
        "sessions": [(each, figures_of([each])) for month in months for each in reversed(month.sessions)],
    }
    return render(request, "workflows/clinic_figures.html", context)


def forces_of(user: User) -> list[Organisation]:
    """The forces whose figures the person reads: their own, and those of their area. One query."""
    held = [each.organisation_id for each in user.memberships_held if each.role in READS_FIGURES]
    forces = Organisation.objects.filter(kind=Organisation.Kind.FORCE)
    found = forces.filter(pk__in=held) | forces.filter(area__in=held)
    sessions = ClinicSession.objects.filter(force=OuterRef("pk"))
    return list(found.annotate(has_clinics=Exists(sessions)))


def usual(forces: list[Organisation]) -> Organisation:
    """The one that is shown unless another is asked for: the first that has clinics."""
    return next((force for force in forces if force.has_clinics), forces[0])  # type: ignore[attr-defined]
