"""What comes from another system is taken once."""

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.people.models import Department, User

from ..models import Incident, Origin


def known(hospital: Department, system: str, number: str) -> Incident | None:
    """The incident that this one of the other system became, if it was taken already."""
    found = Origin.objects.filter(hospital=hospital, system=system, number=number).select_related("incident").first()
    return found.incident if found else None


def taken_once(
    hospital: Department, system: str, number: str, *, actor: User, take: Callable[[], Incident]
) -> tuple[Incident, bool]:
    """The incident and whether it is new. Raises Refused where it is there already and the actor may not read it."""
    try:
        with transaction.atomic():
            if known(hospital, system, number) is None:
                incident = take()
                Origin.objects.create(incident=incident, hospital=hospital, system=system, number=number)
                return incident, True
    except IntegrityError:  # somebody was quicker; anything else is no reason to go on
        if known(hospital, system, number) is None:
            raise
    found = known(hospital, system, number)
    if found is None or not actor.has_perm("incidents.read", found):
        raise Refused(_("This event was reported already."))
    return found, False
