"""Scales by which the office judges a report, as dated data."""

from .sac import Matrix, shipped_matrix

__all__ = ["Matrix", "shipped_matrix"]
