"""Taking a table in. The preview is the import itself, undone: what it shows is what will happen."""

import hashlib
import json
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.people.models import User

from .lines import Line, Outcome
from .recognising import Sheet
from .sheets import Kind


def preview(sheets: Sequence[Sheet], *, actor: User | None) -> Sequence[Sheet]:
    """What would become of each line; nothing is kept."""
    with transaction.atomic():
        _take(sheets, actor)
        transaction.set_rollback(True)
    return sheets


@transaction.atomic
def carry_out(sheets: Sequence[Sheet], *, actor: User | None, seen: str = "") -> Sequence[Sheet]:
    """Take all lines in, or none. `seen` is the fingerprint of the preview that was agreed to. Raises Refused."""
    _take(sheets, actor)
    if any(line.outcome == Outcome.WRONG for sheet in sheets for line in sheet.lines):
        raise Refused(
            _("Some lines are wrong, so nothing was taken in. Put them right in the file and choose it again.")
        )
    if seen and seen != fingerprint(sheets):
        raise Refused(_("Something changed since you looked, so nothing was taken in. Look at the lines again."))
    return sheets


def fingerprint(sheets: Sequence[Sheet]) -> str:
    """Stands for what becomes of every line."""
    told = [
        [sheet.kind.name, line.number, line.outcome, sorted(line.changes.items())]
        for sheet in sheets
        for line in sheet.lines
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _take(sheets: Sequence[Sheet], actor: User | None) -> None:
    for sheet in sheets:
        seen: dict[str, int] = {}
        for line in _parents_first(sheet):
            _take_line(sheet.kind, line, seen, actor and User.objects.get(pk=actor.pk))


def _parents_first(sheet: Sheet) -> list[Line]:
    """Lines whose department is below that of a later line wait for it."""
    waiting, ordered = list(sheet.lines), []
    while waiting:
        coming = {line.cells.get("code", "").casefold() for line in waiting}
        ready = [line for line in waiting if line.cells.get("parent", "").casefold() not in coming - {""}] or waiting
        taken = {line.number for line in ready}
        ordered += ready
        waiting = [line for line in waiting if line.number not in taken]
    return ordered


def _take_line(kind: Kind, line: Line, seen: dict[str, int], actor: User | None) -> None:
    key = line.cells.get(kind.key, "")
    earlier = seen.setdefault(key.casefold(), line.number)
    line.wrong = {}
    try:
        if not key:
            raise ValidationError({kind.key: _("This cell is empty.")})
        if earlier != line.number:
            raise ValidationError({kind.key: _("Line %(number)s has the same.") % {"number": earlier}})
        with transaction.atomic():
            line.outcome, line.changes = kind.take(line.cells, actor)
    except ValidationError as error:
        _mark(line, kind, error)
    except Refused as refusal:
        line.outcome, line.wrong = Outcome.WRONG, {"": str(refusal)}
    except PermissionDenied:
        line.outcome, line.wrong = Outcome.WRONG, {"": _("This is outside of what you administer.")}


def _mark(line: Line, kind: Kind, error: ValidationError) -> None:
    names = {column.name for column in kind.columns}
    line.outcome = Outcome.WRONG
    for name, messages in error.message_dict.items():
        place = name if name in names else ""
        line.wrong[place] = " ".join([*line.wrong.get(place, "").split("\n"), *messages]).strip()
