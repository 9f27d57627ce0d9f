"""The fields of a case document, declared once: its reader, its errors and its schema come from the declaration."""

from .allowed import allowed
from .faults import CaseError, Fault, fault
from .field import Field, document
from .reading import read
from .schema import schema

__all__ = ["CaseError", "Fault", "Field", "allowed", "document", "fault", "read", "schema"]
