"""What is kept of an incident."""

from .fact import Fact
from .incident import Incident, require_grade_to_fit
from .intake import Intake
from .poster import Poster
from .receipt import Letter, Receipt
from .sac import SacMatrix, matrix_of

__all__ = [
    "Fact",
    "Incident",
    "Intake",
    "Letter",
    "Poster",
    "Receipt",
    "SacMatrix",
    "matrix_of",
    "require_grade_to_fit",
]
