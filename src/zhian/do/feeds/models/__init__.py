"""What departments did in a month, typed in; and what was taken in from other systems, row by row."""

from .activity import Activity
from .mapping import DepartmentCode, Mapping
from .quarantine import Mended, Opened, Tally
from .run import Kind, Run, State, Way

__all__ = ["Activity", "DepartmentCode", "Kind", "Mapping", "Mended", "Opened", "Run", "State", "Tally", "Way"]
