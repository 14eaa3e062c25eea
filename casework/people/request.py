from django.http import HttpRequest

from casework.people.models import User


class SignedInRequest(HttpRequest):
    """A request behind LoginRequiredMiddleware: for the annotations of views, never made."""

    user: User
