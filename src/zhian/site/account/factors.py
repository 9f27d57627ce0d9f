"""Second factors: who must have one, who has one, and taking them away from somebody who lost the phone."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from zhian.kernel.encryption import active_prefix, decrypt, encrypt
from zhian.kernel.people.models import User

SECRET = "mfa.Authenticator.data"  # noqa: S105, what the ciphertext is bound to
HIDDEN = {"secret", "seed"}  # of an app, and of recovery codes


def must_have_second_factor(person: User) -> bool:
    """Whether one of the person's duties asks for more than a password."""
    return bool(settings.MFA_ROLES) and person.holds(*settings.MFA_ROLES)


def has_second_factor(person: User) -> bool:
    return factors(person).exists()


def factors(person: User) -> QuerySet[Authenticator]:
    """The person's apps and keys; recovery codes only stand in for them."""
    return Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES)


def remove_second_factors(person: User) -> bool:
    """Forget apps, keys and codes of somebody who lost them; whether there were any."""
    removed, _ = Authenticator.objects.filter(user=person).delete()
    return bool(removed)


def rotate_secrets() -> int:
    """Write the secrets of apps and codes anew under the active key; how many were under another one."""
    old = [kept for kept in Authenticator.objects.order_by("pk") if _hidden(kept) and not _is_current(kept)]
    for kept in old:
        with transaction.atomic():
            locked = Authenticator.objects.select_for_update().get(pk=kept.pk)
            fresh = {name: encrypt(decrypt(locked.data[name], SECRET), SECRET) for name in _hidden(locked)}
            locked.data = {**locked.data, **fresh}
            locked.save(update_fields=["data"])
    return len(old)


def _hidden(kept: Authenticator) -> set[str]:
    return HIDDEN & kept.data.keys()


def _is_current(kept: Authenticator) -> bool:
    return all(kept.data[name].startswith(active_prefix()) for name in _hidden(kept))
