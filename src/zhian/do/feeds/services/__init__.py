"""Typing in, reviewing and taking in what the hospital did; and the sums that rates are counted by."""

from .activity import Sums, activity, enter, review
from .tables import COLUMNS, Line, take_in

__all__ = ["COLUMNS", "Line", "Sums", "activity", "enter", "review", "take_in"]
