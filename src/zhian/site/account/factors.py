"""Second factors: who must have one, who has one, and taking them away from somebody who lost the phone."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet

from zhian.kernel.people.models import User


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
