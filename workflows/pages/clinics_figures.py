"""Whether the clinic days are kept, and what they give: for who plans them and who fills them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.clinics.figures import Figures, Month, figures_of, months_of
from casework.clinics.models import ClinicSession
from casework.organisations.models import Organisation
from casework.pages.csv import csv_answer
from casework.people.models import User
from casework.people.request import SignedInRequest
from casework.people.roles import Role

READS_FIGURES = (Role.GATEKEEPER, Role.PROSECUTION_MANAGER)
SPANS = {"3": "3 months", "6": "6 months", "12": "12 months"}
HEAD = ["Date", "Police station", "Prosecutor", "Cancelled", "Slots offered", "Booked", "Attended"]
HEAD += ["Not attended", "Given back by the police", "Released by the CPS", "Days from request to slot"]


@dataclass(frozen=True)
class Asked:
    """What the address asks for: of which force and for how long, of the forces that there are to ask for."""

    forces: list[Organisation]
    force: Organisation
    span: str
    months: list[Month]

    @property
    def sessions(self) -> list[tuple[ClinicSession, Figures]]:
        """Each session with its figures, the latest first."""
        return [(each, figures_of([each])) for month in self.months for each in reversed(month.sessions)]


@require_safe
def figures(request: SignedInRequest) -> HttpResponse:
    """By month and by session, of one force. The queries do not grow with the rows."""
    asked = asked_by(request)
    choice = urlencode({"force": asked.force.pk, "months": asked.span})
    context = {
        "title": "Clinic figures",
        "asked": asked,
        "spans": SPANS,
        "total": figures_of([session for month in asked.months for session in month.sessions]),
        "weeks": sum(month.weeks for month in asked.months),
        "weeks_kept": sum(month.weeks_kept for month in asked.months),
        "export_href": f"{reverse('clinic_figures_export')}?{choice}",
    }
    return render(request, "workflows/clinic_figures.html", context)


@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """The same by session, for a spreadsheet."""
    rows = [cells(session, figures) for session, figures in asked_by(request).sessions]
    return csv_answer("clinic-figures", timezone.localdate(), HEAD, rows)


def cells(session: ClinicSession, figures: Figures) -> list[object]:
    return [
        session.on.isoformat(),
        session.place,
        session.prosecutor.signature,
        "yes" if session.cancelled_at else "no",
        figures.offered,
        figures.booked,
        figures.attended,
        figures.missed,
        figures.cancelled_by_police,
        figures.cancelled_by_cps,
        figures.wait_words,
    ]


def asked_by(request: SignedInRequest) -> Asked:
    """What is not understood is left out; 403 for who reads no figures. Five queries."""
    if not request.user.holds(*READS_FIGURES):
        raise PermissionDenied
    forces = forces_of(request.user)
    key, span = request.GET.get("force", ""), request.GET.get("months", "")
    force = next((force for force in forces if str(force.pk) == key), None) or usual(forces)
    span = span if span in SPANS else "3"
    return Asked(forces, force, span, months_of(force, request.user, timezone.localdate(), int(span)))


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
