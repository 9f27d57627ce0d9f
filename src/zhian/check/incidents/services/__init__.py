"""What is done with an incident: one function for each step and other deed."""

from .answers import answer_questions, asked_of
from .editions import edition_for, editions, publish, read_edition, shipped
from .endings import close, mark_duplicate, mark_not_reportable
from .findings import raise_finding_on
from .reporting import report
from .sac import change_matrix, suggested_frequency, suggested_severity
from .similar import similar_to
from .steps import confirm, hold, reassign, reopen, resubmit, resume, send_back

__all__ = [
    "answer_questions",
    "asked_of",
    "change_matrix",
    "close",
    "confirm",
    "edition_for",
    "editions",
    "hold",
    "mark_duplicate",
    "mark_not_reportable",
    "publish",
    "raise_finding_on",
    "read_edition",
    "reassign",
    "reopen",
    "report",
    "resubmit",
    "resume",
    "send_back",
    "shipped",
    "similar_to",
    "suggested_frequency",
    "suggested_severity",
]
