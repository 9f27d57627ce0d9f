"""The demo's people and places as rows, and who of them plays which part."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from django.contrib.auth.hashers import make_password

from zhian.kernel.audit.bulk import create_all
from zhian.kernel.people.models import Department, DepartmentKind, Duty, User

from .hospital import group, hospitals
from .staff import accounts, staff

OFFICES = ("quality_office", "safety_office")


@dataclass(frozen=True)
class Cast:
    """Departments by code, people by staff number, and the holders of each role."""

    places: dict[str, Department]
    people: dict[str, User]
    holders: dict[tuple[str, str], list[User]]

    def one(self, rng: Random, *parts: tuple[str, str], but: Sequence[User] = ()) -> User:
        """Somebody who holds one of these (role, department code) pairs; accounts that the demo prints come first."""
        fit = [user for part in parts for user in self.holders.get(part, []) if user not in but]
        return rng.choices(fit, [4 if user.username in _printed() else 1 for user in fit])[0]

    def office(self, hospital: str, rng: Random, *, but: Sequence[User]) -> User:
        """Somebody of the quality or safety office."""
        return self.one(rng, *((role, hospital) for role in OFFICES), but=but)


def settle() -> Cast:
    """Create the departments, the people and their duties."""
    places = _places()
    people = _people(places)
    holders: dict[tuple[str, str], list[User]] = {}
    for person in staff():
        for duty in person.duties:
            holders.setdefault(duty, []).append(people[person.number])
    create_all(
        Duty,
        (
            Duty(person=user, role=role, department=places[code])
            for (role, code), users in holders.items()
            for user in users
        ),
    )
    return Cast(places, people, holders)


def _places() -> dict[str, Department]:
    above = Department.objects.create(kind=DepartmentKind.GROUP, **group())
    places = {above.code: above}
    for hospital in hospitals():
        root = Department.objects.create(
            kind=DepartmentKind.HOSPITAL, parent=above, code=hospital.code, name=hospital.name, beds=hospital.beds
        )
        places[root.code] = root
        for unit in hospital.units:
            places[unit.code] = Department.objects.create(parent=root, code=unit.code, name=unit.name, beds=unit.beds)
    return places


def _people(places: dict[str, Department]) -> dict[str, User]:
    """Everybody has the demo's password; it is hashed once, because a good hash takes its time."""
    password = make_password(accounts()[0].password)
    created = create_all(
        User,
        (
            User(
                username=person.number,
                name=person.name,
                title=person.title,
                department=places[person.unit],
                password=password,
            )
            for person in staff()
        ),
    )
    return {user.username: user for user in created}


def _printed() -> frozenset[str]:
    return frozenset(account.number for account in accounts())
