"""What is asked of whoever types in what a department did, or brings it as a file."""

from .activity import CountsForm, MonthForm, TableForm
from .imports import AlikeForm, ColumnsForm, FileForm, RowForm
from .mappings import CellsForm, CodesForm

__all__ = [
    "AlikeForm",
    "CellsForm",
    "CodesForm",
    "ColumnsForm",
    "CountsForm",
    "FileForm",
    "MonthForm",
    "RowForm",
    "TableForm",
]
