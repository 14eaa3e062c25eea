"""Grave acts ask somebody who is signed in to prove once more who they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from casework.sign_in.sessions import LATELY, proved_lately

View = Callable[..., HttpResponse]
# What is typed into a form that was shown in time is not lost for the minutes that this took.
TO_FILL_IN = timedelta(minutes=10)


def proof_required(view: View) -> View:
    """A view for who has signed in, or again, within the last five minutes; others are sent to do so.

    A form may be sent ten minutes later.
    """

    @wraps(view)
    def proved(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        within = LATELY + TO_FILL_IN if request.method == "POST" else LATELY
        if proved_lately(request.session, timezone.now(), within):
            return view(request, *args, **kwargs)
        query = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('account_again')}?{query}")

    return proved
