"""What a table consists of: columns that know how to read a cell, and lines with what became of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

Cells = Mapping[str, str]
Changes = dict[str, tuple[str, str]]  # column → what stands there now, what will


class Outcome(TextChoices):
    NEW = "new", gettext_lazy("new")
    CHANGED = "changed", gettext_lazy("changed")
    UNCHANGED = "unchanged", gettext_lazy("unchanged")
    WRONG = "wrong", gettext_lazy("wrong")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title in the person's language, how a cell is read, how what is there now would be written."""

    name: str
    title: Any
    example: Any = ""
    read: Callable[[str], Any] = str
    show: Callable[[Any], str] = str


@dataclass(slots=True)
class Line:
    """A line of the table, by its number in the file, and what became of it. `wrong[""]` is about the whole line."""

    number: int
    cells: Cells
    outcome: Outcome = Outcome.UNCHANGED
    changes: Changes = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


def read(columns: Iterable[Column], cells: Cells) -> dict[str, Any]:
    """What the filled cells mean. An empty cell leaves what is there. Raises ValidationError by column."""
    told, wrong = {}, {}
    for column in columns:
        if text := cells.get(column.name, ""):
            try:
                told[column.name] = column.read(text)
            except ValidationError as error:
                wrong[column.name] = error.messages
    if wrong:
        raise ValidationError(wrong)
    return told


def changes_of(row: Any, told: Mapping[str, Any], columns: Iterable[Column]) -> Changes:
    """The told facts that differ from what the row has now."""
    shows = {column.name: column.show for column in columns}
    pairs = {name: (shows[name](getattr(row, name)), shows[name](value)) for name, value in told.items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def in_every_language(word: Any) -> set[str]:
    """How a word may be written in a table, whatever language its author uses."""
    written = set()
    for code, _name in settings.LANGUAGES:
        with override(code):
            written.add(str(word).casefold())
    return written


def choice(choices: type[TextChoices]) -> Callable[[str], str]:
    """Reads a choice by its value or by its name in any language."""

    def read_choice(text: str) -> str:
        for option in choices:
            if text.casefold() in in_every_language(option.label) | {str(option.value)}:
                return option.value
        names = "、".join(str(option.label) for option in choices)
        raise ValidationError(
            _("“%(text)s” is not known here. Write one of: %(names)s.") % {"text": text, "names": names}
        )

    return read_choice


def shown_choice(choices: type[TextChoices]) -> Callable[[str], str]:
    return lambda value: str(choices(value).label) if value else ""


def yes_or_no(text: str) -> bool:
    if text.casefold() in in_every_language(gettext_lazy("yes")) | {"1", "true", "是"}:
        return True
    if text.casefold() in in_every_language(gettext_lazy("no")) | {"0", "false", "否"}:
        return False
    raise ValidationError(_("“%(text)s” should be yes or no.") % {"text": text})


def shown_yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")


def whole_number(text: str) -> int:
    if not text.isdecimal() or len(text) > 6:
        raise ValidationError(_("“%(text)s” should be a number.") % {"text": text})
    return int(text)
