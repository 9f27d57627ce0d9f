"""A table of facts of which there are no rows, with its columns and types."""

from sqlglot import exp

from .. import facts

TYPES = {
    "flag": "BOOLEAN",
    "integer": "BIGINT",
    "money": "BIGINT",
    "number": "DOUBLE",
    "day": "DATE",
    "moment": "TIMESTAMPNTZ",
}


def nothing(table: str, dialect: str) -> str:
    """The statement that gives it."""
    columns = {"hospital": "text", "month": "day"}
    columns |= {each.name: each.type for each in facts.table(table).columns.values()}
    empty = [
        exp.alias_(exp.cast(exp.null(), TYPES.get(kind, "TEXT")), name, quoted=True) for name, kind in columns.items()
    ]
    return exp.select(*empty).where(exp.false()).sql(dialect)
