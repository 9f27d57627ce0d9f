"""Triggers with which the database itself refuses what the program never does, whoever asks.

A model says what it is, and its guards follow:

    append_only = True                    its rows are never changed nor deleted,
    filled_in_once = ("leaf_index", …)    … but for these columns, once
    freezes_when = "is_closed"            while that is so, its row does not change, nor that of an inheriting model,
    moved_by_steps = ("state", …)         … but for these columns, when `version` goes up; and it is never deleted
    freezes_with = "finding"              its rows hang on such a row and freeze with it

They are put up after every migration and taken down before it, so that no module has to remember them: SQLite loses
triggers whenever it remakes a table. `verify()` says if one is missing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from zhian.kernel.encryption import EncryptedTextField

PREFIX = "guard_"
VERSION = "version"

MADE = {  # also those that were disabled
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace",
}
REMOVED = {"sqlite": "DROP TRIGGER {}", "postgresql": "DROP FUNCTION {} CASCADE"}
STANDING = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT p.proname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
    "JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') "
    "AND c.relnamespace = current_schema()::regnamespace",
}

Model = type[Any]  # one of ours, with what it says of itself


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger: on this event of a table it refuses where the condition holds."""

    table: str
    event: str  # INSERT, UPDATE, DELETE or, on PostgreSQL, TRUNCATE
    condition: str
    sentence: str

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.table}_{self.event.lower()}"[:63]


def before_migrations(plan: list, **_signal: object) -> None:
    """Where there is nothing to migrate the guards stay where they are."""
    if plan:
        take_down()


def put_up(**_signal: object) -> None:
    """Make the guards of all models whose tables are there. Repeating it changes nothing."""
    tables = set(connection.introspection.table_names())
    wanted = [guard for guard in guards() if guard.table in tables]
    if _standing() == {guard.name: _essence(guard) for guard in wanted}:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        take_down()
        for statement in chain.from_iterable(map(_statements, wanted)):
            cursor.execute(statement)


def take_down() -> None:
    """Remove all guards: for migrations, which may change what nobody else may."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MADE[connection.vendor])
        for name in [name for (name,) in cursor.fetchall() if name.startswith(PREFIX)]:
            cursor.execute(REMOVED[connection.vendor].format(_quoted(name)))


def missing() -> list[str]:
    """The guards that ought to stand and do not, or not as the program made them."""
    standing = _standing()
    return [guard.name for guard in guards() if standing.get(guard.name) != _essence(guard)]


def guards() -> Iterator[Guard]:
    """All of them, from what the models say of themselves."""
    for model in (model for model in apps.get_models() if not model._meta.proxy):
        if getattr(model, "append_only", False):
            yield from _of_append_only(model)
        if hasattr(model, "freezes_when"):
            yield from _of_record(model)
        if hasattr(model, "freezes_with"):
            yield from _of_part(model)


def _of_append_only(model: Model) -> Iterator[Guard]:
    once = getattr(model, "filled_in_once", ())
    table, changed = model._meta.db_table, _differ(_columns(model, without=once))
    if once:
        filled = [_column(model, name) for name in once]
        changed += f' OR (OLD."{filled[0]}" IS NOT NULL AND ({_differ(filled)}))'
    yield Guard(table, "UPDATE", changed, f"What stands in {table} is never changed.")
    yield Guard(table, "DELETE", "TRUE", f"What stands in {table} is never deleted.")
    yield from _against_truncation(table)


def _of_record(model: Model) -> Iterator[Guard]:
    table, root = model._meta.db_table, _root(model)
    if model is root:
        steps = [_column(model, name) for name in model.moved_by_steps]
        changed = _differ(_columns(model, without=model.moved_by_steps))
        standing_still = f'NEW."{VERSION}" <= OLD."{VERSION}" AND ({_differ(steps)})'
        condition = f'OLD."{_column(model, model.freezes_when)}" AND ({changed} OR ({standing_still}))'
    else:
        condition = f"{_is_frozen(root, f'OLD.{_quoted(model._meta.pk.column)}')} AND ({_differ(_columns(model))})"
    yield Guard(table, "UPDATE", condition, f"A closed record in {table} is not changed.")
    yield Guard(table, "DELETE", "TRUE", f"A record in {table} is never deleted.")
    yield from _against_truncation(table)


def _of_part(model: Model) -> Iterator[Guard]:
    table, whole = model._meta.db_table, model._meta.get_field(model.freezes_with)
    root, key = _root(whole.related_model), _quoted(whole.column)
    old, new = _is_frozen(root, f"OLD.{key}"), _is_frozen(root, f"NEW.{key}")
    sentence = f"What belongs to a closed record in {table} is neither added nor changed."
    yield Guard(table, "INSERT", new, sentence)
    yield Guard(table, "UPDATE", f"({old} OR {new}) AND ({_differ(_columns(model))})", sentence)
    yield Guard(table, "DELETE", old, sentence)


def _against_truncation(table: str) -> Iterator[Guard]:
    if connection.vendor == "postgresql":
        yield Guard(table, "TRUNCATE", "TRUE", f"What stands in {table} is never deleted.")


def _root(model: Model) -> Model:
    """The model that has the column `freezes_when` in its own table."""
    lineage = [model, *model._meta.get_parent_list()]
    return next(one for one in lineage if one.freezes_when in {field.name for field in one._meta.local_fields})


def _is_frozen(root: Model, key: str) -> str:
    closed, table = _quoted(_column(root, root.freezes_when)), _quoted(root._meta.db_table)
    found = f"{_quoted(root._meta.pk.column)} = {key} AND {closed}"
    return f"EXISTS (SELECT 1 FROM {table} WHERE {found})"  # noqa: S608 (names of our own tables)


def _columns(model: Model, without: Iterable[str] = ()) -> list[str]:
    """The columns of its own table. Encrypted ones are left out: a new key writes them anew, and the log knows them."""
    fields = (field for field in model._meta.local_concrete_fields if not isinstance(field, EncryptedTextField))
    return [field.column for field in fields if field.name not in without]


def _column(model: Model, name: str) -> str:
    return model._meta.get_field(name).column


def _quoted(name: str) -> str:
    return f'"{name}"'


def _differ(columns: Iterable[str]) -> str:
    operator = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    return " OR ".join(f'NEW."{column}" {operator} OLD."{column}"' for column in columns) or "FALSE"


def _statements(guard: Guard) -> list[str]:
    name, table = _quoted(guard.name), _quoted(guard.table)
    if connection.vendor != "postgresql":
        return [_essence(guard)]
    each = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard${_essence(guard)}$guard$",
        f"CREATE TRIGGER {name} BEFORE {guard.event} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()",
    ]


def _essence(guard: Guard) -> str:
    """What the database keeps of a guard and can be asked for: all of it on SQLite, the function on PostgreSQL."""
    if connection.vendor == "postgresql":
        row = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(guard.event, "NEW")
        refuse = f"RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = '{guard.sentence}'"
        return f" BEGIN IF {guard.condition} THEN {refuse}; END IF; RETURN {row}; END "
    return (
        f"CREATE TRIGGER {_quoted(guard.name)} BEFORE {guard.event} ON {_quoted(guard.table)} FOR EACH ROW "
        f"WHEN {guard.condition} BEGIN SELECT RAISE(ABORT, '{guard.sentence}'); END"
    )


def _standing() -> dict[str, str]:
    """The guards in force, by name, with what the database keeps of them."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        return {name: text for name, text in cursor.fetchall() if name.startswith(PREFIX)}
