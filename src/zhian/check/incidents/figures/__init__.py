"""The figures of a set of incidents, each with the way to the list behind it."""

from .chart import Chart
from .page import Behind, Rated, figures
from .period import OWN, PERIODS, TWELVE, months_of

__all__ = ["OWN", "PERIODS", "TWELVE", "Behind", "Chart", "Rated", "figures", "months_of"]
