"""What a formula kept when it ran: the value of each of its nodes, and the way that its conditions led to."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from .nodes import Node
from .numerals import of_its_kind
from .writing import variable


class Kept:
    """Looks values up, in one language. `row`: which row of a long table; None for values of the case."""

    def __init__(self, kept: Mapping[str, Any], language: str):
        self._kept, self._language = kept, language

    def numerator(self, n: Node, row: int | None) -> int:
        while n.op == "term":
            n = n.args[0]
        value = n.low if n.op == "known" else self._kept[variable(n)]
        return value if row is None or not isinstance(value, list) else value[row]

    def number(self, n: Node, row: int | None) -> Fraction:
        return Fraction(self.numerator(n, row), n.den)

    def value(self, n: Node, row: int | None) -> str:
        return of_its_kind(n, self.numerator(n, row), self._language)

    def chosen(self, n: Node, row: int | None) -> Node:
        """What the choices lead to."""
        while n.op == "if":
            n = self.taken(n, row)
        return n

    def taken(self, n: Node, row: int | None) -> Node:
        return n.args[1] if self.numerator(n.args[0], row) else n.args[2]

    def count(self, n: Node) -> int:
        """The rows that a total adds up."""
        return len(self._kept[variable(n.args[0])])
