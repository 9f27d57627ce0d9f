"""A case document as a form."""

from .case import CaseForm, flat

__all__ = ["CaseForm", "flat"]
