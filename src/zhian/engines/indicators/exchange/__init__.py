"""Definitions and values for other programs: FHIR Measure and MeasureReport (R4, R5) out and in, DHIS2 out.

Import it where it is used: fhir.resources takes a second to load.
"""

from . import dhis2, measure, report
from .resource import Unreadable

__all__ = ["Unreadable", "dhis2", "measure", "report"]
