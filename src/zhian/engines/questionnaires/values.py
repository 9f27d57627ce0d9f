"""One answer: from what a form or a program tells to the value that is kept as JSON.

boolean → bool; integer, decimal → number; date, dateTime, time → ISO 8601 text; string, text → text; choice → code;
open-choice → code or {"text": …}; quantity → {"value": number, "unit": code}.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from .items import Item
from .sentences import Wrong
from .sentences import sentence as _

LONGEST = {"string": 255, "text": 4000}
LARGEST = 10**15  # as far as every program reads a number of JSON exactly
FIRST_YEAR, LAST_YEAR = 1900, 2200
GROUP_SEPARATOR = "\x1d"  # stands between the parts of a scanned code
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1c\x1e\x1f\x7f]")

Shapes = Mapping[str, Callable[[str], str]]  # name → a function that gives the text as it is kept, or raises Wrong


def is_blank(told: Any) -> bool:
    """Whether nothing was answered."""
    return told is None or told == [] or (isinstance(told, str) and not told.strip())


def read(item: Item, told: Any, shapes: Shapes) -> Any:
    """The value of one answer; raises Wrong."""
    value = READERS[item.type](item, told)
    if item.shape and item.shape in shapes:
        value = shapes[item.shape](value)
    _require_limits(item, value)
    return value


def _boolean(_item: Item, told: Any) -> bool:
    if not isinstance(told, bool):
        raise Wrong(_("This must be yes or no."))
    return told


def _integer(_item: Item, told: Any) -> int:
    number = _number(told)
    if not isinstance(number, int):
        raise Wrong(_("This must be a whole number."))
    return number


def _decimal(_item: Item, told: Any) -> int | float:
    return _number(told)


def _number(told: Any) -> int | float:
    if isinstance(told, bool) or not isinstance(told, int | float | Decimal):
        raise Wrong(_("This must be a number."))
    if not math.isfinite(told) or not -LARGEST <= told <= LARGEST:
        raise Wrong(_("This number is too large."))
    if isinstance(told, Decimal):
        return int(told) if told == told.to_integral_value() else float(told)
    return told


def _date(_item: Item, told: Any) -> str:
    try:
        found = told if isinstance(told, date) and not isinstance(told, datetime) else date.fromisoformat(told)
    except (TypeError, ValueError):
        raise Wrong(_("This must be a date such as 2026-07-31.")) from None
    return _in_range(found).isoformat()


def _moment(_item: Item, told: Any) -> str:
    try:
        found = told if isinstance(told, datetime) else datetime.fromisoformat(told)
    except (TypeError, ValueError):
        raise Wrong(_("This must be a date with a time such as 2026-07-31T14:05:00+08:00.")) from None
    if found.utcoffset() is None:
        raise Wrong(_("This time needs a zone, such as +08:00."))
    return _in_range(found).isoformat()


def _in_range(found: Any) -> Any:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Wrong(_("Please check the year."))
    return found


def _time(_item: Item, told: Any) -> str:
    try:
        found = told if isinstance(told, time) else time.fromisoformat(told)
    except (TypeError, ValueError):
        raise Wrong(_("This must be a time such as 14:05.")) from None
    return found.replace(tzinfo=None, microsecond=0).isoformat()


def _text(item: Item, told: Any) -> str:
    if not isinstance(told, str):
        raise Wrong(_("This must be text."))
    text = told.strip(" \t\r\n")
    if CONTROL.search(text) or (GROUP_SEPARATOR in text and not item.shape):
        raise Wrong(_("There are characters in it that cannot be written."))
    if item.type != "text" and "\n" in text:
        raise Wrong(_("This must be one line."))
    longest = item.max_length or LONGEST.get(item.type, LONGEST["string"])
    if len(text) > longest:
        raise Wrong(_("At most %(most)s characters.", most=longest))
    return text


def _choice(item: Item, told: Any) -> str:
    if not isinstance(told, str) or item.option(told) is None:
        raise Wrong(_("“%(code)s” is not among the answers to choose from.", code=told))
    return told


def _open_choice(item: Item, told: Any) -> str | dict[str, str]:
    """A code, or words of one's own; words that are a code's own mean the code."""
    if not isinstance(told, Mapping):
        return _choice(item, told)
    if set(told) != {"text"}:
        raise Wrong(_("This must be text."))
    text = _text(item, told["text"])
    if not text:
        raise Wrong(_("This must be text."))
    meant = next((option.code for option in item.options if text in option.words.values()), None)
    return meant or {"text": text}


def _quantity(item: Item, told: Any) -> dict[str, Any]:
    if not isinstance(told, Mapping) or set(told) != {"value", "unit"}:
        raise Wrong(_("This must be a number with a unit."))
    if told["unit"] not in [unit.code for unit in item.units]:
        raise Wrong(_("“%(unit)s” is not among the units to choose from.", unit=told["unit"]))
    return {"value": _number(told["value"]), "unit": told["unit"]}


def _require_limits(item: Item, value: Any) -> None:
    number = value["value"] if item.type == "quantity" else value
    if item.least is not None and _ordered(number) < _ordered(item.least):
        raise Wrong(_("At least %(least)s.", least=item.least))
    if item.most is not None and _ordered(number) > _ordered(item.most):
        raise Wrong(_("At most %(most)s.", most=item.most))


def _ordered(value: Any) -> Any:
    return datetime.fromisoformat(value) if isinstance(value, str) and "T" in value else value


READERS: Mapping[str, Callable[[Item, Any], Any]] = {
    "boolean": _boolean,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "dateTime": _moment,
    "time": _time,
    "string": _text,
    "text": _text,
    "choice": _choice,
    "open-choice": _open_choice,
    "quantity": _quantity,
}
