"""Escalation between the agencies: raising one, the joint meeting's agenda, and who stands on which rung."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.access.policy import actor_on, get_case_for
from casework.errors import Overtaken
from casework.escalations.forms import PostForm, RaiseForm
from casework.escalations.ladder import Rung
from casework.escalations.models import EscalationPost
from casework.escalations.selectors import Agenda, agenda_of, matters_by_force, posts_of
from casework.escalations.services import escalation_post_name, escalation_raise
from casework.obligations.models import Obligation
from casework.organisations.models import Organisation
from casework.pages.answers import done, form_page, sent
from casework.papers.agenda import agenda_paper
from casework.papers.pdf import pdf_of
from casework.people.choices import people_in_role
from casework.people.models import Membership, User
from casework.people.request import SignedInRequest
from casework.people.roles import MEETING_ROLES, WORKING_ROLES, Side, side_of
from workflows.engine import work
from workflows.pages.case import case_context
from workflows.pages.papers import pdf_response
from workflows.pages.seen import digest, seen_in
from workflows.pages.unsent import typed_again


@require_http_methods(["GET", "POST"])
def escalate(request: SignedInRequest, urn: str) -> HttpResponse:
    """Put something on the case to a rank of either side. 403 for who only reads."""
    case = get_case_for(request.user, urn)
    if actor_on(case, request.user, WORKING_ROLES) is None:
        raise PermissionDenied
    open_work = Obligation.objects.open().filter(case_file=case).exclude(route="escalations").order_by("pk")
    form = RaiseForm(sent(request), case=case, work=open_work)

    def put() -> None:
        by, at = request.user, timezone.now()
        verb, about = escalation_raise, form.cleaned_data
        work.act_on_case(case=case, by=by, roles=WORKING_ROLES, at=at, verb=verb, **about)

    if done(form, put):
        messages.success(request, "Escalation raised.")
        return redirect("case_route", urn=case.urn, route="escalations")
    context = {
        **case_context(request, case, "escalate"),
        **typed_again(request, case, form),
        "title": "Escalate",
        "caption": f"Case {case.urn}",
        "submit": "Escalate",
        "back_href": reverse("case", kwargs={"urn": case.urn}),
    }
    return form_page(request, form, template="workflows/escalate.html", **context)


@require_safe
def agenda(request: SignedInRequest) -> HttpResponse:
    """What the joint operational meeting of a force and its CPS area has before it."""
    forces = forces_of(request.user)
    found = agenda_for(request, forces)
    context = {
        "title": "Joint meeting",
        "agenda": found,
        "forces": forces,
        "posts": posts_for(found),
        "own_place": meeting_role(request.user).organisation_id,
    }
    return render(request, "workflows/agenda.html", context)


@require_safe
def agenda_pdf(request: SignedInRequest) -> HttpResponse:
    """The same as a paper."""
    now = timezone.now()
    paper = agenda_paper(agenda_for(request, forces_of(request.user)), timezone.localdate(now))
    return pdf_response(paper, pdf_of(paper, printed_by=request.user.signature, at=now))


def forces_of(user: User) -> list[Organisation]:
    """The forces whose meeting the person goes to, the one with the most matters first. Three queries.

    Raises PermissionDenied for who goes to none.
    """
    held = [each.organisation_id for each in user.memberships_held if each.role in MEETING_ROLES]
    if not held:
        raise PermissionDenied
    places = Organisation.objects.filter(kind=Organisation.Kind.FORCE).select_related("area")
    matters = matters_by_force(user, timezone.localdate())
    found = list(places.filter(pk__in=held) | places.filter(area__in=held))
    return sorted(found, key=lambda force: -matters[force.pk])


def agenda_for(request: SignedInRequest, forces: list[Organisation]) -> Agenda:
    """That of the force which was asked for by its code, or of the one with most; 404 for another's."""
    code = request.GET.get("force", "")
    force = next((force for force in forces if force.code == code), None if code else forces[0])
    if force is None:
        raise Http404
    return agenda_of(force, request.user, timezone.localdate())


def posts_for(agenda: Agenda) -> list[tuple[Organisation, list[tuple[Rung, EscalationPost | None]]]]:
    """Who stands on the rungs of both sides. Two queries."""
    force = agenda.force
    area: Organisation = force.area  # type: ignore[assignment]  # a force has one
    return [(force, posts_of(force, Side.POLICE)), (area, posts_of(area, Side.CPS))]


@require_http_methods(["GET", "POST"])
def post_name(request: SignedInRequest, rung: str) -> HttpResponse:
    """Name who stands on a rung of one's own force or area."""
    held = meeting_role(request.user)
    found = rung_of(held, rung)
    named = EscalationPost.objects.filter(organisation=held.organisation, rung=rung).first()
    initial = {"post": named.post, "person": str(named.person_id or "")} if named else {}
    people = people_in_role(found.role, held.organisation)
    form, seen = PostForm(sent(request), people=people, initial=initial), digest(initial)

    def name() -> None:
        if seen_in(request, seen) != seen:
            raise Overtaken
        escalation_post_name(organisation=held.organisation, rung=rung, former=named, **form.cleaned_data)

    if done(form, name):
        messages.success(request, f"{found.label} named.")
        return redirect("agenda")
    return form_page(
        request,
        form,
        title=f"Who is the {found.label[0].lower()}{found.label[1:]}?",
        template="workflows/form_seen.html",
        submit="Save",
        caption=held.organisation.name,
        back_href=reverse("agenda"),
        seen=seen,
    )


def meeting_role(user: User) -> Membership:
    """The role by which the person goes to the meeting, or PermissionDenied."""
    held = next((each for each in user.memberships_held if each.role in MEETING_ROLES), None)
    if held is None:
        raise PermissionDenied
    return held


def rung_of(held: Membership, key: str) -> Rung:
    """A rung of the person's side that is named, or 404."""
    rungs = [rung for rung, _ in posts_of(held.organisation, side_of(held.role))]
    found = next((rung for rung in rungs if rung.key == key), None)
    if found is None:
        raise Http404
    return found
