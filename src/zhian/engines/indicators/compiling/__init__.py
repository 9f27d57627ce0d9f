"""From definitions to statements: what each counts, over which rows, and all over one table in one scan."""

from .parts import Part, parts
from .relation import Relation
from .scan import Scan, Wish, rows_of, scans

__all__ = ["Part", "Relation", "Scan", "Wish", "parts", "rows_of", "scans"]
