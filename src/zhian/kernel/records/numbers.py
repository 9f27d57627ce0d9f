"""Numbers without gaps: the next one of a series is taken in the transaction that uses it, or not at all."""

from django.db import connection
from django.utils import timezone
from sequences.models import Sequence

from .models import Record

# The package's own way for SQLite is a question and a change; both databases understand this one statement.
TAKE = """
INSERT INTO {table} (name, last) VALUES (%s, 1)
ON CONFLICT (name) DO UPDATE SET last = {table}.last + 1 RETURNING last
"""


def next_number(record: Record) -> str:
    """The next number of its kind in this hospital and year: AE-2026-00017."""
    parts = [record.prefix, _hospital_code(record), str(timezone.localtime(record.created_at).year)]
    series = "-".join(part for part in parts if part)
    return f"{series}-{_next_value(series):05}"


def _next_value(series: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(TAKE.format(table=Sequence._meta.db_table), [series])
        return int(cursor.fetchone()[0])


def _hospital_code(record: Record) -> str:
    """In a group the hospital's code stands in the number; one hospital alone needs none."""
    return record.hospital.code if record.hospital.parent_id else ""
