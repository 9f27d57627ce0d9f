"""What people are asked."""

from .analysis import PARTS, AnalyseForm, AnalysisForm, FinishForm, PartForm
from .figures import FiguresForm
from .report import IncidentForm
from .sac import SacMatrixForm
from .steps import CloseForm, ConfirmForm, DuplicateForm, HoldForm, ReassignForm

__all__ = [
    "PARTS",
    "AnalyseForm",
    "AnalysisForm",
    "CloseForm",
    "ConfirmForm",
    "DuplicateForm",
    "FiguresForm",
    "FinishForm",
    "HoldForm",
    "IncidentForm",
    "PartForm",
    "ReassignForm",
    "SacMatrixForm",
]
