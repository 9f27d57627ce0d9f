"""The figures of a set of incidents, each with the way to the list behind it."""

from .page import Behind, figures
from .period import OWN, PERIODS, TWELVE, months_of

__all__ = ["OWN", "PERIODS", "TWELVE", "Behind", "figures", "months_of"]
