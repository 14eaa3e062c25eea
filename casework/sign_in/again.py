"""Grave acts ask somebody who is signed in to prove once more who they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from casework.sign_in.sessions import proved_lately

View = Callable[..., HttpResponse]


def proof_required(view: View) -> View:
    """A view for who has signed in, or again, within the last five minutes; others are sent to do so."""

    @wraps(view)
    def proved(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if proved_lately(request.session, timezone.now()):
            return view(request, *args, **kwargs)
        query = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('account_again')}?{query}")

    return proved
