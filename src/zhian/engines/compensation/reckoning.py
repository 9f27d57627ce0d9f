"""The numbers of one case under one instrument, each worked out once: facts, figures, heads, settlements."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from .case import Case
from .facts import TABLES, fact
from .figures import Figure, MissingFigure, Source, Yearbook, all_series
from .law import Head, Instrument
from .law.formulas import Ready, is_figure, ready, settlement
from .options import Choice
from .responsibility import bands, is_scaled

HIGHEST_FIGURE = 100_000_000  # in fen: what a missing figure is tried with, to see whether it matters
UNCHANGED: Mapping[str, Any] = {}
STATED = Source("case", "案件采用的数据", verified="primary")


@dataclass(frozen=True)
class Gross:
    """A head's gross amount in fen: as the rule gives it (None: a figure is missing), and as the case states it."""

    ready: Ready
    fen: int | None
    stated: int | None
    kept: Mapping[str, Any]
    gaps: tuple[MissingFigure, ...] = ()


@dataclass(frozen=True)
class Settled:
    """In fen."""

    owed: Mapping[str, int]
    total: int
    deducted: int
    payable: int


class Reckoning:
    def __init__(self, law: Instrument, case: Case):
        self.law, self.case = law, case
        self._numbers: dict[str, Any] = {}
        self._figures: dict[tuple[str, str], list[Figure] | MissingFigure] = {}
        self._gross: dict[tuple, Gross] = {}
        self._rows = {table: len(rows) for table, rows in case.tables.items()}

    # --- heads

    def gross(self, head: Head, choice: Choice, changed: Mapping[str, Any] = UNCHANGED) -> Gross:
        """A head under some answers, and with some facts changed."""
        made = ready(self.law, head, choice)
        changes = tuple((k, v) for k, v in changed.items() if k in made.formula.asks)
        key = id(made), changes, choice.answer("statistical_year")
        if key not in self._gross:
            self._gross[key] = self._worked_out(made, choice, dict(changes))
        return self._gross[key]

    def _worked_out(self, made: Ready, choice: Choice, changed: Mapping[str, Any]) -> Gross:
        given, missing = self._given(made, choice, changed)
        if missing:
            return self._without(made, given, missing)
        fen, kept = self._run(made, given)
        return Gross(made, fen, self._stated(made.head, fen), kept)

    def _run(self, made: Ready, given: Mapping[str, Any]) -> tuple[int, Mapping[str, Any]]:
        (amount,), kept = made.formula.one(given, self._rows)
        return amount * (100 // made.root.den), kept

    def _without(self, made: Ready, given: dict[str, Any], missing: dict[str, MissingFigure]) -> Gross:
        """With figures that are not published: nought and the highest are tried; what makes no difference is no gap."""

        def tried(values: Mapping[str, int]) -> tuple[int, Mapping[str, Any]]:
            filled = {k: self._filled(k, value) for k, value in values.items()}
            return self._run(made, given | filled)

        high = dict.fromkeys(missing, HIGHEST_FIGURE)
        most, kept = tried(high)
        needed = [key for key in missing if tried(high | {key: 0})[0] != most]
        if not needed:
            least, kept = tried(dict.fromkeys(missing, 0))
            needed = [] if least == most else list(missing)
        fen = None if needed else most
        return Gross(made, fen, self._stated(made.head, fen), kept, tuple(missing[key] for key in needed))

    def _filled(self, key: str, value: int) -> Any:
        table = key.partition(".")[0]
        return [value] * self._rows[table] if table in TABLES else value

    def _stated(self, head: Head, fen: int | None) -> int | None:
        amounts = self.case.part("amounts")
        return int(amounts[head.name] * 100) if head.name in amounts else fen

    def turns_on(self, choice: Choice) -> dict[str, list[Head]]:
        """The open questions and facts of this case, each with the heads that it moves."""
        found: dict[str, list[Head]] = {}
        for head in self.law.heads:
            made = self.gross(head, choice).ready
            dated = ("statistical_year",) if made.is_dated else ()
            for name in (*made.asked, *dated, *made.formula.asks):
                found.setdefault(name, []).append(head)
        return found

    # --- what is owed

    def settle(self, choice: Choice, gross: Mapping[str, int | None], ratio: Fraction | None = None) -> Settled:
        made = settlement(self.law, choice)
        given = {f"gross.{name}": fen or 0 for name, fen in gross.items()}
        given |= {k: self._number_of(k, ratio) for k in made.formula.asks if not k.startswith("gross.")}
        results, _ = made.formula.one(given, {}, kept=False)
        *owed, total, deducted, payable = results
        return Settled(dict(zip(made.heads, owed, strict=True)), total, deducted, payable)

    def payable(
        self, choice: Choice, changed: Mapping[str, Any], usual: Mapping[str, int | None], moved: list[Head]
    ) -> int:
        """In fen, what is payable under other answers or facts. `usual`: the amounts of heads that are not `moved`."""
        gross = dict(usual)
        for head in moved:
            gross[head.name] = self.gross(head, choice, changed).stated
        return self.settle(choice, gross, changed.get("ratio")).payable

    def ratio(self, head: Head, choice: Choice) -> Fraction:
        """The share by which a head is scaled."""
        if not is_scaled(head.kind, choice.but()):
            return Fraction(1)
        name = f"ratio:{head.name}" if choice.answer("ratio_per_head") == "per_head" else "ratio"
        return Fraction(self._number_of(name), fact(name).den)

    def _number_of(self, key: str, ratio: Fraction | None = None) -> int:
        """A fact of the settlement; a share that is not told follows the label, or the share of the whole."""
        own = self.case.facts.get(key)
        if key.startswith("ratio") and (own is None or "ratio" not in self.case.told or ratio is not None):
            whole = ratio if ratio is not None else self.usual_ratio
            own = whole if key == "ratio" or key not in self.case.facts else own
        return int(Fraction(own or 0) * fact(key).den)

    @cached_property
    def usual_ratio(self) -> Fraction:
        """The share that is told, or the usual one of the label."""
        label = self.case.part("responsibility").get("label")
        if "ratio" in self.case.told or not label:
            return Fraction(self.case.facts["ratio"])
        table = str(Choice(self.case.answers).answer("label_ratios"))
        return bands()[table][label].usual

    # --- what formulas ask for

    def _given(
        self, made: Ready, choice: Choice, changed: Mapping[str, Any]
    ) -> tuple[dict[str, Any], dict[str, MissingFigure]]:
        given: dict[str, Any] = {}
        missing: dict[str, MissingFigure] = {}
        for key in made.formula.asks:
            if is_figure(key):
                found = self._published(key, choice)
                if isinstance(found, MissingFigure):
                    missing[key] = found
                else:
                    values = [int(figure.value * 100) for figure in found]
                    given[key] = values if key.partition(".")[0] in TABLES else values[0]
            elif key in changed:
                given[key] = int(changed[key] * fact(key).den)
            else:
                given[key] = self._number(key)
        return given, missing  # fmt: skip

    def _number(self, key: str) -> Any:
        if key not in self._numbers:
            den, (table, _, own) = fact(key).den, key.rpartition(".")
            if table:
                self._numbers[key] = [int(row[own] * den) for row in self.case.tables[table]]
            else:
                self._numbers[key] = int(self.case.facts[key] * den)
        return self._numbers[key]

    # --- figures

    def sources(self, made: Ready, choice: Choice) -> dict[str, list[Figure]]:
        """The figures behind each key that a formula asks for."""
        found = {key: self._published(key, choice) for key in made.formula.asks if is_figure(key)}
        return {key: figures for key, figures in found.items() if not isinstance(figures, MissingFigure)}

    def _published(self, key: str, choice: Choice) -> list[Figure] | MissingFigure:
        rule = str(choice.answer("statistical_year"))
        if (key, rule) not in self._figures:
            whose, _, series = key.rpartition(".")
            try:
                self._figures[key, rule] = self._looked_up(whose, series, rule)
            except MissingFigure as missing:
                self._figures[key, rule] = missing
        return self._figures[key, rule]

    def _looked_up(self, whose: str, series: str, rule: str) -> list[Figure]:
        place = self.case.places.get(self.law.figures_place, "")
        if whose in TABLES:
            home = self.case.places.get("home", place)
            return [self._one(series, row.get("place") or home, rule) for row in self.case.tables[whose]]
        if whose == "home":
            try:
                return [self._one(series, self.case.places.get("home", place), rule)]
            except MissingFigure:
                pass
        return [self._one(series, place, rule)]

    def _one(self, series: str, place: str, rule: str) -> Figure:
        stated = self.case.part("figures")
        day = self.day
        if series in stated:
            year = day.year - 1 if day else 0
            return Figure(all_series()[series], place, year, stated[series], STATED, "primary")
        book = self.case.book
        if not place or not day:
            raise MissingFigure(series, place, day.year - 1 if day else 0, book.nearest(series, place, 0))
        found = known(book, series, place, day, rule)
        if isinstance(found, MissingFigure):
            raise found
        return found

    @cached_property
    def day(self) -> date | None:
        """The day whose previous year counts: the act's, or the close of the trial (else the day of its beginning)."""
        days = self.case.dates
        if self.law.figures_of == "act":
            return days.get("act")
        return days.get("debate_closed") or days.get("accepted") or self.case.today


@lru_cache(10_000)
def known(book: Yearbook, series: str, place: str, day: date, rule: str) -> Figure | MissingFigure:
    """The published figure of a day, or what is missing; kept, as every case asks for the same ones."""
    try:
        return book.on(series, place, day, "previous" if rule == "previous" else "latest_published")
    except MissingFigure as missing:
        return missing
