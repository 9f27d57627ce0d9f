"""What was to be expected of these patients: a logistic model of their risk, and how far it may be believed.

Only `model` and `child` load scikit-learn, which takes seconds and much memory: a server fits in a process apart.
"""

from .apart import fit_apart
from .calibrating import Calibration, Tenth, calibrated
from .ratios import Ratio, ratio, ratios
from .told import Fitted, Odds, TooFew
from .verdict import Limit, faults, limits

__all__ = [
    "Calibration",
    "Fitted",
    "Limit",
    "Odds",
    "Ratio",
    "Tenth",
    "TooFew",
    "calibrated",
    "faults",
    "fit_apart",
    "limits",
    "ratio",
    "ratios",
]
