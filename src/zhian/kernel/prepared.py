"""Questions to the database that nearly every request asks, put together once.

Django puts each together anew, and takes longer over that than the database over the answer.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from itertools import count
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
Told = tuple[Any, ...]

LEAST_INTEGER = -(2**31)  # what stands for a number may not be out of its column's range


def prepared(question: Callable[..., QuerySet[M]]) -> Callable[..., list[M]]:
    """Make a function that returns a queryset one that returns its rows, and puts the queryset together only once.

    It is told texts, whole numbers, and tuples of them, and must filter by them just as they are: it sees them only
    the first time, or when a tuple has another length.
    """
    known: dict[Told, _Prepared[M]] = {}

    @wraps(question)
    def ask(*told: Any) -> list[M]:
        shape = tuple(len(each) if isinstance(each, tuple) else None for each in told)
        if shape not in known:
            marks = list(_marks(told))
            known[shape] = _Prepared(question(*marks), _flat(marks))
        return known[shape].ask(_flat(told))

    return ask


class _Prepared(Generic[M]):
    """The SQL of a queryset in which marks stand for what is not known yet, and how its rows are read."""

    def __init__(self, queryset: QuerySet[M], marks: list[Any]) -> None:
        compiler = queryset.query.get_compiler(queryset.db)
        self._sql, params = compiler.as_sql()
        self._params = [(marks.index(param), None) if param in marks else (None, param) for param in params]
        self._model, self._db, self._compiler = queryset.model, queryset.db, compiler
        columns = compiler.klass_info["select_fields"]
        self._own = slice(columns[0], columns[-1] + 1)
        self._names = [column[0].target.attname for column in compiler.select[self._own]]
        self._related = get_related_populators(compiler.klass_info, compiler.select, queryset.db)  # type: ignore[call-arg]
        self._converters = compiler.get_converters([column[0] for column in compiler.select])

    def ask(self, told: list[Any]) -> list[M]:
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [param if place is None else told[place] for place, param in self._params])
            rows = cursor.fetchall()
        return [self._read(row) for row in self._compiler.apply_converters(rows, self._converters)]

    def _read(self, row: list[Any]) -> M:
        found = self._model.from_db(self._db, self._names, row[self._own])
        for related in self._related:
            related.populate(row, found)
        return found


def _marks(told: Told) -> Iterator[Any]:
    """Something unmistakable of the same kind for each value."""
    number = count()

    def mark(value: Any) -> Any:
        return f"\0{next(number)}" if isinstance(value, str) else LEAST_INTEGER + next(number)

    for each in told:
        yield tuple(map(mark, each)) if isinstance(each, tuple) else mark(each)


def _flat(told: Any) -> list[Any]:
    return [value for each in told for value in (each if isinstance(each, tuple) else [each])]
