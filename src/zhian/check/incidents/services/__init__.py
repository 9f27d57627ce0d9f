"""What is done with an incident: one function for each step and other deed."""

from .endings import close, mark_duplicate, mark_not_reportable
from .findings import raise_finding_on
from .reporting import report
from .sac import change_matrix, suggested_frequency, suggested_severity
from .steps import confirm, hold, reassign, reopen, resubmit, resume, send_back

__all__ = [
    "change_matrix",
    "close",
    "confirm",
    "hold",
    "mark_duplicate",
    "mark_not_reportable",
    "raise_finding_on",
    "reassign",
    "reopen",
    "report",
    "resubmit",
    "resume",
    "send_back",
    "suggested_frequency",
    "suggested_severity",
]
