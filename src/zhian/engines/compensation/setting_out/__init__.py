"""An assessment set out as a sheet, in one language.

answer(document).sheet("zh-hans").verdict
"""

from .answered import Answered, answer
from .setting import bare, grouped

__all__ = ["Answered", "answer", "bare", "grouped"]
