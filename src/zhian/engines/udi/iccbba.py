"""Codes of ICCBBA: pieces of fixed length for products of human origin. Source: ICCBBA ST-017 (medical devices)."""

import re
from datetime import date
from typing import Any

from .code import Udi, UdiError, _
from .dates import day_of_year

STRUCTURES = {  # what begins a piece of the code: (its name here, its pattern)
    "=/": ("device", r"[A-Z0-9]{5}[A-Z0-9]{6}[A-Z0-9]{5}"),
    "=,": ("serial", r"[A-Z0-9]{6}"),
    "=>": ("expires_on", r"\d{6}"),
    "=}": ("made_on", r"\d{6}"),
    "&,1": ("lot", r"[A-Z0-9]{18}"),
    "=)": ("container", r"[A-Za-z0-9]{10}"),
    "&)": ("container_lot", r"[A-Za-z0-9]{10}"),
    "=": ("donation", r"[A-Z1-9][A-Z0-9]{4}\d{8}[A-Z0-9]{2}"),
}


def read(code: str) -> Udi:
    """=/A9999XYZ100T0944=,000025=>014032: pieces of fixed length, each behind the signs that name it."""
    found: dict[str, Any] = {}
    rest = code
    while rest:
        signs = next((signs for signs in STRUCTURES if rest.startswith(signs)), "")
        name, pattern = STRUCTURES.get(signs, ("", r"(?!)"))
        piece = re.match(pattern, rest[len(signs) :])
        if piece is None:
            raise UdiError(_("“%(part)s” is no part of ICCBBA that is known here."), part=rest[:20])
        found[name] = _day(piece[0]) if name in ("expires_on", "made_on") else piece[0]
        rest = rest[len(signs) + piece.end() :]
    device = found.pop("device", "") or found.pop("container", "")
    if not device:
        raise UdiError(_("The device identifier is missing: a code of ICCBBA has it behind “=/”."))
    lot = found.pop("lot", "").lstrip("0") or found.pop("container_lot", "")
    known = {key: found.pop(key) for key in ("serial", "made_on", "expires_on") if key in found}
    return Udi("ICCBBA", device, lot=lot, **known, others=found)


def _day(digits: str) -> date:
    """cyyjjj: the last digit of the century, the year, the day of the year."""
    century = 2000 if int(digits[0]) < 9 else 1000
    return day_of_year(century + int(digits[:3]), int(digits[3:]), digits)
