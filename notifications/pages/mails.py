"""An administrator's pages of the mails that need a person. They name who was to get them, and no case."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.pages.answers import done, form_page, sent
from casework.people.administering import as_administrator
from casework.people.request import SignedInRequest
from notifications.outbox.trouble import mail_settle, mails_in_trouble

PER_PAGE = 50


class SettleForm(forms.Form):
    how = forms.ChoiceField(
        label="What should happen to it?",
        choices=[("arrived", "It arrived"), ("again", "Send it again"), ("drop", "Do not send it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what should happen to the email"},
    )

    rendering = {
        "how": {
            "hints": {
                "arrived": "You asked the person, or the log says so",
                "again": "What it says is checked again first",
                "drop": "The notice stays on the person's Notices page",
            }
        }
    }


@require_safe
def mails(request: SignedInRequest) -> HttpResponse:
    found = mails_in_trouble(as_administrator(request.user))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"title": "Emails that may not have arrived", "page": page, "back_href": reverse("incidents")}
    return render(request, "notifications/mails.html", context)


@require_http_methods(["GET", "POST"])
def mail(request: SignedInRequest, message: UUID) -> HttpResponse:
    """Ask what is to become of one. One of another organisation, or that is settled, is not found."""
    by = as_administrator(request.user)
    found = get_object_or_404(mails_in_trouble(by), pk=message)
    form = SettleForm(sent(request), auto_id="%s")
    at = timezone.now()
    if done(form, lambda: mail_settle(message=found, how=form.cleaned_data["how"], by=by, at=at)):
        messages.success(request, "The email is settled.")
        return redirect("mails")
    return form_page(
        request,
        form,
        title="An email that may not have arrived",
        submit="Save",
        template="notifications/mail.html",
        mail=found,
        back_href=reverse("mails"),
    )
