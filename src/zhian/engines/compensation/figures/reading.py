"""Files of figures, read and checked: a mistake is told with the file, the row and the reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal

import yaml

from ..stored import stored
from ..words import Words
from .places import known_as, places

Verified = Literal["primary", "secondary", "unverified"]
VERIFIED = ("primary", "secondary", "unverified")
NEEDED = {"place", "year", "value", "source"}
KNOWN = NEEDED | {"per", "verified", "note", "published_on", "applies_from", "applies_to"}
PER = {"year": 1, "month": 12}
HIGHEST = 1_000_000


class FiguresError(ValueError):
    """A file of figures cannot be used: which file, which row, and why."""


@dataclass(frozen=True)
class Series:
    """What is published, declared as facts are. `used_for`: the articles that need it."""

    name: str
    zh: str
    en: str
    unit: str
    used_for: str = ""
    low: int = 0
    high: int = HIGHEST
    den: int = 100  # fen
    choices: Mapping[Any, Any] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        return Words(self.zh, self.en)


@dataclass(frozen=True)
class Source:
    """Where figures come from. `verified`: read in the notice itself, in a copy of it, or not at all (待核对)."""

    name: str
    title: str
    url: str = ""
    verified: Verified = "unverified"

    def __str__(self) -> str:
        return self.title


@dataclass(frozen=True)
class Figure:
    """One published value, in yuan (a year's, where its source tells a month's).

    `year` is the statistical year that it describes; it is published and applied in a later one. `variants`: other
    values of the same place and year that courts have used; they are told, never averaged.
    """

    series: Series
    place: str
    year: int
    value: Fraction
    source: Source
    verified: Verified
    monthly: Fraction | None = None
    note: str = ""
    published_on: date | None = None
    applies_from: date | None = None
    applies_to: date | None = None
    is_own: bool = False
    variants: tuple["Figure", ...] = ()

    @property
    def is_verified(self) -> bool:
        return self.verified != "unverified"

    @property
    def days(self) -> tuple[date, date]:
        """The first and last day on which it is the previous year's figure, unless its notice sets others."""
        return self.applies_from or date(self.year + 1, 1, 1), self.applies_to or date(self.year + 1, 12, 31)

    @property
    def known_from(self) -> date:
        """The day from which it can have been known."""
        return self.applies_from or self.published_on or date(self.year + 1, 1, 1)

    def __str__(self) -> str:
        month = f"（每月{in_yuan(self.monthly)}元）" if self.monthly else ""
        marks = ("、本院提供" if self.is_own else "") + ("" if self.is_verified else "、待核对")
        what = f"{self.series.words.zh}：{self.place}{self.year}年 {in_yuan(self.value)}{month}"
        return f"{what}（{self.source.title}{marks}）"


@cache
def all_series() -> dict[str, Series]:
    told = stored(files(__package__) / "series.yaml")
    return {name: Series(name, row["zh"], row["en"], row["unit"], row["used_for"]) for name, row in told.items()}


def read_folder(folder: Traversable) -> list[Figure]:
    """Every figure of the YAML files in a folder; they share their sources. Raises FiguresError."""
    told = {file.name: _loaded(file) for file in sorted(folder.iterdir(), key=lambda f: f.name) if _is_yaml(file)}
    sources = {name: source for file, body in told.items() for name, source in _sources(file, body).items()}
    return [figure for file, body in told.items() for figure in _figures(file, body, sources)]


def read_file(file: Traversable) -> list[Figure]:
    """The figures that a hospital or a lawyer gives in a file of their own: shown as such. Raises FiguresError."""
    body = _loaded(file)
    return [replace(figure, is_own=True) for figure in _figures(file.name, body, _sources(file.name, body))]


def _is_yaml(file: Traversable) -> bool:
    return file.name.endswith((".yaml", ".yml"))


def _loaded(file: Traversable) -> Mapping[str, Any]:
    try:
        body = stored(file)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise FiguresError(f"{file.name} is no YAML in UTF-8: {error}") from error
    if not isinstance(body, Mapping):
        raise FiguresError(f"{file.name}: `sources:` and series such as `urban_income:` are expected")
    if strangers := set(body) - set(all_series()) - {"sources"}:
        raise FiguresError(f"{file.name}: {', '.join(map(str, strangers))} is none of {', '.join(all_series())}")
    return body


def _sources(file: str, body: Mapping[str, Any]) -> dict[str, Source]:
    found = {}
    for name, told in (body.get("sources") or {}).items():
        if not isinstance(told, Mapping) or not told.get("title") or told.get("verified") not in VERIFIED:
            raise FiguresError(f"{file}, source {name}: it needs a title, and verified as one of {', '.join(VERIFIED)}")
        found[name] = Source(name, str(told["title"]), str(told.get("url", "")), told["verified"])
    return found


def _figures(file: str, body: Mapping[str, Any], sources: Mapping[str, Source]) -> Iterator[Figure]:
    for series, rows in body.items():
        if series == "sources":
            continue
        for number, row in enumerate(rows or [], 1):
            try:
                yield _figure(all_series()[series], row, sources)
            except (ValueError, TypeError) as error:
                raise FiguresError(f"{file}, {series}, row {number}: {error}") from error


def _figure(series: Series, row: Any, sources: Mapping[str, Source]) -> Figure:
    if not isinstance(row, Mapping) or NEEDED - set(row) or set(row) - KNOWN:
        raise ValueError(f"a row has {', '.join(sorted(NEEDED))} and may have {', '.join(sorted(KNOWN - NEEDED))}")
    place, per = known_as(str(row["place"])), row.get("per", "year")
    if place not in places():
        raise ValueError(f"place {row['place']}: nobody publishes figures for it; add it to places.yaml")
    if type(row["year"]) is not int or not 1949 <= row["year"] <= 2200:
        raise ValueError(f"year {row['year']!r} is no statistical year such as 2023")
    if row["source"] not in sources:
        raise ValueError(f"source {row['source']!r} is not told under `sources:`")
    if per not in PER:
        raise ValueError(f"per {per!r} is neither year nor month")
    value, source = _amount(row["value"]), sources[row["source"]]
    if (verified := row.get("verified", source.verified)) not in VERIFIED:
        raise ValueError(f"verified {verified!r} is none of {', '.join(VERIFIED)}")
    published_on, first, last = (_day(name, row.get(name)) for name in ("published_on", "applies_from", "applies_to"))
    if first and last and first > last:
        raise ValueError("it would end before it begins")
    return Figure(
        series,
        place,
        row["year"],
        value * PER[per],
        source,
        verified,
        monthly=value if per == "month" else None,
        note=str(row.get("note", "")),
        published_on=published_on,
        applies_from=first,
        applies_to=last,
    )


def _amount(told: Any) -> Fraction:
    """A text of yuan with at most two decimals: a float would have lost what was published."""
    try:
        value = Fraction(told) if isinstance(told, str) else None
    except ValueError:
        value = None
    if value is None or not 0 < value <= HIGHEST or (value * 100).denominator != 1:
        raise ValueError(f'value {told!r} is no text of yuan such as "47435" or "8475.34"')
    return value


def _day(name: str, told: Any) -> date | None:
    if told is not None and type(told) is not date:
        raise ValueError(f"{name} {told!r} is no day such as 2024-06-01")
    return told


def in_yuan(value: Fraction) -> str:
    """With its separators; fen only where there are any: 47,435 or 8,475.34."""
    return f"{Decimal(value.numerator) / value.denominator:,.{0 if value.denominator == 1 else 2}f}"
