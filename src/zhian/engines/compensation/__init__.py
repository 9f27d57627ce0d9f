"""The law of compensation for medical harm as code: exact to the fen, explained line by line, for one case or many.

case = read_case(document)
assess(case).awards["B"].payable

Columns of many cases: `columns.assess_columns`, which needs numpy.
"""

from .assess import assess
from .case import Case, read_case
from .fields import CaseError, schema
from .law.registry import instrument, instruments
from .options import options
from .templates import examples, template

__all__ = [
    "Case",
    "CaseError",
    "assess",
    "examples",
    "instrument",
    "instruments",
    "options",
    "read_case",
    "schema",
    "template",
]
