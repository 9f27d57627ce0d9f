"""Records whose story is known already: written with all that belongs to it as it was, many at once.

For what was kept elsewhere before, and for the demo hospital. Nothing is checked and nobody is told: whoever tells the
story vouches for it, and tells it in the order of time, so that numbers, history and log come out in that order.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from itertools import groupby
from typing import Any, TypeVar

from django.db import models, transaction

from zhian.engines.workflow import FILE
from zhian.kernel.audit.bulk import BATCH, entry_of, insert, keys
from zhian.kernel.audit.models import Entry
from zhian.kernel.moment import now
from zhian.kernel.people.models import User

from . import search
from .models import Record, Transition
from .numbers import next_number
from .services import enter, hospital_of, set_turns

R = TypeVar("R", bound=Record)
M = TypeVar("M", bound=models.Model)


class Past:
    """Gathers what happened at one `moment.at(…)` after the other, in one transaction, until `write` ends it."""

    def __init__(self) -> None:
        self._rows: list[models.Model] = []
        self._entries: list[Entry] = []
        self._keys: dict[type[models.Model], Iterator[int]] = {}

    def file(self, record: R, *, actor: User | None) -> R:
        """Filed by the actor; by nobody where it bears a seal or its author is not known."""
        record.hospital, record.created_at = hospital_of(record), now()
        record.kind, record.author = record.workflow.name, None if record.author_seal else actor
        record.number = next_number(record)
        enter(record, record.workflow.start)
        self.keep(record, actor=record.author)
        self._decide(record, FILE, "", record.author, "")
        return record

    def take(self, record: Record, step: str, *, actor: User | None, note: str = "", **facts: Any) -> None:
        """The step, with the facts that it settled; a deadline among them counts instead of the table's."""
        before = record.state
        with self._change(record, actor):
            enter(record, record.workflow.steps[step].target_from(before))
            record.version += 1
            _settle(record, facts)
        self._decide(record, step, before, actor, note)

    def keep(self, row: M, *, actor: User | None) -> M:
        """A row of any table that was written then."""
        root = Record if isinstance(row, Record) else type(row)
        key = next(self._keys.setdefault(root, keys(root)))
        for model in (type(row), root):  # a record has the same key in the register and in the table of its kind
            setattr(row, model._meta.pk.attname, key)
        self._rows.append(row)
        self._log(row, None, actor)
        return row

    def change(self, row: models.Model, *, actor: User | None, **facts: Any) -> None:
        """What was changed then in a row that is kept here."""
        with self._change(row, actor):
            _settle(row, facts)

    @transaction.atomic
    def write(self) -> None:
        """Put everything into the tables. What is closed closes last: nothing can be added to it afterwards."""
        records = [row for row in self._rows if isinstance(row, Record)]
        closed = [record for record in records if record.is_closed]
        for record in closed:
            record.is_closed = False
        for model, rows in groupby(sorted(self._rows, key=_table), key=type):
            _insert(model, list(rows))
        self._write_log()
        for record in records:
            search.index(record)
        for record in closed:
            record.is_closed = True
        for record in records:
            if not record.is_closed:
                set_turns(record)
        for start in range(0, len(closed), BATCH):
            part = [record.pk for record in closed[start : start + BATCH]]
            Record.objects.filter(pk__in=part).update(is_closed=True)
        self._rows.clear()

    def _decide(self, record: Record, step: str, before: str, actor: User | None, note: str) -> None:
        told = {"step": step, "before": before, "after": record.state, "actor": actor, "at": now(), "note": note}
        self.keep(Transition(record_id=record.pk, **told), actor=actor)

    @contextmanager
    def _change(self, row: models.Model, actor: User | None) -> Iterator[None]:
        before = copy(row)
        yield
        self._log(row, before, actor)

    def _log(self, row: models.Model, before: models.Model | None, actor: User | None) -> None:
        self._entries.append(entry_of(row, before=before, actor=actor))
        if len(self._entries) >= BATCH:
            self._write_log()

    def _write_log(self) -> None:
        insert(Entry, self._entries)
        self._entries.clear()


def _settle(row: models.Model, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(row, name, value)


def _table(row: models.Model) -> str:
    return row._meta.db_table


def _insert(model: type[models.Model], rows: list[Any]) -> None:
    """The rows of one model; of a kind of record first those of the register, which Django's `bulk_create` cannot."""
    for table in [*model._meta.get_parent_list(), model]:
        for start in range(0, len(rows), BATCH):
            insert(table, rows[start : start + BATCH])
