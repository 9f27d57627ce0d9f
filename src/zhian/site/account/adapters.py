"""How the login library is made to fit a hospital: nobody signs up, staff numbers, our words, known browsers."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from zhian.kernel.encryption import decrypt, encrypt
from zhian.kernel.moment import now
from zhian.kernel.people.models import User
from zhian.kernel.web.errors import plain_page

from . import devices
from .factors import SECRET, must_have_second_factor

FIRST_PASSWORD_LASTS = timedelta(days=7)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("Staff number and password do not fit together. Look at both again."),
        "email_password_mismatch": _("Staff number and password do not fit together. Look at both again."),
        "account_inactive": _("Staff number and password do not fit together. Look at both again."),
        "too_many_login_attempts": _(
            "Too many wrong tries from computers that this account does not know. Wait five minutes, or use one on "
            "which you have signed in before. If you forgot the password, the security administrator gives a new one."
        ),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This code is not right, or no longer. Type the one that the app shows now."),
        "rate_limited": _("That was very often in a short time. Wait a minute and try again."),
        "first_password_outdated": _(
            "This first password was issued more than a week ago and is no longer valid. "
            "The security administrator gives you a new one."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        person = super().authenticate(request, **credentials)
        if person is None or not person.is_active:
            return None  # whether such an account exists is nobody's business
        if person.must_change_password and _is_outdated(person):
            raise self.validation_error("first_password_outdated")
        return person

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        devices.remember(request, response, user.username)
        return response

    def set_password(self, user: User, password: str) -> None:
        user.must_change_password = False
        super().set_password(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("my_account")

    def add_message(
        self, request: HttpRequest, level: int, message_template: Any = None, *args: Any, **kwargs: Any
    ) -> None:
        """That somebody signed in or out, the page itself shows."""
        if "/logged_" not in str(message_template):
            super().add_message(request, level, message_template, *args, **kwargs)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return devices.bucket(request, credentials.get("username", "").strip())


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keys of authenticator apps are encrypted at rest; whose duties ask for a second factor keeps one."""

    def encrypt(self, text: str) -> str:
        return encrypt(text, SECRET)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text, SECRET)

    def get_totp_label(self, user: User) -> str:
        return user.username

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if not must_have_second_factor(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """The hospital's own sign-on: it says which staff number it is. Whom we do not know does not come in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        told = sociallogin.account.get_provider_account().get_user_data() or {}
        number = str(told.get(settings.OIDC_CLAIM, ""))
        person = User.objects.filter(username=number, is_active=True).first()
        if person is None or (sociallogin.is_existing and sociallogin.user.pk != person.pk):
            raise ImmediateHttpResponse(
                plain_page(
                    request,
                    403,
                    say("You are not known here under the staff number %(number)s. Ask the system administrator.")
                    % {"number": number or "—"},
                )
            )
        if not sociallogin.is_existing:
            sociallogin.connect(request, person)


def _is_outdated(person: User) -> bool:
    return person.password_changed_at is None or now() - person.password_changed_at > FIRST_PASSWORD_LASTS
