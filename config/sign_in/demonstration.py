"""The demonstration's people sign in with one press. Only its settings have the addresses of these pages."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from casework.people.models import User
from config.sign_in.entering import enter
from config.sign_in.sessions import onward
from workflows.demonstration.people import CAST


@login_not_required
@require_http_methods(["GET", "POST"])
def demonstration(request: HttpRequest) -> HttpResponse:
    """Everybody of the cast, with a button each."""
    if not settings.DEMONSTRATION:
        raise Http404
    people = User.objects.filter(username__in=[one.username for one in CAST], is_active=True)
    if request.method == "POST":
        enter(request, get_object_or_404(people, username=request.POST.get("person", "")), "demonstration")
        return HttpResponseRedirect(onward(request))
    by_name = {person.username: person for person in people}
    shown = [by_name[one.username] for one in CAST if one.username in by_name]
    context = {"title": "Sign in as somebody of the demonstration", "people": shown, "next": onward(request)}
    return render(request, "account/demonstration.html", context)
