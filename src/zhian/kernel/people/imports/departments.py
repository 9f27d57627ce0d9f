"""A line about a department."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhian.kernel.people.deeds import keep_department
from zhian.kernel.people.models import Department, DepartmentKind, User

from .lines import (
    Cells,
    Changes,
    Column,
    Outcome,
    changes_of,
    choice,
    read,
    shown_choice,
    shown_yes_or_no,
    whole_number,
    yes_or_no,
)


def by_code(text: str) -> Department:
    """The department with this code. Raises ValidationError."""
    found = Department.objects.filter(code__iexact=text).first()
    if found is None:
        raise ValidationError(_("There is no department with the code “%(code)s”.") % {"code": text})
    return found


def shown_code(department: Department | None) -> str:
    return department.code if department else ""


COLUMNS = (
    Column("code", gettext_lazy("department code"), "ICU"),
    Column("name", gettext_lazy("department name"), gettext_lazy("Intensive care")),
    Column(
        "kind",
        gettext_lazy("kind of department"),
        DepartmentKind.DEPARTMENT.label,
        read=choice(DepartmentKind),
        show=shown_choice(DepartmentKind),
    ),
    Column("parent", gettext_lazy("code of the one above"), "H1", read=by_code, show=shown_code),
    Column("beds", gettext_lazy("beds"), "20", read=whole_number),
    Column("is_open", gettext_lazy("open"), gettext_lazy("yes"), read=yes_or_no, show=shown_yes_or_no),
)


def take(cells: Cells, actor: User | None) -> tuple[Outcome, Changes]:
    """Keep what the line says. Raises ValidationError, Refused, PermissionDenied."""
    told = read(COLUMNS, cells)
    department = Department.objects.filter(code=told["code"]).first() or Department()
    changes = changes_of(department, told, COLUMNS)
    if department.pk and not changes:
        return Outcome.UNCHANGED, {}
    outcome = Outcome.CHANGED if department.pk else Outcome.NEW
    for name, value in told.items():
        setattr(department, name, value)
    keep_department(department, actor=actor)
    return outcome, changes
