"""What is put on paper about an incident. The Word templates beside it are drawn by script/word-templates."""

from .case import CASE

__all__ = ["CASE"]
