"""What is asked of whoever types in what a department did, or brings it as a file."""

from .activity import CountsForm, MonthForm, TableForm
from .imports import ColumnsForm, FileForm, RowForm

__all__ = ["ColumnsForm", "CountsForm", "FileForm", "MonthForm", "RowForm", "TableForm"]
