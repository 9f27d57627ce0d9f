"""What people are asked."""

from .figures import FiguresForm
from .report import IncidentForm
from .sac import SacMatrixForm
from .steps import CloseForm, ConfirmForm, DuplicateForm, HoldForm, ReassignForm

__all__ = [
    "CloseForm",
    "ConfirmForm",
    "DuplicateForm",
    "FiguresForm",
    "HoldForm",
    "IncidentForm",
    "ReassignForm",
    "SacMatrixForm",
]
