"""Gaps and overlaps, found by going through every age, grade, day and place instead of by a user."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from itertools import pairwise, product
from types import SimpleNamespace
from typing import Any

from .facts import CASE
from .facts.answers import INCAPABLE
from .figures import MissingFigure, figure
from .law import Instrument
from .law.cn import medical_accident_2002 as accident
from .law.cn import support
from .law.cn.applicable import FORUMS, applicable, rows
from .law.cn.levels import coefficient
from .law.formulas import is_figure, ready
from .law.registry import instruments
from .options import Choice, options
from .words import Words

DAY = timedelta(days=1)
AGES = range(CASE["age_fixed"].low, CASE["age_fixed"].high + 1)


@dataclass(frozen=True)
class Hole:
    """A place where the law as written here has no answer, or two."""

    words: Words


@dataclass(frozen=True)
class Unpublished:
    """A figure that an instrument may need and that is not among those published here."""

    series: str
    place: str
    year: int


def holes() -> list[Hole]:
    """Everything that has no answer or two; empty for a complete law."""
    return [*_terms_of_years(), *_grades(), *_instruments(), *_days()]


def _terms_of_years() -> Iterator[Hole]:
    """Every age has one term of years; what the patient gets never grows with age."""
    for answer in options()["sixties"].answers:
        yield from _falling("A 补助年数", partial(_allowance, Choice(sixties=answer)))
    yield from _falling("B 赔偿年限", support.years)
    yield from _answered("A 扶养年数", partial(_support, accident))
    yield from _answered("B 扶养年限", partial(_support, support))


def _allowance(option: Choice, age: int) -> Any:
    return accident.allowance_years(age, option)


def _support(file: Any, age: int) -> Any:
    person = SimpleNamespace(age_fixed=age, months_fixed=0, days_fixed=0, capacity=INCAPABLE, no_income=1)
    return file.support_years(person, Choice())


def _falling(name: str, term: Callable[[int], Any]) -> Iterator[Hole]:
    yield from _answered(name, term)
    for age, older in pairwise(AGES):
        if term(older) > term(age):
            yield Hole(Words(f"{name}：{older}岁比{age}岁长", f"{name}: more years at {older} than at {age}"))


def _answered(name: str, term: Callable[[int], Any]) -> Iterator[Hole]:
    for age in AGES:
        years = term(age)
        if not isinstance(years, int | Fraction) or not 0 < years <= 30:
            yield Hole(Words(f"{name}：{age}岁没有年限", f"{name}: no term at the age of {age}"))


def _grades() -> Iterator[Hole]:
    """Each level belongs to one grade, and each grade has one coefficient."""
    levels = Counter(accident.disability_level(grade) for grade in CASE["grade"].codes)
    for level in range(1, 11):
        if levels[level] != 1:
            yield Hole(Words(f"{level}级伤残对应{levels[level]}个等级", f"level {level} has {levels[level]} grades"))
        if coefficient(level) != Fraction(11 - level, 10):
            yield Hole(Words(f"{level}级伤残没有系数", f"level {level} has no coefficient"))


def _instruments() -> Iterator[Hole]:
    """Texts of one regime follow each other without a gap."""
    texts = sorted((law for law in instruments().values() if law.regime == "B"), key=lambda law: law.since)
    for earlier, later in pairwise(texts):
        if later.since - earlier.until != DAY:
            yield Hole(
                Words(f"{earlier.title}与{later.title}不相接", f"{earlier.words.en} and {later.words.en} do not meet")
            )


def _days() -> Iterator[Hole]:
    """On every day on which something changes, and the day before, one law leads in every forum."""
    for day, forum, established in product(turning_days(), FORUMS, (True, False)):
        for accepted in (day, day + 400 * DAY):
            leading = [
                a for a in applicable(forum=forum, act=day, accepted=accepted, established=established) if a.row.leads
            ]
            worlds = {a.row.id for a in leading if not a.edges}
            if not leading or len(worlds) > 1:
                yield Hole(
                    Words(f"{day} {forum}：{len(worlds)}个适用的法律", f"{day} {forum}: {len(worlds)} laws lead")
                )


def turning_days() -> list[date]:
    """The days on which a row or an instrument begins or ends, and those beside them."""
    ends = [day for row in rows() for day in (*row.act, *row.accepted)]
    ends += [day for law in instruments().values() for day in (law.since, law.until)]
    inside = {day for day in ends if date.min < day < date.max}
    return sorted({day + step * DAY for day in inside for step in (-1, 0, 1)})


def needed_series(law: Instrument) -> set[str]:
    """The published series that some head of an instrument may ask for."""
    asked = (key for head in law.heads for key in ready(law, head, Choice()).formula.asks)
    return {key.rpartition(".")[2] for key in asked if is_figure(key)}


def unpublished(law: Instrument, places: Iterable[str], years: Iterable[int]) -> list[Unpublished]:
    """What an instrument may need at these places and statistical years, and is not published here."""
    return [
        Unpublished(series, place, year)
        for series, place, year in product(sorted(needed_series(law)), places, years)
        if not _is_published(series, place, year)
    ]


def _is_published(series: str, place: str, year: int) -> bool:
    try:
        figure(series, place, year)
    except MissingFigure:
        return False
    return True
