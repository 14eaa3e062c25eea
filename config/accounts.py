from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Administrators make the accounts; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
