"""The facts of the indicators: what was measured, what was typed in, what people decided and said about it."""

from .alert import Alert
from .budget import Budget
from .decided import OwnTarget, Switched
from .marks import Mark, Rebase
from .measured import Measured, Measuring, Standing
from .own import OwnIndicator
from .remark import Remark
from .returns import Entrusted, MonthlyReturn, ReturnLine
from .risk import Fitting, RiskModel
from .run import Run

__all__ = [
    "Alert",
    "Budget",
    "Entrusted",
    "Fitting",
    "Mark",
    "Measured",
    "Measuring",
    "MonthlyReturn",
    "OwnIndicator",
    "OwnTarget",
    "Rebase",
    "Remark",
    "ReturnLine",
    "RiskModel",
    "Run",
    "Standing",
    "Switched",
]
