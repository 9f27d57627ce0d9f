"""Unique device identification: what stands in the code on a device, as GS1, HIBCC or ICCBBA write it.

Read as a scanner gives it or as a person types the line printed below the bars. Sources: GS1 General Specifications
(application identifiers, check digit, dates), ANSI/HIBC 2.6 (supplier labelling), ICCBBA ST-017 (medical devices).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

FNC1 = "\x1d"  # what a scanner sends where the code has a separator
SCANNERS = re.compile(r"^\](?:C1|d2|Q3|e0|J1|C0|A0|d1)")  # which kind of bars it was, sent before the content
LONGEST = 300


def _(words: str) -> str:
    """Marks words for whoever shows and translates them."""
    return words


@dataclass(frozen=True, slots=True)
class Udi:
    """A code that was read: whose rules it follows, which product it names, and what it says of this one piece."""

    agency: str  # GS1, HIBCC or ICCBBA
    device: str  # the device identifier, such as the GTIN
    lot: str = ""
    serial: str = ""
    made_on: date | None = None
    expires_on: date | None = None
    others: dict[str, str] = field(default_factory=dict)  # what else stands in it, by its identifier


class UdiError(ValueError):
    """A code that follows no rules, or breaks its own. `words` has gaps for `given`, so that it can be translated."""

    def __init__(self, words: str, **given: Any) -> None:
        super().__init__(words % given)
        self.words, self.given = words, given


class UnknownCode(UdiError):
    """A code of nobody whose rules are known here; other issuers exist, so it may be right."""

    def __init__(self) -> None:
        super().__init__(_("This is no code of GS1, HIBCC or ICCBBA."))


def read_udi(text: str, today: date) -> Udi:
    """What the code says; raises UdiError. `today` settles the century of years with two digits."""
    code = SCANNERS.sub("", text.strip(" \t\r\n*"))
    if not code or len(code) > LONGEST:
        raise UnknownCode
    if code[0] == "+":
        return _hibcc(code, today)
    if code[0] in "=&":
        return _iccbba(code)
    return _gs1(code, today)


def is_gtin(digits: str) -> bool:
    """Whether the last of the digits checks those before it (modulo 10, weights 3 and 1 from the right)."""
    if not re.fullmatch(r"\d{8}|\d{12,14}", digits):
        return False
    weighted = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(reversed(digits)))
    return weighted % 10 == 0


# GS1 ----------------------------------------------------------------------------------------------------------
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


def _gs1(code: str, today: date) -> Udi:
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
        made_on=_gs1_date(parts.pop(MADE, ""), today),
        expires_on=_gs1_date(parts.pop(EXPIRES, ""), today),
        others=parts,
    )


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


def _gs1_date(digits: str, today: date) -> date | None:
    """YYMMDD; day 00 is the end of the month, and the year is the nearest to today (General Specifications 7.12)."""
    if not digits:
        return None
    year, month, day = _near(int(digits[:2]), today), int(digits[2:4]), int(digits[4:])
    return _last_of_month(year, month, digits) if day == 0 else _date(year, month, day, digits)


def _near(two_digits: int, today: date) -> int:
    apart = two_digits - today.year % 100
    century = today.year - today.year % 100
    return century + two_digits + (-100 if apart >= 51 else 100 if apart <= -50 else 0)


# HIBCC --------------------------------------------------------------------------------------------------------
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


def _hibcc(code: str, today: date) -> Udi:
    """+A99912345/$$52001510X3: labeller, product and unit of measure; then lot, serial and dates, each behind a “/”."""
    code = code.upper()
    if len(code) < 8 or hibcc_check_character(code[:-1]) != code[-1]:
        raise UdiError(_("The check character at the end of %(code)s is wrong: is something mistyped?"), code=code)
    primary, *secondary = code[1:-1].split("/")
    if not PRIMARY.fullmatch(primary):
        raise UdiError(_("The device identifier is missing: a code of HIBCC begins with + and the labeller."))
    found: dict[str, Any] = {}
    for part in secondary:
        found |= _hibcc_part(part, today)
    others = {key: value for key, value in found.items() if key not in Udi.__slots__}
    known = {key: value for key, value in found.items() if key in Udi.__slots__}
    return Udi("HIBCC", primary, **known, others=others)


def _hibcc_part(part: str, today: date) -> dict[str, Any]:
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
    year = _near(values["Y"], today)
    if "J" in values:
        return _day_of_year(year, values["J"], digits)
    if "D" not in values:
        return _last_of_month(year, values["M"], digits)
    return _date(year, values["M"], values["D"], digits)


def _long_date(digits: str) -> date:
    if not re.fullmatch(r"\d{8}", digits):
        raise UdiError(_("%(digits)s is no date."), digits=digits)
    return _date(int(digits[:4]), int(digits[4:6]), int(digits[6:]), digits)


# ICCBBA -------------------------------------------------------------------------------------------------------
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


def _iccbba(code: str) -> Udi:
    """=/A9999XYZ100T0944=,000025=>014032: pieces of fixed length, each behind the signs that name it."""
    found: dict[str, Any] = {}
    rest = code
    while rest:
        signs = next((signs for signs in STRUCTURES if rest.startswith(signs)), "")
        name, pattern = STRUCTURES.get(signs, ("", r"(?!)"))
        piece = re.match(pattern, rest[len(signs) :])
        if piece is None:
            raise UdiError(_("“%(part)s” is no part of ICCBBA that is known here."), part=rest[:20])
        found[name] = _iccbba_date(piece[0]) if name in ("expires_on", "made_on") else piece[0]
        rest = rest[len(signs) + piece.end() :]
    device = found.pop("device", "") or found.pop("container", "")
    if not device:
        raise UdiError(_("The device identifier is missing: a code of ICCBBA has it behind “=/”."))
    lot = found.pop("lot", "").lstrip("0") or found.pop("container_lot", "")
    known = {key: found.pop(key) for key in ("serial", "made_on", "expires_on") if key in found}
    return Udi("ICCBBA", device, lot=lot, **known, others=found)


def _iccbba_date(digits: str) -> date:
    """cyyjjj: the last digit of the century, the year, the day of the year."""
    century = 2000 if int(digits[0]) < 9 else 1000
    return _day_of_year(century + int(digits[:3]), int(digits[3:]), digits)


# Dates --------------------------------------------------------------------------------------------------------
def _date(year: int, month: int, day: int, digits: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise UdiError(_("%(digits)s is no date."), digits=digits) from None


def _last_of_month(year: int, month: int, digits: str) -> date:
    first = _date(year, month, 1, digits)
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _day_of_year(year: int, day: int, digits: str) -> date:
    found = _date(year, 1, 1, digits) + timedelta(days=day - 1)
    if found.year != year:
        raise UdiError(_("%(digits)s is no date."), digits=digits)
    return found
