"""The law of compensation for medical harm as code: exact to the fen, explained line by line, for one case or many.

case = read_case(document)
assess(case).awards["B"].payable

For columns of cases see `columns.assess_columns`, for files `batch.assess_file`: they alone need numpy and pyarrow.
"""

from .assess import assess
from .case import Case, read_case
from .claims import Claim, check_claim
from .completeness import holes, unpublished
from .examples import example, template
from .fields import CaseError, schema
from .law.registry import instrument, instruments
from .missing import Question, next_question, still_open
from .options import options

__all__ = [
    "Case",
    "CaseError",
    "Claim",
    "Question",
    "assess",
    "check_claim",
    "example",
    "holes",
    "instrument",
    "instruments",
    "next_question",
    "options",
    "read_case",
    "schema",
    "still_open",
    "template",
    "unpublished",
]
