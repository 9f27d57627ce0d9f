"""A formula run on one case, in Python's own integers."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from .nodes import Node, Unsound
from .straight import for_sums
from .writing import for_one, in_order

Given = int | list[int]


class Formula:
    """One or more values of a case, ready to be worked out. `asks`: the facts and figures that it needs, by key."""

    def __init__(self, roots: list[Node]):
        for root in roots:
            if root.table:
                raise Unsound(f"a value for each row of {root.table}: add them up with total(…)")
        self.roots = roots
        self.asks = {n.key: n for n in in_order(roots) if n.op == "given"}

    def sums(self, given: Mapping[str, Given], rows: Mapping[str, int]) -> list[int]:
        """Numerators of the roots.

        `given` holds numerators by key, a list of them for a fact of a row; `rows` how many rows each table has.
        """
        return self._sums(given, Counted(rows))

    def one(self, given: Mapping[str, Given], rows: Mapping[str, int]) -> tuple[list[int], dict[str, Any]]:
        """Numerators of the roots, and of every variable on the way, which for a row is a list."""
        return self._one(given, Counted(rows))

    @cached_property
    def _sums(self) -> Callable:
        return compiled(for_sums(self.roots), WORDS)

    @cached_property
    def _one(self) -> Callable:
        return compiled(for_one(self.roots), WORDS)


class Counted:
    """The long tables of one case."""

    def __init__(self, rows: Mapping[str, int]):
        self._rows = rows

    def count(self, table: str) -> int:
        return self._rows.get(table, 0)

    def spread(self, value: int, table: str) -> list[int]:
        return [value] * self.count(table)

    def total(self, values: list[int], table: str) -> int:
        return sum(values)

    def largest(self, values: list[int], table: str) -> int:
        return max(values, default=0)


def compiled(text: str, words: Mapping[str, Any]) -> Callable:
    meant: dict[str, Any] = dict(words)
    exec(text, meant)  # noqa: S102 -- the text is written from our own rules, never from anything that was sent
    return meant["run"]


WORDS: dict[str, Any] = {
    "share": lambda divisor, one, highest: one // max(divisor, 1),
}
