"""Posters: the quality office makes them and takes them down."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.people.models import Department, User

from ..models import Poster


@deed
def make_poster(department: Department, *, actor: User) -> Poster:
    """A poster for a ward, or for the whole hospital."""
    if not department.is_open:
        raise Refused(_("%(department)s is closed: it needs no poster.") % {"department": department})
    return Poster.objects.create(department=department, made_by=actor)


@deed
def withdraw_poster(poster: Poster, *, actor: User) -> None:
    """Take it down: its code takes no more reports. What came by it stays."""
    poster.is_open = False
    poster.save(update_fields=["is_open"])


def instead_of(poster: Poster) -> Poster | None:
    """Where a withdrawn poster leads: to the hospital's own, if one hangs."""
    return _open_in([poster.department.hospital_id]).first() if poster.department.hospital_id else None


def poster_near(person: User) -> Poster | None:
    """An open one of the person's hospital, which names no ward; else of the own ward."""
    places = [place for place in (person.hospital_id, person.department_id) if place]
    found = {poster.department_id: poster for poster in _open_in(places)}
    return next((found[place] for place in places if place in found), None)


def _open_in(places: list[int]) -> QuerySet[Poster]:
    return Poster.objects.filter(department__in=places, is_open=True, department__is_open=True)
