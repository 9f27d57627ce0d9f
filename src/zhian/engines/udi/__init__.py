"""Unique device identification: what stands in the code on a device, as GS1, HIBCC or ICCBBA write it.

Read as a scanner gives it or as a person types the line printed below the bars.
"""

import re
from datetime import date

from . import gs1, hibcc, iccbba
from .code import Udi, UdiError, UnknownCode
from .gs1 import FNC1, is_gtin
from .hibcc import hibcc_check_character

__all__ = ["FNC1", "Udi", "UdiError", "UnknownCode", "hibcc_check_character", "is_gtin", "read_udi"]

SCANNERS = re.compile(r"^\](?:C1|d2|Q3|e0|J1|C0|A0|d1)")  # which kind of bars it was, sent before the content
LONGEST = 300


def read_udi(text: str, today: date) -> Udi:
    """What the code says; raises UdiError. `today` settles the century of years with two digits."""
    code = SCANNERS.sub("", text.strip(" \t\r\n*"))
    if not code or len(code) > LONGEST:
        raise UnknownCode
    if code[0] == "+":
        return hibcc.read(code, today)
    if code[0] in "=&":
        return iccbba.read(code)
    return gs1.read(code, today)
