"""Whether the tables say what the log says: a row changed behind the program's back is found and named."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import groupby
from typing import Any

from auditlog.registry import auditlog
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Cast
from django.utils.encoding import smart_str
from django.utils.translation import gettext as _

from zhian.kernel.encryption import EncryptedTextField, Unreadable, decrypt, hides

from .models import Entry

CHUNK = 2000  # rows in memory at once
READINGS = 3  # before a difference counts: what is being written just now looks like one
UNHIDDEN = {int, bool, float, type(None)}  # kinds of values of which the log says what they are, not a mask
MASKED = "hidden:"  # how a value begins of which the log keeps only a trace
NOTHING_HIDDEN = "None"  # how auditlog writes an absent value where it masks

Model = type[models.Model]
Facts = dict[str, Any]  # name of the field → what the log says last


def audited_models() -> list[Model]:
    return sorted(auditlog.get_models(), key=lambda model: model._meta.label)


def disagreements(model: Model) -> Iterator[str]:
    """For each row of the model or of the log about it: "" where both agree, else a sentence."""
    for pk, facts, row in _side_by_side(_logged(model), _stored(model)):
        yield "" if not _difference(model, pk, facts, row) else _lasting_difference(model, pk)


def _lasting_difference(model: Model, pk: int) -> str:
    found = ""
    for _reading in range(READINGS):
        facts = next((facts for _pk, facts in _logged(model, pk)), None)
        row = next((row for _pk, row in _stored(model, pk)), None)
        found = _difference(model, pk, facts, row)
        if not found:
            break
    return found


def _difference(model: Model, pk: int, facts: Facts | None, row: tuple | None) -> str:
    """What is wrong with the row, in a sentence; "" if nothing is."""
    if row is None:
        deleted = _("%(row)s was deleted outside the program.")
        return deleted % {"row": _name(model, pk)} if facts is not None else ""
    if facts is None:
        return _("%(row)s was inserted outside the program: the log does not know it.") % {"row": _name(model, pk)}
    changed = [
        field
        for field, value in zip(_fields(model), row, strict=True)
        if not _is_plainly_the_same(facts.get(field.name), value) and not _agrees(field, facts, value)
    ]
    if not changed:
        return ""
    words = {"row": _name(model, pk), "fields": ", ".join(str(field.verbose_name) for field in changed)}
    return _("%(row)s was changed outside the program: %(fields)s.") % words


def _name(model: Model, pk: int) -> str:
    """The row as a person can find it; worked out only where something is wrong, for a million rows are not."""
    return f"{model._meta.verbose_name} {pk} ({model._meta.db_table})"


def _is_plainly_the_same(logged: Any, value: Any) -> bool:
    """Nearly always; then nothing else need be known, for there are millions. Only a mask means something else."""
    return logged == value and (type(value) in UNHIDDEN or (type(value) is str and not value.startswith(MASKED)))


def _agrees(field: models.Field, facts: Facts, value: Any) -> bool:
    if field.name not in facts:  # absent when the row was created, or a column added since
        return value is None or (field.has_default() and value == field.get_default())
    logged = facts[field.name]
    if isinstance(logged, str) and (isinstance(field, EncryptedTextField) or logged.startswith(MASKED)):
        return _agrees_hidden(field, logged, value)
    return logged == _as_logged(field, value) or _as_typed(field, logged) == value


def _agrees_hidden(field: models.Field, logged: str, value: Any) -> bool:
    if isinstance(field, EncryptedTextField) and value is not None:
        try:
            value = decrypt(value, field.context)
        except Unreadable:
            return False
    return logged == NOTHING_HIDDEN if value is None else hides(logged, str(value))


def _as_logged(field: models.Field, value: Any) -> Any:
    """A stored value in the form in which auditlog writes it down."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return smart_str(value)


def _as_typed(field: models.Field, logged: Any) -> Any:
    """What was written down before the database gave it its type: "3" for 3."""
    if isinstance(field, models.DateTimeField):
        return None
    try:
        return field.to_python(logged)
    except (ValidationError, TypeError):
        return None


def _logged(model: Model, pk: int | None = None) -> Iterator[tuple[int, Facts | None]]:
    """What the log says of each row, by primary key; None for one that it says was deleted."""
    found = _entries(model) if pk is None else _entries(model).filter(object_id=pk)
    rows = found.order_by("object_id", "pk").values_list("object_id", "action", "changes")
    for object_id, entries in groupby(rows.iterator(chunk_size=CHUNK), key=lambda row: row[0]):
        yield object_id, _folded(entries)


def _folded(entries: Iterable[tuple]) -> Facts | None:
    facts: Facts | None = None
    for _object_id, action, changes in entries:
        if action == Entry.Action.DELETE:
            facts = None
        elif action in (Entry.Action.CREATE, Entry.Action.UPDATE):
            facts = facts or {}
            facts.update({name: change[-1] for name, change in (changes or {}).items() if isinstance(change, list)})
    return facts


def _entries(model: Model) -> QuerySet[Entry]:
    """Entries of the model; where it inherits from another, also those that were written of the row as such a one."""
    found = _of_kind(model)
    for parent in model._meta.get_parent_list():
        found |= _of_kind(parent) & Q(object_id__in=model._base_manager.values("pk"))
    for child in _children(model):
        found &= ~Q(object_id__in=child._base_manager.values("pk"))
    return Entry.objects.filter(found)


def _of_kind(model: Model) -> Q:
    return Q(content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name)


def _stored(model: Model, pk: int | None = None) -> Iterator[tuple[int, tuple]]:
    """The rows of the table by primary key; of a model that others inherit from, those that are nothing else."""
    found = model._base_manager.order_by("pk")
    for child in _children(model):
        found = found.exclude(pk__in=child._base_manager.values("pk"))
    found = found if pk is None else found.filter(pk=pk)
    columns = [
        Cast(field.name, models.TextField()) if isinstance(field, EncryptedTextField) else field.attname
        for field in _fields(model)
    ]
    for row in found.values_list("pk", *columns).iterator(chunk_size=CHUNK):
        yield row[0], row[1:]


@cache
def _fields(model: Model) -> list[models.Field]:
    """The columns that the log knows."""
    known = auditlog.get_model_fields(model)["include_fields"]
    return [field for field in model._meta.concrete_fields if field.name in known]


def _children(model: Model) -> list[Model]:
    return [other for other in audited_models() if model in other._meta.get_parent_list()]


def _side_by_side(
    logged: Iterator[tuple[int, Facts | None]], stored: Iterator[tuple[int, tuple]]
) -> Iterator[tuple[int, Facts | None, tuple | None]]:
    """Both, joined by primary key, without holding either in memory."""
    log, table = next(logged, None), next(stored, None)
    while log or table:
        if table is None or (log and log[0] < table[0]):
            assert log
            yield log[0], log[1], None
            log = next(logged, None)
        elif log is None or table[0] < log[0]:
            yield table[0], None, table[1]
            table = next(stored, None)
        else:
            yield log[0], log[1], table[1]
            log, table = next(logged, None), next(stored, None)
