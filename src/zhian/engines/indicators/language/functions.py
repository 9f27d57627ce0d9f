"""The functions of the language: the table of them, and the SQL of each, the same tree for every database."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import yaml
from sqlglot import exp

from .faults import Fault
from .meaning import Meaning
from .tree import day, double, number, word

AGES = (0, 1, 5, 15, 25, 35, 45, 55, 65, 75, 85)  # where a band of ages begins
CLASSIFICATIONS = {"icd10": ("ICD-10", r"[A-Z]\d{2}", 3), "icd9": ("ICD-9-CM-3", r"\d{2}", 2)}


@dataclass(frozen=True)
class Function:
    """One function as the table tells it."""

    name: str
    usage: str
    takes: tuple[str, ...]
    gives: str
    gathers: bool
    says: Mapping[str, str]


@cache
def _functions() -> Mapping[str, Function]:
    told = yaml.safe_load((files(__package__) / "functions.yaml").read_text("utf-8"))
    return {
        name: Function(
            name,
            about["usage"],
            tuple(about["takes"]),
            about["gives"],
            about.get("gathers", False),
            {language: about[language] for language in ("zh", "en")},
        )
        for name, about in told.items()
    }


FUNCTIONS = _functions()


def in_group(code: Meaning, *groups: Meaning) -> exp.Expr:
    """The beginnings, and the ranges of categories. A code that is missing is in no group, and not outside of one."""
    told = [_group(code, group) for group in groups]
    beginnings = [low for low, high in told if not high]
    ranges = [_range(code, low, high) for low, high in told if high]
    return exp.paren(exp.or_(*_beginning(code, beginnings), *ranges))


def _group(code: Meaning, group: Meaning) -> tuple[str, str]:
    """A beginning and "", or the first and last category of a range."""
    name, category, _ = CLASSIFICATIONS[code.type]
    found = re.fullmatch(rf"(?P<prefix>{category}(\.\w*)?)|(?P<low>{category})-(?P<high>{category})", group.written)
    if not found or (found["low"] and found["low"] > found["high"]):
        raise Fault("not_a_group", {"word": group.written, "classification": name}, group.start, group.end)
    return (found["prefix"], "") if found["prefix"] else (found["low"], found["high"])


def _beginning(text: Meaning, beginnings: Sequence[str]) -> list[exp.Expr]:
    """One look at as many letters as they have for all that are equally long: a quarter of the work of one each."""
    by_length: dict[int, list[str]] = {}
    for each in beginnings:
        by_length.setdefault(len(each), []).append(each)
    return [
        exp.In(this=_letters(text, length), expressions=[word(each) for each in found])
        for length, found in sorted(by_length.items())
    ]


def _range(code: Meaning, low: str, high: str) -> exp.Expr:
    places = CLASSIFICATIONS[code.type][2]
    return exp.Between(this=_letters(code, places), low=word(low), high=word(high))


def _letters(text: Meaning, length: int) -> exp.Expr:
    return exp.Substring(this=text.sql.copy(), start=number(1), length=number(length))


def starts_with(text: Meaning, *heads: Meaning) -> exp.Expr:
    return exp.paren(exp.or_(*_beginning(text, [head.written for head in heads])))


def first_letters(text: Meaning, length: Meaning) -> exp.Expr:
    return exp.Substring(this=text.sql, start=number(1), length=length.sql)


def _elapsed(microseconds: int) -> Callable[..., exp.Expr]:
    """Time that really passed: the engines' own differences in hours count strokes of the clock, or whole hours."""

    def passed(begin: Meaning, end: Meaning) -> exp.Expr:
        ticks = exp.Sub(this=_ticks(end), expression=_ticks(begin))
        return exp.paren(exp.Div(this=double(exp.paren(ticks)), expression=double(number(microseconds))))

    return passed


def _ticks(time: Meaning) -> exp.Expr:
    """Microseconds since 1970; every session's zone is UTC, so that no clock is put forward in between."""
    return exp.UnixMicros(this=exp.cast(time.sql, exp.DataType.Type.TIMESTAMP))


def days(begin: Meaning, end: Meaning) -> exp.Expr:
    return double(exp.DateDiff(this=day(end.sql), expression=day(begin.sql), unit=exp.var("DAY")))


def _clock(kind: type[exp.Expr]) -> Callable[[Meaning], exp.Expr]:
    return lambda time: double(kind(this=time.sql))


def age_band(age: Meaning) -> exp.Expr:
    bands = exp.Case()
    for begins, ends in pairwise(AGES):
        name = str(begins) if ends == begins + 1 else f"{begins}-{ends - 1}"
        bands = bands.when(exp.LT(this=age.sql.copy(), expression=number(ends)), word(name))
    return bands.when(exp.GTE(this=age.sql.copy(), expression=number(AGES[-1])), word(f"{AGES[-1]}+"))


def coalesce(*values: Meaning) -> exp.Expr:
    return exp.Coalesce(this=values[0].sql, expressions=[each.sql for each in values[1:]])


def _extreme(kind: type[exp.Expr]) -> Callable[..., exp.Expr]:
    return lambda *values: kind(this=values[0].sql, expressions=[each.sql for each in values[1:]], ignore_nulls=True)


def choice(condition: Meaning, chosen: Meaning, other: Meaning) -> exp.Expr:
    return exp.Case().when(condition.sql, chosen.sql).else_(other.sql)


WRITTEN: Mapping[str, Callable[..., exp.Expr]] = {
    "in_group": in_group,
    "starts_with": starts_with,
    "first_letters": first_letters,
    "hours": _elapsed(3_600_000_000),
    "minutes": _elapsed(60_000_000),
    "days": days,
    "year": _clock(exp.Year),
    "month": _clock(exp.Month),
    "hour": _clock(exp.Hour),
    "age_band": age_band,
    "coalesce": coalesce,
    "least": _extreme(exp.Least),
    "greatest": _extreme(exp.Greatest),
    "if": choice,
}

Aggregate = tuple[exp.Expr, exp.Expr | None]  # and its value where there is no row


def _ordered(kind: type[exp.Expr]) -> Callable[[exp.Expr, exp.Expr], Aggregate]:
    return lambda value, order: (kind(this=value, expression=order), None)


GATHERED: Mapping[str, Callable[[exp.Expr, exp.Expr], Aggregate]] = {
    "any": lambda value, order: (exp.LogicalOr(this=exp.true()), exp.false()),
    "count": lambda value, order: (exp.Count(this=exp.Star()), number(0)),
    "sum": lambda value, order: (exp.Sum(this=double(value)), number(0)),
    "first": _ordered(exp.ArgMin),
    "last": _ordered(exp.ArgMax),
}
