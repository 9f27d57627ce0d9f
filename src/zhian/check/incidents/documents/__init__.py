"""What is put on paper about an incident. The Word templates beside it are drawn by script/word-templates."""

from .case import CASE
from .device import DEVICE
from .drug import DRUG

__all__ = ["CASE", "DEVICE", "DRUG"]
