"""The two tables that can be taken in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhian.kernel.people.models import User

from . import departments, persons
from .lines import Cells, Changes, Column, Outcome


@dataclass(frozen=True, slots=True)
class Kind:
    """What a table is about. `key` tells the lines apart; `required` columns must be there."""

    name: str
    title: Any
    columns: tuple[Column, ...]
    key: str
    required: frozenset[str]
    take: Callable[[Cells, User | None], tuple[Outcome, Changes]]


SHEETS = (
    Kind(
        "departments",
        _("Departments"),
        departments.COLUMNS,
        "code",
        frozenset({"code", "name"}),
        departments.take,
    ),
    Kind(
        "people",
        _("People"),
        (*persons.COLUMNS, persons.DUTIES),
        "username",
        frozenset({"username"}),
        persons.take,
    ),
)
