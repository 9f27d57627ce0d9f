"""FHIR R4 and R5, as a Bundle or as Bulk NDJSON: resources become rows of text, one sheet for each table of facts."""

from .resources import is_fhir, resources
from .rows import COLUMNS
from .sheets import Sheets, layout_of

__all__ = ["COLUMNS", "Sheets", "is_fhir", "layout_of", "resources"]
