"""What people are asked."""

from .report import IncidentForm
from .steps import CloseForm, ConfirmForm, DuplicateForm, HoldForm, ReassignForm

__all__ = ["CloseForm", "ConfirmForm", "DuplicateForm", "HoldForm", "IncidentForm", "ReassignForm"]
