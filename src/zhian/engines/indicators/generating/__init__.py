"""An invented hospital's facts at any size, with true rates that are known, and the answers beside."""

from .faults import Fault, planted
from .filling import fill
from .identities import Identity, identify
from .months import Month, months
from .plan import Plan

__all__ = ["Fault", "Identity", "Month", "Plan", "fill", "identify", "months", "planted"]
