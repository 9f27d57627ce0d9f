"""Departments, people and duties from a table: looked at line by line first, then taken in as a whole or not at all."""

from .carrying_out import carry_out, fingerprint, preview
from .lines import Line, Outcome
from .recognising import Sheet, recognise
from .sheets import SHEETS

__all__ = ["SHEETS", "Line", "Outcome", "Sheet", "carry_out", "fingerprint", "preview", "recognise"]
