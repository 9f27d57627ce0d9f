"""What rows are held against, read from checks.yaml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

# What a cell can be, whatever it tells: found by its column's type, and not by a condition.
UNREADABLE, MISSING, MISSHAPEN, TWICE = "unreadable", "missing", "misshapen", "twice"
NO_STAY, NO_ROW = "no_stay", "no_row"  # what a row belongs to has not been taken in yet
UNKNOWN_DEPARTMENT = "unknown_department"  # a check whose rows wait until somebody says which department it is
HOMELESS = (NO_STAY, NO_ROW)
INBORN = (UNREADABLE, MISSING, MISSHAPEN, TWICE, *HOMELESS)


@dataclass(frozen=True, slots=True)
class Check:
    """`when` is true for a wrong row of one of the `tables`; `columns` are what a person looks at first."""

    code: str
    tables: Sequence[str]
    columns: Sequence[str]
    when: str
    is_fault: bool  # the row goes into quarantine; else it is taken, and counted
    says: Mapping[str, str]


def checks(table: str = "") -> Sequence[Check]:
    """Those of a table, or all."""
    return [check for check in _all() if not table or table in check.tables]


@cache
def _all() -> Sequence[Check]:
    told = yaml.safe_load((files(__package__) / "checks.yaml").read_text("utf-8"))["checks"]
    return [_check(**each) for each in told]


def _check(
    code: str, table: str | list[str], columns: list[str], weight: str, when: str, says: dict[str, str]
) -> Check:
    tables = [table] if isinstance(table, str) else table
    return Check(code, tables, columns, when, weight == "fault", says)
