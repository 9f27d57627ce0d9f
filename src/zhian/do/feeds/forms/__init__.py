"""What is asked of whoever types in what a department did, or brings it as a file."""

from .activity import CountsForm, MonthForm, TableForm
from .imports import ColumnsForm, FileForm, RowForm
from .mappings import CellsForm, CodesForm

__all__ = ["CellsForm", "CodesForm", "ColumnsForm", "CountsForm", "FileForm", "MonthForm", "RowForm", "TableForm"]
