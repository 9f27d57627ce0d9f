"""Tokens: how a program comes in, in one person's name and never with more than that person may do."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhian.kernel.audit.acting import deed
from zhian.kernel.modules import Words
from zhian.kernel.moment import now, today
from zhian.kernel.people.models import User
from zhian.kernel.prepared import prepared

from .models import Token

PREFIX = "zhian_"  # so that a scanner recognises one that was left lying about
BYTES = 32
DAYS = (30, 90, 365)  # how long one can be made to last

READ, WRITE, ALL = "read", "write", "*"
# What programs can be let into, and its name for people; each part of the API adds itself.
SCOPED: dict[str, Words] = {ALL: gettext_lazy("Everything")}


@deed
def issue(*, actor: User, name: str, scopes: Iterable[str], days: int) -> tuple[Token, str]:
    """A new token of the actor's, and its text, which is kept nowhere."""
    if Token.objects.filter(person=actor, name=name, revoked_at=None).exists():
        raise ValidationError({"name": _("You have a token of this name already: revoke it first, or choose another.")})
    text = PREFIX + secrets.token_urlsafe(BYTES)
    token = Token.objects.create(
        person=actor,
        name=name,
        scopes=sorted(scopes),
        digest=_digest(text),
        sessions_key=actor.sessions_key,
        expires_at=now() + timedelta(days=days),
    )
    return token, text


@deed
def revoke(token: Token, *, actor: User) -> None:
    """From this moment on it opens nothing."""
    if token.revoked_at is None:
        token.revoked_at = now()
        token.save(update_fields=["revoked_at"])


def find(text: str) -> Token | None:
    """The living token with this text, of a person who is active and was not signed out everywhere since."""
    token = next(iter(_of_digest(_digest(text))), None)
    if token is None or not (token.is_alive and token.person.is_active):
        return None
    if token.last_used_on != today():
        Token.objects.filter(pk=token.pk).update(last_used_on=today())
    return token


@prepared
def _of_digest(digest: str) -> QuerySet[Token]:
    return Token.objects.select_related("person__department__hospital").filter(digest=digest)


def shown_by(request: HttpRequest) -> Token | None:
    """The token that the request shows, None if it shows none or a dead one."""
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    return find(text.strip()) if scheme.lower() == "bearer" else None


def _digest(text: str) -> str:
    """Plain SHA-256: what has 256 random bits cannot be guessed, so nothing has to be slow."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
