"""Who signed in or out, who was refused, whose second factor changed: each leaves an entry in the audit log."""

import logging
from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from zhian.kernel.audit.events import note
from zhian.kernel.people.models import User

log = logging.getLogger(__name__)


@receiver(user_logged_in)
def note_signing_in(sender: Any, user: User, **_: Any) -> None:
    note("signed_in", user, actor=user)


@receiver(user_logged_out)
def note_signing_out(sender: Any, user: User | None, **_: Any) -> None:
    if user is not None:
        note("signed_out", user, actor=user)


@receiver(user_login_failed)
def note_refusal(sender: Any, credentials: dict[str, Any], **_: Any) -> None:
    """Only for numbers that exist: what else people type there may be their password."""
    person = User.objects.filter(username=credentials.get("username", "")).first()
    if person is None:
        log.warning("Somebody tried to sign in with a staff number that does not exist")
    else:
        note("refused", person)


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def note_second_factor(sender: Any, user: User, **_: Any) -> None:
    note("second_factor", user, actor=user)
