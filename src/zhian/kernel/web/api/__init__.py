"""The same records for programs: the pages' forms, permissions and services, spoken in JSON.

A form is the one description of what a person must tell; the schema comes from it, and it checks what a program tells.
"""

from .answering import READING, WRITING, answer, checked, in_words, operation, refuse_unknown
from .doors import Rate, doors
from .routers import record_router
from .schemas import DepartmentOut, PersonOut, RecordOut, RowOut, Told, schema_of, shown

__all__ = [
    "READING",
    "WRITING",
    "DepartmentOut",
    "PersonOut",
    "Rate",
    "RecordOut",
    "RowOut",
    "Told",
    "answer",
    "checked",
    "doors",
    "in_words",
    "operation",
    "record_router",
    "refuse_unknown",
    "schema_of",
    "shown",
]
