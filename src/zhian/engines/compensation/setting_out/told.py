"""What the case says, set out field by field."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from ..fields import Field, document
from ..words import Words
from .setting import Setting, percent
from .sheet import Fact

YES_NO = {True: Words("是", "yes"), False: Words("否", "no")}
UNSHOWN = ("title", "options", "figures", "amounts", "claim")  # they stand elsewhere on the sheet


def facts(setting: Setting) -> Iterator[Fact]:
    """What the case says, each field by its own words."""
    for name, told in setting.assessment.case.document.items():
        if name not in UNSHOWN and told is not None:
            yield from _told(setting, document().fields[name], told)


def _told(setting: Setting, known: Field, told: Any) -> Iterator[Fact]:
    name = setting.say(known.words)
    match told:
        case Mapping() if known.fields:
            for key, inner in told.items():
                yield from _told(setting, known.fields[key], inner)
        case list():
            for at, row in enumerate(told, 1):
                cells = (fact for key, cell in row.items() for fact in _told(setting, known.fields[key], cell))
                yield Fact(f"{name} {at}", "；".join(f"{cell.name} {cell.value}" for cell in cells))
        case None:
            return
        case _:
            yield Fact(name, _value(setting, known, told))


def _value(setting: Setting, known: Field, told: Any) -> str:
    match told:
        case bool():
            return setting.say(YES_NO[told])
        case date():
            return told.isoformat()
        case Fraction() if known.kind in ("ratio", "share") and (told * 10_000).denominator == 1:
            return percent(told)
        case Fraction() if known.kind == "share":
            return str(told)
        case Fraction():
            return setting.money(told)
        case Mapping():
            return "；".join(f"{key} {_value(setting, known, inner)}" for key, inner in told.items())
    return setting.say(known.answers[told]) if told in known.answers else str(told)
