"""All figures together, looked up by series, place and statistical year. What is missing is told, never guessed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import groupby, pairwise
from typing import Literal

from ..words import Words
from .places import known_as, places
from .reading import Figure, FiguresError, all_series, in_yuan, read_folder

StatisticalYear = Literal["previous", "latest_published"]
OFFERED = 3
OLDEST = 2  # years back that "the latest published" may reach: the previous year's figure, or the one before it


class MissingFigure(LookupError):
    """No such figure is known. `offers`: the nearest ones that are, best first."""

    def __init__(self, series: str, place: str, year: int, offers: Sequence[Figure]):
        self.series, self.place, self.year, self.offers = series, place, year, tuple(offers)
        if not place or not year:
            self.words = Words(
                f"案件没有写明地点或日期，查不到{all_series()[series].zh}",
                f"the case names no place or no day, so {series} cannot be looked up",
            )
            super().__init__(self.words.en)
            return
        zh = "、".join(f"{f.place}{f.year}年 {in_yuan(f.value)}" for f in offers)
        en = ", ".join(f"{places()[f.place].words.en} {f.year} {in_yuan(f.value)}" for f in offers)
        self.words = Words(
            f"缺少{place}{year}年{all_series()[series].words.zh}；已有最接近的：{zh or '无'}。"
            f"请在案件的 figures 中写明 {series}，或补入数据文件。",
            f"no {series} for {place} {year}; published: {en or 'none'}. "
            f"State {series} under `figures` of the case, or add it to a file of figures.",
        )
        super().__init__(self.words.en)


@dataclass(frozen=True)
class Unsettled:
    """Days on which a series has no figure at a place, or two."""

    series: str
    place: str
    first: date
    last: date


class Yearbook:
    def __init__(self, figures: Iterable[Figure]):
        self._figures = _with_variants(figures)

    def __iter__(self) -> Iterator[Figure]:
        return iter(self._figures.values())

    def figure(self, series: str, place: str, year: int) -> Figure:
        """The value of a statistical year. Raises MissingFigure."""
        if found := self._found(series, place, year):
            return found
        raise MissingFigure(series, place, year, self.nearest(series, place, year))

    def on(self, series: str, place: str, day: date, rule: StatisticalYear = "previous") -> Figure:
        """The figure that applies on a day: the previous year's, or the latest that was known on it."""
        for figure in self._newest_first(series, place):
            if figure.applies_from and figure.applies_from <= day <= figure.days[1]:
                return figure
        years = range(day.year - 1, day.year - 1 - OLDEST, -1)
        if rule == "latest_published":
            for figure in self._newest_first(series, place):
                if figure.year in years and figure.known_from <= day:
                    return figure
        return self.figure(series, place, years[0])

    def nearest(self, series: str, place: str, year: int) -> list[Figure]:
        """What is known instead: the same place first, then its province, then others; the nearest years first."""
        name = known_as(place)
        around = places()[name].within if name in places() else ""

        def away(figure: Figure) -> tuple:
            theirs = places()[figure.place]
            near = 0 if figure.place == name else 1 if name in (theirs.within,) or figure.place == around else 2
            return near, abs(figure.year - year), figure.year < year, figure.place

        return sorted((f for f in self if f.series.name == series), key=away)[:OFFERED]

    def laid_over(self, own: Iterable[Figure]) -> "Yearbook":
        """This book with the figures of a hospital or a lawyer, which replace those of the same place and year."""
        own = list(own)
        replaced = {(f.series.name, f.place, f.year) for f in own}
        kept = [g for key, f in self._figures.items() if key not in replaced for g in (f, *f.variants)]
        return Yearbook([*kept, *own])

    def overlaps(self) -> list[Unsettled]:
        """Days for which notices set two figures."""
        return [
            Unsettled(earlier.series.name, earlier.place, later.days[0], min(earlier.days[1], later.days[1]))
            for earlier, later in self._neighbours()
            if later.days[0] <= earlier.days[1]
        ]

    def gaps(self) -> list[Unsettled]:
        """Days between the first and the last known figure of a place on which none applies."""
        day = timedelta(days=1)
        return [
            Unsettled(earlier.series.name, earlier.place, earlier.days[1] + day, later.days[0] - day)
            for earlier, later in self._neighbours()
            if earlier.days[1] + day < later.days[0]
        ]

    def _neighbours(self) -> Iterator[tuple[Figure, Figure]]:
        ordered = sorted(self, key=lambda f: (f.series.name, f.place, f.days))
        for _, group in groupby(ordered, key=lambda f: (f.series.name, f.place)):
            yield from pairwise(group)

    def _found(self, series: str, place: str, year: int) -> Figure | None:
        keys = ((series, name, year) for name in _whose_figures_hold_in(place))
        return next((self._figures[key] for key in keys if key in self._figures), None)

    def _newest_first(self, series: str, place: str) -> list[Figure]:
        return [
            figure
            for name in _whose_figures_hold_in(place)
            for figure in sorted(self, key=lambda f: -f.year)
            if (figure.series.name, figure.place) == (series, name)
        ]


@cache
def published() -> Yearbook:
    """The figures that come with the program."""
    book = Yearbook(read_folder(files(__package__) / "cn"))
    if overlaps := book.overlaps():
        raise FiguresError(f"two figures for the same days: {overlaps}")
    return book


def figure(series: str, place: str, year: int) -> Figure:
    return published().figure(series, place, year)


def _with_variants(figures: Iterable[Figure]) -> dict[tuple[str, str, int], Figure]:
    together: dict[tuple[str, str, int], list[Figure]] = {}
    for figure in figures:
        together.setdefault((figure.series.name, figure.place, figure.year), []).append(figure)
    return {key: replace(first, variants=tuple(others)) for key, (first, *others) in together.items()}


def _whose_figures_hold_in(place: str) -> Iterator[str]:
    """The place itself, then the group of places that it belongs to."""
    name = known_as(place)
    while name:
        yield name
        name = places()[name].covered_by if name in places() else ""
