"""Addresses of people and sign-in. Only those views of allauth that we mean to offer; it finds them by name."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import include, path
from django.views.generic import RedirectView

from onestop.accounts import token_views, views

_own = [
    path("account", views.home, name="home"),
    path("account/tokens", token_views.tokens, name="tokens"),
    path("people", views.people, name="people"),
    path("people/new", views.new_person, name="new_person"),
    path("people/<int:key>", views.person, name="person"),
    path("people/<int:key>/<slug:verb>", views.do, name="do"),
    path("audit-log", views.log, name="log"),
]

urlpatterns = [
    path("", include((_own, "accounts"))),
    path("account/sign-in", views.SignIn.as_view(), name="account_login"),
    path("account/sign-out", account.logout, name="account_logout"),
    path("account/inactive", account.account_inactive, name="account_inactive"),
    path("account/password", account.password_change, name="account_change_password"),
    path("account/password-again", account.reauthenticate, name="account_reauthenticate"),
    path("account/email-sent", account.email_verification_sent, name="account_email_verification_sent"),
    path("account/email/<str:key>", account.confirm_email, name="account_confirm_email"),
    path("account/code", views.SecondStep.as_view(), name="mfa_authenticate"),
    path("account/code-again", mfa.reauthenticate, name="mfa_reauthenticate"),
    # allauth comes here after a change; the account page says all that its own overview would.
    path("account/second-factor", RedirectView.as_view(pattern_name="accounts:home"), name="mfa_index"),
    path("account/second-factor/set-up", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/remove", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/recovery-codes", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/recovery-codes/file", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
