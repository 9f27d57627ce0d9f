"""What is done with an incident: one function for each step and other deed."""

from .findings import raise_finding_on
from .reporting import report
from .steps import close, confirm, reopen, resubmit, send_back

__all__ = ["close", "confirm", "raise_finding_on", "reopen", "report", "resubmit", "send_back"]
