"""Codes of HIBCC: a labeller and a product, then lot, serial and dates. Source: ANSI/HIBC 2.6 (supplier labelling)."""

import re
from datetime import date
from typing import Any, NamedTuple

from .code import Udi, UdiError, _
from .dates import day_of_year, last_of_month, near, real_date

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"
PRIMARY = re.compile(r"[A-Z][A-Z0-9]{3}[A-Z0-9]{1,18}[0-9]")
QUANTITY = re.compile(r"8\d{2}|9\d{5}")


class Stamp(NamedTuple):
    """How a date stands behind $$: by the digit before it, so many digits."""

    digits: int
    parts: str


STAMPS = {"2": Stamp(6, "MDY"), "3": Stamp(6, "YMD"), "4": Stamp(8, "YMDH"), "5": Stamp(5, "YJ"), "6": Stamp(7, "YJH")}
MONTH_YEAR = Stamp(4, "MY")
WIDTHS = {"Y": 2, "M": 2, "D": 2, "H": 2, "J": 3}


def hibcc_check_character(text: str) -> str:
    """The character that checks those before it: the sum of their values modulo 43. Raises UdiError."""
    try:
        return ALPHABET[sum(ALPHABET.index(character) for character in text) % 43]
    except ValueError:
        raise UdiError(_("There are characters in it that no code of HIBCC has.")) from None


def read(code: str, today: date) -> Udi:
    """+A99912345/$$52001510X3: labeller, product and unit of measure; then lot, serial and dates, each behind a “/”."""
    code = code.upper()
    if len(code) < 8 or hibcc_check_character(code[:-1]) != code[-1]:
        raise UdiError(_("The check character at the end of %(code)s is wrong: is something mistyped?"), code=code)
    primary, *secondary = code[1:-1].split("/")
    if not PRIMARY.fullmatch(primary):
        raise UdiError(_("The device identifier is missing: a code of HIBCC begins with + and the labeller."))
    found: dict[str, Any] = {}
    for part in secondary:
        found |= _part(part, today)
    others = {key: value for key, value in found.items() if key not in Udi.__slots__}
    known = {key: value for key, value in found.items() if key in Udi.__slots__}
    return Udi("HIBCC", primary, **known, others=others)


def _part(part: str, today: date) -> dict[str, Any]:
    if part.startswith("$$"):
        return _dated(part[2:], today)
    if part.startswith("$"):
        return {"serial": part[2:]} if part.startswith("$+") else {"lot": part[1:]}
    if part.startswith(("14D", "16D")):
        return {"expires_on" if part[0:2] == "14" else "made_on": _long_date(part[3:])}
    if part.startswith("S"):
        return {"serial": part[1:]}
    if part.startswith("Q"):
        return {"Q": part[1:]}
    if re.match(r"\d{5}", part):
        return {"expires_on": _stamped(part[:5], STAMPS["5"], today), "lot": part[5:]}
    raise UdiError(_("“%(part)s” is no part of HIBCC that is known here."), part=part)


def _dated(rest: str, today: date) -> dict[str, Any]:
    """Behind $$: perhaps a quantity, perhaps a date in one of several ways, then the lot; the serial behind $$+."""
    names, rest = ("serial", rest[1:]) if rest.startswith("+") else ("lot", rest)
    found: dict[str, Any] = {}
    if quantity := QUANTITY.match(rest):
        found["Q"] = quantity[0][1:]
        rest = rest[quantity.end() :]
    if rest.startswith("7") or not rest[:1].isdigit():
        return found | {names: rest.removeprefix("7")}
    stamp, skipped = (STAMPS[rest[0]], 1) if rest[0] in STAMPS else (MONTH_YEAR, 0)
    end = skipped + stamp.digits
    return found | {"expires_on": _stamped(rest[skipped:end], stamp, today), names: rest[end:]}


def _stamped(digits: str, stamp: Stamp, today: date) -> date:
    if len(digits) != stamp.digits or not digits.isdigit():
        raise UdiError(_("%(digits)s is no date."), digits=digits)
    values, at = {}, 0
    for part in stamp.parts:
        values[part] = int(digits[at : at + WIDTHS[part]])
        at += WIDTHS[part]
    year = near(values["Y"], today)
    if "J" in values:
        return day_of_year(year, values["J"], digits)
    if "D" not in values:
        return last_of_month(year, values["M"], digits)
    return real_date(year, values["M"], values["D"], digits)


def _long_date(digits: str) -> date:
    if not re.fullmatch(r"\d{8}", digits):
        raise UdiError(_("%(digits)s is no date."), digits=digits)
    return real_date(int(digits[:4]), int(digits[4:6]), int(digits[6:]), digits)
