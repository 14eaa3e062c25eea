"""Victim's voice: the invitation that a person gives, and the page on which a victim answers, unknown."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.access.policy import actor_on, get_case_for
from casework.casefiles.models import CaseFile, Victim
from casework.errors import RuleBroken
from casework.forms import refusal_show
from casework.pages.answers import form_page, sent
from casework.people.request import SignedInRequest
from casework.victims_voice.forms import AnswerForm, CodeForm, InviteForm
from casework.victims_voice.models import FeedbackInvitation
from casework.victims_voice.points import points
from casework.victims_voice.services import CodeNotOpen, feedback_answer, feedback_invite, feedback_open
from workflows.engine import work
from workflows.pages.before_contact import contact_with
from workflows.pages.case import MAY_INVITE, case_context


@require_http_methods(["GET", "POST"])
def invite(request: SignedInRequest, urn: str, reference: str) -> HttpResponse:
    """Invite a victim. The code is shown in the answer that makes it, and never again."""
    case = get_case_for(request.user, urn)
    if actor_on(case, request.user, MAY_INVITE) is None:
        raise PermissionDenied
    victim = get_object_or_404(case.victims, reference=reference)
    given = list(FeedbackInvitation.objects.filter(victim=victim).select_related("given_by"))
    form = InviteForm(sent(request), invited=[each.point for each in given], auto_id="%s")
    code = invited(request, case, victim, form) if form.is_valid() else ""
    context = {
        **case_context(request, case, "case_people"),
        "title": f"Invite {reference} to give feedback",
        "caption": f"Case {case.urn}",
        "submit": "Invite",
        "given": [(points().get(each.point, each.point), each) for each in given],
        "contact": contact_with(case, request.user, victim),
        "may_invite": bool(form.fields["point"].choices),  # type: ignore[attr-defined]  # it is a choice
        "back_href": reverse("case_people", kwargs={"urn": case.urn}),
    }
    if code:
        return render(request, "workflows/voice_code.html", {**context, **handed_over(request, code)})
    return form_page(request, form, template="workflows/voice_invite.html", **context)


def invited(request: SignedInRequest, case: CaseFile, victim: Victim, form: InviteForm) -> str:
    """The code to hand over; nothing, with why on the form, where the victim was not invited."""
    about = {"case": case, "victim": victim, **form.cleaned_data}
    try:
        code: str = work.act_on_case(
            by=request.user, roles=MAY_INVITE, at=timezone.now(), verb=feedback_invite, **about
        )
    except RuleBroken as refusal:
        refusal_show(form, refusal)
        return ""
    return code


def handed_over(request: HttpRequest, code: str) -> dict[str, str]:
    page = request.build_absolute_uri(reverse("voice"))
    return {"title": "Hand over this code", "code": code, "page_address": page, "address": f"{page}{code}/"}


@login_not_required
@require_http_methods(["GET", "POST"])
def voice(request: HttpRequest) -> HttpResponse:
    """Where a victim types the code."""
    form = CodeForm(sent(request), auto_id="%s")
    if form.is_valid():
        typed = re.sub("[^0-9A-Za-z]", "", form.cleaned_data["code"])
        return redirect("voice_answer", code=typed) if typed else closed(request)
    context = {"title": "Your feedback", "submit": "Continue"}
    return form_page(request, form, template="workflows/voice_start.html", **context)


@login_not_required
@require_http_methods(["GET", "POST"])
def voice_answer(request: HttpRequest, code: str) -> HttpResponse:
    """The questions, for who has a code that is open; any other gets one page, whatever is wrong with it."""
    today = timezone.localdate()
    form = AnswerForm(sent(request), auto_id="%s")
    try:
        if form.is_valid():
            feedback_answer(code=code, today=today, **form.cleaned_data)
            return redirect("voice_thanks")
        feedback_open(code=code, today=today)
    except CodeNotOpen:
        return closed(request)
    context = {"title": "How were you treated?", "submit": "Send my answers"}
    return form_page(request, form, template="workflows/voice_answer.html", **context)


@login_not_required
@require_safe
def voice_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "workflows/voice_thanks.html", {"title": "Thank you"})


def closed(request: HttpRequest) -> HttpResponse:
    context = {"title": "This code cannot be used"}
    return render(request, "workflows/voice_closed.html", context, status=404)
