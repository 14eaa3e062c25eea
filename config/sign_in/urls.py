from django.urls import path

from config.sign_in import people, provider, second_factor, sessions

urlpatterns = [
    path("accounts/code/", second_factor.second_factor, name="second_factor"),
    path("accounts/code/set-up/", second_factor.second_factor_set_up, name="second_factor_set_up"),
    path("accounts/code/change/", second_factor.second_factor_change, name="second_factor_change"),
    path("accounts/recovery-codes/", second_factor.recovery_codes, name="recovery_codes"),
    path("accounts/password/choose/", second_factor.password_choose, name="password_choose"),
    path("accounts/sign-out/", sessions.SignOutView.as_view(), name="account_logout"),
    path("accounts/password/", sessions.OwnPasswordChangeView.as_view(), name="account_change_password"),
    path("accounts/", sessions.account_security, name="account_security"),
    path("accounts/sessions/<int:signed_in>/end/", sessions.session_end, name="session_end"),
    path("accounts/sessions/end/", sessions.sessions_end_others, name="sessions_end_others"),
    path("accounts/stay/", sessions.account_stay, name="account_stay"),
    path("accounts/again/", sessions.account_again, name="account_again"),
    path("accounts/provider/<slug:provider>/", provider.provider_begin, name="provider_begin"),
    path("accounts/provider/<slug:provider>/done/", provider.provider_done, name="provider_done"),
    path("people/<int:person>/sign-in/", people.person_sign_in, name="person_sign_in"),
    path(
        "people/<int:person>/sign-in/<slug:what>/",
        people.person_sign_in_change,
        name="person_sign_in_change",
    ),
]
