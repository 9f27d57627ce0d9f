"""The first day of an installation: the hospital and its three administrators, who then let everybody else in."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused

from .deeds import new_password
from .models import ADMINISTRATORS, Department, DepartmentKind, Duty, Role, User


@transaction.atomic
def found(hospital: str, code: str, administrators: Mapping[Role, tuple[str, str]]) -> dict[str, str]:
    """Makes the hospital and one person (staff number, name) for each administrator's role.

    Returns each staff number with a password that must be changed at the first login. Raises Refused.
    """
    if User.objects.exists():
        raise Refused(_("This installation has its people already: its administrators add others."))
    if len({number for number, _name in administrators.values()}) != len(ADMINISTRATORS):
        raise Refused(_("System, security and audit administration exclude each other: name three people."))
    place = Department(name=hospital, code=code, kind=DepartmentKind.HOSPITAL)
    place.full_clean()
    place.save()
    return {number: _admit(number, name, role, place) for role, (number, name) in administrators.items()}


def _admit(number: str, name: str, role: Role, hospital: Department) -> str:
    password = new_password()
    person = User(username=number, name=name, department=hospital, must_change_password=True)
    person.set_password(password)
    person.full_clean()
    person.save()
    Duty.objects.create(person=person, role=role, department=hospital)
    return password
