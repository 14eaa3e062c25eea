"""Grave acts ask somebody who is signed in to prove once more who they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from casework.sign_in.sessions import proved_lately

View = Callable[..., HttpResponse]
# What is typed into a form that was shown in time is not lost for the minutes that this took.
TO_FILL_IN = timedelta(minutes=10)
# In the session: the address of the form that was shown last, and when.
SHOWN = "proved_and_shown"


def proof_required(view: View) -> View:
    """A view for who has signed in, or again, within the last five minutes; others are sent to do so.

    The form that was shown to them may be sent for ten minutes.
    """

    @wraps(view)
    def proved(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        lately = proved_lately(request.session, now)
        if lately and request.method == "GET":
            request.session[SHOWN] = [request.path, int(now.timestamp())]
        if lately or _was_shown(request, now):
            return view(request, *args, **kwargs)
        query = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('account_again')}?{query}")

    return proved


def _was_shown(request: HttpRequest, now: datetime) -> bool:
    path, at = request.session.get(SHOWN, ["", 0])
    in_time = now.timestamp() - at <= TO_FILL_IN.total_seconds()
    return request.method == "POST" and path == request.path and in_time
