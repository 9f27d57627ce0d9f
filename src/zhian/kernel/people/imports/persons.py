"""A line about a person and the duties that this person holds."""

import re

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhian.engines.workflow import Refused
from zhian.kernel.people.deeds import give_duty, keep_person, withdraw_duty
from zhian.kernel.people.models import Department, Duty, Role, User

from .departments import by_code, shown_code
from .lines import (
    Cells,
    Changes,
    Column,
    Outcome,
    changes_of,
    choice,
    in_every_language,
    read,
    shown_yes_or_no,
    yes_or_no,
)

BETWEEN = re.compile(r"[;；、,，\n]")
AT = re.compile(r"[@＠]")
NONE = {"-", "—", "/", "无", "無"}

COLUMNS = (
    Column("username", gettext_lazy("staff number"), "1001"),
    Column("name", gettext_lazy("name"), gettext_lazy("Zhang San")),
    Column("title", gettext_lazy("professional title"), gettext_lazy("Nurse-in-charge")),
    Column("department", gettext_lazy("department code"), "ICU", read=by_code, show=shown_code),
    Column("email", gettext_lazy("email")),
    Column("phone", gettext_lazy("phone")),
    Column("is_active", gettext_lazy("in post"), gettext_lazy("yes"), read=yes_or_no, show=shown_yes_or_no),
)
DUTIES = Column("duties", gettext_lazy("duties"), gettext_lazy("Head nurse; Committee member@H1"))
read_role = choice(Role)

Held = set[tuple[str, Department]]


def take(cells: Cells, actor: User | None) -> tuple[Outcome, Changes]:
    """Keep what the line says. Raises ValidationError, Refused, PermissionDenied."""
    told = read(COLUMNS, cells)
    person = User.objects.filter(username=told["username"]).select_related("department").first() or User()
    outcome = Outcome.UNCHANGED if person.pk else Outcome.NEW
    changes = changes_of(person, told, COLUMNS)
    for name, value in told.items():
        setattr(person, name, value)
    if person.department is None:
        raise ValidationError({"department": _("Say in which department this person works.")})
    if changes:
        keep_person(person, actor=actor)
    changes |= _take_duties(person, cells.get("duties", ""), actor)
    return (Outcome.CHANGED if changes and outcome == Outcome.UNCHANGED else outcome), changes


def _take_duties(person: User, text: str, actor: User | None) -> Changes:
    """Afterwards the person holds just the duties of the cell; an empty cell leaves them as they are."""
    if not text:
        return {}
    held = {(duty.role, duty.department): duty for duty in person.duties.select_related("department")}
    try:
        told = _told(text, person)
        for key in held.keys() - told:
            withdraw_duty(_with(person, held[key]), actor=actor)
        for role, department in sorted(told - held.keys(), key=lambda key: (key[0], key[1].code)):
            give_duty(person, role, department, actor=actor)
    except ValidationError as error:
        raise ValidationError({"duties": error.messages}) from None
    except Refused as refusal:
        raise ValidationError({"duties": str(refusal)}) from None
    except PermissionDenied:
        raise ValidationError(
            {"duties": _("Duties are given by the security administrator of the place: leave this column empty.")}
        ) from None
    return {"duties": (_shown(set(held), person), _shown(told, person))} if told != held.keys() else {}


def _with(person: User, duty: Duty) -> Duty:
    duty.person = person
    return duty


def _told(text: str, person: User) -> Held:
    if text in NONE or text.casefold() in in_every_language(gettext_lazy("none")):
        return set()
    return {_duty(part.strip(), person) for part in BETWEEN.split(text) if part.strip()}


def _duty(part: str, person: User) -> tuple[str, Department]:
    """“Head nurse” is of the own department, “Committee member@H1” of the one with this code."""
    role, *code = AT.split(part, maxsplit=1)
    department = by_code(code[0].strip()) if code else person.department
    assert department is not None
    return read_role(role.strip()), department


def _shown(duties: Held, person: User) -> str:
    parts = [
        str(Role(role).label) if department == person.department else f"{Role(role).label}@{department.code}"
        for role, department in duties
    ]
    return "；".join(sorted(parts))
