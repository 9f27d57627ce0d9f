"""Tampering at random, hundreds of times: nothing goes unseen."""

import json
import random
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction

from zhian.kernel.audit import rows
from zhian.kernel.audit.models import Entry, Head
from zhian.kernel.audit.services import seal

from .hands import faults, sql, swap, with_hash_anew


class Enough(Exception):
    """Ends an attempt, so that the next begins with the same tables."""


@contextmanager
def attempt():
    try:
        with transaction.atomic():
            yield
            raise Enough
    except Enough:
        pass


def another(column, value, chance):
    """A different value that the column takes."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + chance.choice([-1, 1, 7])
    if value is None:
        return 5 if isinstance(column, models.IntegerField | models.ForeignKey | models.BigIntegerField) else "x"
    if isinstance(value, str):
        place = chance.randrange(len(value) + 1)
        return value[:place] + chance.choice("xyz") + value[place:]
    return value


def tamper_with_a_value(model, chance):
    """One column of one row, past everything but the database itself."""
    pk = chance.choice(list(model._base_manager.values_list("pk", flat=True)))
    unproved = getattr(model, "unaudited_fields", ())  # the log says nothing of them, on purpose
    fields = [field for field in model._meta.local_concrete_fields if field.name not in unproved]
    column = chance.choice([field for field in fields if not field.primary_key])
    table, key = model._meta.db_table, model._meta.pk.column
    ((before,),) = sql(f'SELECT "{column.column}" FROM {table} WHERE {key} = %s', pk)  # noqa: S608
    if isinstance(column, models.JSONField):
        after = json.dumps({"x": chance.random()})
    elif isinstance(column, models.DateTimeField | models.DateField):
        after = "2001-02-03 04:05:06+00:00"[: 10 if type(column) is models.DateField else None]
    elif isinstance(column, models.GenericIPAddressField):
        after = "10.0.0.1"
    elif isinstance(column, models.BooleanField):
        after = not before
    else:
        after = another(column, before, chance)
    sql(f'UPDATE {table} SET "{column.column}" = %s WHERE {key} = %s', after, pk)  # noqa: S608
    return f"{table}.{column.column} of {pk}: {before!r} → {after!r}"


def tamper_by_deleting(model, chance):
    pk = chance.choice(list(model._base_manager.values_list("pk", flat=True)))
    sql(f"DELETE FROM {model._meta.db_table} WHERE {model._meta.pk.column} = %s", pk)  # noqa: S608
    return f"{model._meta.db_table} without {pk}"


def tamper_by_copying(model, chance):
    """A second row like another."""
    pk = chance.choice(list(model._base_manager.values_list("pk", flat=True)))
    columns = [field.column for field in model._meta.local_concrete_fields if not field.primary_key]
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join("NULL" if column == "leaf_index" else f'"{column}"' for column in columns)
    sql(
        f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values} FROM {model._meta.db_table} "  # noqa: S608
        f"WHERE {model._meta.pk.column} = %s",
        pk,
    )
    return f"{model._meta.db_table} with {pk} twice"


def tampered_tables():
    """Everything that is audited, the log and its heads."""
    return [model for model in [*rows.audited_models(), Head] if model._base_manager.exists()]


@pytest.mark.parametrize("seed", range(3))
def test_no_random_tampering_with_the_tables_goes_unseen(story, unguarded, seed):
    chance, seen = random.Random(seed), 0
    seal()
    while seen < 50:
        model = chance.choice(tampered_tables())
        how = chance.choice([tamper_with_a_value] * 6 + [tamper_by_deleting, tamper_by_copying])
        with attempt():
            try:
                with transaction.atomic():
                    what = how(model, chance)
            except DatabaseError:  # the database itself would not have it
                continue
            assert faults(), what
            seen += 1


@pytest.mark.parametrize("seed", range(3))
def test_no_random_tampering_with_the_log_goes_unseen(story, unguarded, seed):
    """Every column of every entry, entries lost, doubled, exchanged, with and without a new hash."""
    chance, seen = random.Random(seed), 0
    seal()
    size = Entry.objects.count()
    ways = [
        lambda: tamper_with_a_value(Entry, chance),
        lambda: tamper_with_a_value(Entry, chance),
        lambda: tamper_by_deleting(Entry, chance),
        lambda: swap(*chance.sample(range(size), 2)),
        lambda: with_hash_anew(chance.randrange(size)),
        lambda: sql(
            "UPDATE audit_entry SET leaf_index = NULL, leaf_hash = '' WHERE leaf_index = %s", chance.randrange(size)
        ),
        lambda: sql("DELETE FROM audit_head WHERE number = %s", chance.randrange(1, 4)),
    ]
    while seen < 50:
        with attempt():
            try:
                with transaction.atomic():
                    what = chance.choice(ways)()
            except DatabaseError:
                continue
            assert faults(), what
            seen += 1


def test_the_tampered_tables_are_all_that_the_program_watches(story):
    watched = {model._meta.label for model in rows.audited_models()}
    ours = {model for model in apps.get_models() if model.__module__.startswith("zhian.")}
    assert {model._meta.label for model in ours if getattr(model, "audited", True)} == {
        label for label in watched if not label.startswith("deliveries.")
    }
