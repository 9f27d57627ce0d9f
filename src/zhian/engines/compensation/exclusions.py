"""What was put forward and not counted: read off the formula that left it out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .facts import TABLES
from .formula import Node
from .formula.explained import Explanation, Reader
from .words import Words

PUT_FORWARD = {
    "receipts": "amount",
    "further": "amount",
    "journeys": "amount",
    "lodgings": "amount",
    "devices": "price",
    "absences": "days",
    "care": "days",
}


@dataclass(frozen=True)
class Excluded:
    """A row that does not count, or not in full: what was put forward, what counted, and the condition that decided."""

    table: str
    row: int
    what: Words
    asked: Fraction
    counted: Fraction
    why: Words


def left_out(
    shown: Explanation, rows: Mapping[str, Sequence[Mapping[str, Any]]], labels: Mapping[str, Sequence[str]]
) -> Iterator[Excluded]:
    """Each row of which less counts than was put forward."""
    chinese, english = (shown.reader(language) for language in ("zh-hans", "en"))
    for (table, row), parts in _rows(shown.root, english).items():
        most = max(parts, key=lambda part: english.number(part, row))
        counted, asked = english.number(most, row), Fraction(rows[table][row].get(PUT_FORWARD.get(table, ""), 0))
        if counted == 0 or counted < asked:
            what = labels[table][row] if row < len(labels.get(table, ())) else str(row + 1)
            name = TABLES[table].words
            why = Words(_why(chinese, most, row), _why(english, most, row))
            yield Excluded(table, row, Words(f"{name.zh} {what}", f"{name.en} {what}"), asked, counted, why)


def _rows(root: Node, reader: Reader) -> dict[tuple[str, int], list[Node]]:
    """For each row that a total went through, what was added for it."""
    found: dict[tuple[str, int], list[Node]] = {}
    for n, _ in reader.way(root):
        if n.op == "total":
            for row in range(reader.count(n)):
                found.setdefault((n.key, row), []).append(n.args[0])
    return found


def _why(reader: Reader, part: Node, row: int) -> str:
    """The last condition on the way: the one that decided. Where none did, the sum itself."""
    terms = [n.args[0] for n, at in reader.way(part, row) if n.op == "term" and at == row]
    said = [reason for term in terms for reason in reader.because(term, row)]
    return said[-1] if said else reader.read(part, row, numbers=True)
