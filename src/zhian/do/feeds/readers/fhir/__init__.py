"""FHIR R4 and R5, as a Bundle or as Bulk NDJSON: resources become rows of text, one sheet for each table of facts."""

from .resources import is_fhir, resources
from .sheets import sheets_of

__all__ = ["is_fhir", "resources", "sheets_of"]
