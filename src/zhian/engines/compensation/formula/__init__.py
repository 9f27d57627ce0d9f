"""Rules that are read once, run on one case or on columns of cases, and read aloud. Knows no law."""

from .nodes import Exact, Node, Unsound, given
from .rounding import ROUNDINGS, Rounding, ceiling, floor, rounded, to_fen, to_fen_down, to_yuan_down
from .rules import Names, Rows, explored, largest, term, total
from .running import Formula

__all__ = [
    "ROUNDINGS",
    "Exact",
    "Formula",
    "Names",
    "Node",
    "Rounding",
    "Rows",
    "Unsound",
    "ceiling",
    "explored",
    "floor",
    "given",
    "largest",
    "rounded",
    "term",
    "to_fen",
    "to_fen_down",
    "to_yuan_down",
    "total",
]
