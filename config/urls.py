from allauth.account.views import AccountInactiveView, SignupView
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, register_converter
from django.views.generic import TemplateView

from casework.casefiles.converters import UrnConverter
from config import health
from config.security_txt import security_txt
from config.sign_in.sessions import SignInView

register_converter(UrnConverter, "urn")
handler500 = "config.errors.server_error"
urlpatterns = [
    path("live", health.live, name="live"),
    path("ready", health.ready, name="ready"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("accounts/sign-in/", SignInView.as_view(), name="account_login"),
    path("", include("config.sign_in.urls")),
    path("accounts/inactive/", login_not_required(AccountInactiveView.as_view()), name="account_inactive"),
    path("accounts/closed/", SignupView.as_view(), name="account_signup"),
    path("help/", login_not_required(TemplateView.as_view(template_name="pages/help.html")), name="help"),
    path(
        "accessibility-statement/",
        login_not_required(TemplateView.as_view(template_name="pages/accessibility.html")),
        name="accessibility",
    ),
    path(
        "privacy/",
        login_not_required(TemplateView.as_view(template_name="pages/privacy.html")),
        name="privacy",
    ),
    path("", include("notifications.pages.urls")),
    path("", include("workflows.pages.urls")),
]
