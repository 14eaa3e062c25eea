"""The addresses that the page kit's templates link to, without the product behind them."""

from django.http import HttpResponse
from django.urls import path


def empty(request):
    return HttpResponse()


urlpatterns = [
    path("help", empty, name="help"),
    path("accessibility-statement", empty, name="accessibility"),
    path("privacy", empty, name="privacy"),
    path("accounts/login/", empty, name="account_login"),
    path("accounts/logout/", empty, name="account_logout"),
    path("accounts/", empty, name="account_security"),
]
