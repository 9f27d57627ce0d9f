"""Posters: the quality office makes them and takes them down."""

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
    hospital = poster.department.hospital
    return Poster.objects.filter(department=hospital, is_open=True, department__is_open=True).first()
