"""A new hospital begins with three administrators, three different people, and no default password."""

import pytest

from zhian.engines.workflow import Refused
from zhian.kernel.people.founding import found
from zhian.kernel.people.models import Department, Role, User

pytestmark = pytest.mark.django_db
THREE = {
    Role.SYSTEM_ADMIN: ("1", "Sam"),
    Role.SECURITY_ADMIN: ("2", "Sue"),
    Role.AUDIT_ADMIN: ("3", "Ann"),
}


def test_a_founded_hospital_has_three_administrators_who_must_change_their_passwords() -> None:
    passwords = found("First Hospital", "H1", THREE)
    hospital = Department.objects.get(code="H1")
    for role, (number, name) in THREE.items():
        person = User.objects.get(username=number)
        assert (person.name, person.must_change_password) == (name, True)
        assert person.check_password(passwords[number])
        assert hospital.pk in person.scope(role)
    assert len(set(passwords.values())) == 3


def test_one_person_cannot_be_two_administrators() -> None:
    with pytest.raises(Refused, match="name three people"):
        found("First Hospital", "H1", THREE | {Role.AUDIT_ADMIN: ("1", "Sam")})


def test_a_hospital_with_people_is_not_founded_again(nina) -> None:
    with pytest.raises(Refused, match="has its people already"):
        found("First Hospital", "H1", THREE)
