"""Codes of GS1: identifiers in brackets, or as a scanner sends them. Source: GS1 General Specifications."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from .code import Udi, UdiError, UnknownCode, _
from .dates import last_of_month, near, real_date

FNC1 = "\x1d"  # what a scanner sends where the code has a separator


class Part(NamedTuple):
    """How long the value of an application identifier is, and whether it consists of digits."""

    least: int
    most: int
    is_number: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        return re.compile((r"\d" if self.is_number else r"[!-z]") + f"{{{self.least},{self.most}}}")


def _fixed(length: int) -> Part:
    return Part(length, length, True)


GTIN, LOT, MADE, EXPIRES, SERIAL = "01", "10", "11", "17", "21"
PARTS = {
    **dict.fromkeys(("00",), _fixed(18)),
    **dict.fromkeys(("01", "02"), _fixed(14)),
    **dict.fromkeys(("11", "12", "13", "15", "16", "17"), _fixed(6)),
    "20": _fixed(2),
    **dict.fromkeys(("10", "21", "22", "243", "8012"), Part(1, 20)),
    **dict.fromkeys(("240", "241", "250", "251", "400", "90"), Part(1, 30)),
    **dict.fromkeys(("30", "37"), Part(1, 8, True)),
    "242": Part(1, 6, True),
    "7003": _fixed(10),
    **dict.fromkeys((str(number) for number in range(91, 100)), Part(1, 90)),
    **dict.fromkeys((str(number) for number in range(710, 717)), Part(1, 20)),
    **dict.fromkeys((f"{kind}{place}" for kind in range(310, 317) for place in range(6)), _fixed(6)),
}
BRACKETS = re.compile(r"[(（](\d{2,4})[)）]")


def read(code: str, today: date) -> Udi:
    """Raises UdiError; UnknownCode where it does not even begin like one."""
    parts = dict(_bracketed(code) if BRACKETS.match(code) else _scanned(code))
    device = parts.pop(GTIN, "")
    if not device:
        raise UdiError(_("The device identifier is missing: a code of GS1 begins with (01)."))
    if not is_gtin(device):
        raise UdiError(_("The check digit of %(device)s is wrong: is a digit mistyped?"), device=device)
    return Udi(
        "GS1",
        device,
        lot=parts.pop(LOT, ""),
        serial=parts.pop(SERIAL, ""),
        made_on=_day(parts.pop(MADE, ""), today),
        expires_on=_day(parts.pop(EXPIRES, ""), today),
        others=parts,
    )


def is_gtin(digits: str) -> bool:
    """Whether the last of the digits checks those before it (modulo 10, weights 3 and 1 from the right)."""
    if not re.fullmatch(r"\d{8}|\d{12,14}", digits):
        return False
    weighted = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(reversed(digits)))
    return weighted % 10 == 0


def _bracketed(code: str) -> Iterator[tuple[str, str]]:
    """(01)09506000134352(17)201225(10)ABC: as it is printed for people."""
    pieces = BRACKETS.split(code)
    for identifier, value in zip(pieces[1::2], pieces[2::2], strict=True):
        yield identifier, _value(identifier, value.strip(FNC1 + " "))


def _scanned(code: str) -> Iterator[tuple[str, str]]:
    """0109506000134352172012 25…: identifiers of fixed length run on, others end at a separator or at the end."""
    rest = code.lstrip(FNC1)
    if is_gtin(rest):
        rest = GTIN + rest.rjust(14, "0")  # only the product, as on the bars of a shop
    if not rest[:2].isdigit():
        raise UnknownCode
    while rest:
        identifier = next((rest[:length] for length in (2, 3, 4) if rest[:length] in PARTS), "")
        if not identifier:
            raise UdiError(_("“%(part)s” is no identifier of GS1 that is known here."), part=rest[:4])
        rest = rest[len(identifier) :]
        part = PARTS[identifier]
        length = part.most if part.least == part.most else min([*_places(rest), part.most, len(rest)])
        yield identifier, _value(identifier, rest[:length])
        rest = rest[length:].lstrip(FNC1)


def _places(rest: str) -> list[int]:
    return [rest.index(FNC1)] if FNC1 in rest else []


def _value(identifier: str, value: str) -> str:
    if identifier not in PARTS:
        raise UdiError(_("“%(part)s” is no identifier of GS1 that is known here."), part=identifier)
    if not PARTS[identifier].pattern.fullmatch(value):
        raise UdiError(_("“%(value)s” cannot stand behind (%(identifier)s)."), value=value, identifier=identifier)
    return value


def _day(digits: str, today: date) -> date | None:
    """YYMMDD; day 00 is the end of the month, and the year is the nearest to today (General Specifications 7.12)."""
    if not digits:
        return None
    year, month, day = near(int(digits[:2]), today), int(digits[2:4]), int(digits[4:])
    return last_of_month(year, month, digits) if day == 0 else real_date(year, month, day, digits)
