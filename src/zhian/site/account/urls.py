"""Signing in and one's own account. Of the login library only what is offered here has an address: no signing up."""

from allauth.account import views as signing
from django.urls import include, path

from . import views

urlpatterns = [
    path("", views.my_account, name="my_account"),
    path("sign-out-everywhere/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("login/", signing.login, name="account_login"),
    path("logout/", signing.logout, name="account_logout"),
    path("reauthenticate/", signing.reauthenticate, name="account_reauthenticate"),
    path("password/", signing.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sign-on/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("sign-on/failed/", views.sign_on_failed, name="socialaccount_login_error"),
    path("sign-on/cancelled/", views.sign_on_failed, name="socialaccount_login_cancelled"),
]
