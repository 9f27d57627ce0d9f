"""Reading what hospitals export: files of strangers become rows of facts, or rows with their faults. Knows no Django."""

from .checks import Check, checks
from .encodings import as_utf8
from .layouts import Field, Layout, layouts, recognised
from .pieces import Piece, Unreadable, header_of, pieces
from .sieve import Sieve, Sieved

__all__ = [
    "Check",
    "Field",
    "Layout",
    "Piece",
    "Sieve",
    "Sieved",
    "Unreadable",
    "as_utf8",
    "checks",
    "header_of",
    "layouts",
    "pieces",
    "recognised",
]
