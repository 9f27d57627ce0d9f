"""What is kept of an incident."""

from .incident import Incident, require_grade_to_fit

__all__ = ["Incident", "require_grade_to_fit"]
