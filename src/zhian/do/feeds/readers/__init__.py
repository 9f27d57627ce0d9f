"""Reading what hospitals export: files become rows of facts, or rows with their faults. Knows no Django."""

from .checks import Check, checks
from .encodings import as_utf8
from .layouts import Field, Layout, layouts, recognised
from .pieces import Piece, header_of, pieces
from .place import Place
from .sieve import Sieve, Sieved
from .unreadable import Unreadable

__all__ = [
    "Check",
    "Field",
    "Layout",
    "Piece",
    "Place",
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
