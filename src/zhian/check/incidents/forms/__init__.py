"""What people are asked."""

from .report import IncidentForm
from .steps import CloseForm, ConfirmForm

__all__ = ["CloseForm", "ConfirmForm", "IncidentForm"]
