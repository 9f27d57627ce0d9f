"""Expressions of the language at random, each with what a small evaluator in Python says of a row.

Written from the reference, not from the compiler: null is None, and three-valued logic is written out.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

Row = dict[str, Any]


class Said(NamedTuple):
    """A text, and what it comes to in a row."""

    text: str
    of: Callable[[Row], Any]


EARLY = datetime(2026, 1, 1)  # noqa: DTZ001 - clocks on a wall, as in the tables of facts
CODES = ["I21.000", "I21.900", "I22.1", "I25.2", "C50.9", "Z51.1", ""]


def maybe(strategy):
    return st.none() | strategy


ROWS = st.fixed_dictionaries(
    {
        "days": st.integers(-3, 40),
        "age": maybe(st.integers(0, 120)),
        "cost": maybe(st.integers(0, 10**9)),
        "weight": maybe(st.sampled_from([0.0, 0.5, 1.25, 3.0])),
        "leaving": st.sampled_from(["died", "advised", "transferred", "against_advice"]),
        "route": maybe(st.sampled_from(["emergency", "outpatient"])),
        "readmission_planned": maybe(st.booleans()),
        "autopsy": maybe(st.booleans()),
        "principal": st.sampled_from(CODES),
        "next_principal": maybe(st.sampled_from(CODES)),
        "admitted_at": st.integers(0, 6000).map(lambda minutes: EARLY + timedelta(minutes=7 * minutes)),
        "discharged_at": st.integers(0, 4000).map(lambda minutes: EARLY + timedelta(minutes=11 * minutes)),
        "next_admitted_at": maybe(st.integers(0, 90).map(lambda hours: EARLY + timedelta(hours=13 * hours))),
    }
)


def named(*names: str) -> st.SearchStrategy[Said]:
    return st.sampled_from(names).map(lambda name: Said(name, lambda row: row[name]))


def null_if_any(reckon: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *given: None if None in given else reckon(*given)


def both(*given: bool | None) -> bool | None:
    return False if False in given else None if None in given else True


def either(*given: bool | None) -> bool | None:
    return True if True in given else None if None in given else False


def combined(text: str, reckon: Callable[..., Any], *parts: Said) -> Said:
    return Said(text.format(*(part.text for part in parts)), lambda row: reckon(*(part.of(row) for part in parts)))


def elapsed(unit: float) -> Callable[..., Any]:
    return null_if_any(lambda begin, end: (end - begin) / timedelta(seconds=unit))


NUMBER = named("days", "age", "cost", "weight") | st.integers(0, 99).map(lambda each: Said(str(each), lambda row: each))
TIME = named("admitted_at", "discharged_at", "next_admitted_at")
FLAG = named("readmission_planned", "autopsy") | st.sampled_from(["true", "false"]).map(
    lambda each: Said(each, lambda row: each == "true")
)


def numbers(inner: st.SearchStrategy[Said]) -> st.SearchStrategy[Said]:
    signs = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}
    pairs = st.builds(
        lambda sign, a, b: combined(f"({{}} {sign} {{}})", null_if_any(signs[sign]), a, b),
        st.sampled_from("+-*"),
        inner,
        NUMBER,
    )
    divided = st.builds(
        lambda a, b: combined("({} / {})", null_if_any(lambda x, y: x / y if y else None), a, b),
        inner,
        named("days", "age", "weight"),
    )
    times = st.sampled_from([("hours", 3600), ("minutes", 60)])
    passed = st.builds(lambda unit, a, b: combined(f"{unit[0]}({{}}, {{}})", elapsed(unit[1]), a, b), times, TIME, TIME)
    days = st.builds(
        lambda a, b: combined("days({}, {})", null_if_any(lambda x, y: (y.date() - x.date()).days), a, b), TIME, TIME
    )
    clock = st.builds(
        lambda unit, a: combined(f"{unit}({{}})", null_if_any(lambda x: getattr(x, unit)), a),
        st.sampled_from(["year", "month", "hour"]),
        TIME,
    )
    filled = st.builds(
        lambda a, b: combined("coalesce({}, {})", lambda x, y: y if x is None else x, a, b), inner, inner
    )
    extremes = {"least": min, "greatest": max}
    extreme = st.builds(
        lambda name, a, b: combined(
            f"{name}({{}}, {{}})",
            lambda *given: extremes[name]([x for x in given if x is not None], default=None),
            a,
            b,
        ),
        st.sampled_from(["least", "greatest"]),
        inner,
        inner,
    )
    chosen = st.builds(
        lambda c, a, b: combined("if({}, {}, {})", lambda x, y, z: y if x else z, c, a, b), FLAG, inner, inner
    )
    return pairs | divided | passed | days | clock | filled | extreme | chosen


NUMBERS = st.recursive(NUMBER, numbers, max_leaves=4)


def compared(parts: st.SearchStrategy[Said], *signs: str) -> st.SearchStrategy[Said]:
    return st.builds(
        lambda sign, a, b: combined(f"({{}} {sign} {{}})", null_if_any(SIGNS[sign]), a, b),
        st.sampled_from(signs),
        parts,
        parts,
    )


SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
SMALL = st.integers(-5, 60).map(lambda each: Said(str(each), lambda row: each))
BETWEEN = st.builds(
    lambda value, low, high: combined(
        "({} between {} and {})",
        lambda x, a, b: both(null_if_any(SIGNS[">="])(x, a), null_if_any(SIGNS["<="])(x, b)),
        value,
        low,
        high,
    ),
    NUMBERS,
    SMALL,
    SMALL,
)
WORDS = st.lists(st.sampled_from(["died", "advised", "transferred", "other"]), min_size=1, max_size=3).map(
    lambda words: Said(f"leaving in ({', '.join(map(repr, words))})", lambda row: row["leaving"] in words)
)
GROUPS = st.lists(st.sampled_from(["I21", "I21.9", "I20-I25", "C50", "Z51.1"]), min_size=1)


def in_group(code: str | None, groups: list[str]) -> bool | None:
    if code is None:
        return None
    return any(g[:3] <= code[:3] <= g[4:] if "-" in g else code.startswith(g) for g in groups)


GROUPED = st.builds(
    lambda column, groups: Said(
        f"in_group({column}, {', '.join(map(repr, groups))})", lambda row: in_group(row[column], groups)
    ),
    st.sampled_from(["principal", "next_principal"]),
    GROUPS,
)
MISSING = st.builds(
    lambda part, no: Said(f"({part.text} is {no}null)", lambda row: (part.of(row) is None) != bool(no)),
    NUMBERS | TIME | named("route", "readmission_planned"),
    st.sampled_from(["", "not "]),
)
DATED = st.dates(date(2025, 12, 30), date(2026, 2, 10)).map(
    lambda day: Said(f"admitted_at >= '{day}'", lambda row: row["admitted_at"].date() >= day)
)
LETTERS = Said(
    "first_letters(principal, 3) = first_letters(next_principal, 3)",
    lambda row: None if row["next_principal"] is None else row["principal"][:3] == row["next_principal"][:3],
)
CONDITION = (
    FLAG
    | compared(NUMBERS, *SIGNS)
    | compared(TIME, *SIGNS)
    | compared(named("route", "leaving"), "=") .filter(lambda said: said.text.count("route") != 1)
    | BETWEEN
    | WORDS
    | GROUPED
    | MISSING
    | DATED
    | st.just(LETTERS)
)  # fmt: skip


def joined(inner: st.SearchStrategy[Said]) -> st.SearchStrategy[Said]:
    return (
        st.builds(lambda a, b: combined("({} and {})", both, a, b), inner, inner)
        | st.builds(lambda a, b: combined("({} or {})", either, a, b), inner, inner)
        | inner.map(lambda a: combined("not {}", lambda x: None if x is None else not x, a))
    )


CONDITIONS = st.recursive(CONDITION, joined, max_leaves=6)
