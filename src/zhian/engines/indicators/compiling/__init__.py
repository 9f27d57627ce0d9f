"""From definitions to statements: what each counts, over which rows, and all over one table in one scan."""

from .parts import Compiled, Part, compiled, parts
from .relation import Relation
from .scan import Scan, Wish, rows_of, scans

__all__ = ["Compiled", "Part", "Relation", "Scan", "Wish", "compiled", "parts", "rows_of", "scans"]
