"""What is kept of an incident."""

from .analysis import Analysis, Method
from .analysis_parts import Cause, Factor, Happening, Member, Part, Recommendation, RootCause, Why
from .answers import Answers, Edition
from .batch import Batch, BatchLine, ColumnMapping, Outcome
from .detail import Detail
from .digest import Digest
from .fact import Fact
from .fairness import Weighing
from .filling import Filling
from .incident import Incident, require_grade_to_fit
from .intake import Intake
from .lesson import Lesson, LessonComment, Useful
from .newer import NewerEdition
from .origin import Origin
from .poster import Poster
from .receipt import Letter, Receipt
from .sac import SacMatrix, matrix_of
from .sheet import Sheet
from .standard import AnalysisStandard, standard_of
from .word import Word

__all__ = [
    "Analysis",
    "AnalysisStandard",
    "Answers",
    "Batch",
    "BatchLine",
    "Cause",
    "ColumnMapping",
    "Detail",
    "Digest",
    "Edition",
    "Fact",
    "Factor",
    "Filling",
    "Happening",
    "Incident",
    "Intake",
    "Lesson",
    "LessonComment",
    "Letter",
    "Member",
    "Method",
    "NewerEdition",
    "Origin",
    "Outcome",
    "Part",
    "Poster",
    "Receipt",
    "Recommendation",
    "RootCause",
    "SacMatrix",
    "Sheet",
    "Useful",
    "Weighing",
    "Why",
    "Word",
    "matrix_of",
    "require_grade_to_fit",
    "standard_of",
]
