"""The numbers of one case under one instrument, each worked out once: facts, figures, heads, settlements."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from .case import Case
from .facts import CASE, TABLES, fact
from .figures import Figure, MissingFigure, Source, Yearbook, all_series
from .formula import Formula
from .formula.explained import Explanation
from .law import Head, Instrument
from .law.formulas import Read, Ready, is_figure, ready, settlement
from .options import Answer, Choice
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
    given: Mapping[str, Any]
    rows: Mapping[str, int]
    gaps: tuple[MissingFigure, ...] = ()

    @cached_property
    def shown(self) -> Explanation:
        """How the amount came about."""
        _, kept = self.ready.shown.one(self.given, self.rows)
        return Explanation(self.ready.shown, 0, kept)


@dataclass(frozen=True)
class Exact:
    """A head's amount before it is rounded (None: a figure is missing), and what it was worked out from."""

    numerator: int | None
    given: Mapping[str, Any]
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
        self._fen: dict[tuple[str, Answer], int | list[int] | MissingFigure] = {}
        self._exact: dict[tuple, Exact] = {}
        self._gross: dict[tuple, Gross] = {}
        self._under: dict[tuple[str, Choice], Gross] = {}
        self._settling: dict[Fraction | None, Mapping[str, int]] = {}
        self._rows = {table: len(rows) for table, rows in case.tables.items()}

    # --- heads

    def gross(self, head: Head, choice: Choice, changed: Mapping[str, Any] = UNCHANGED) -> Gross:
        """A head under some answers, and with some facts changed."""
        if changed:
            return self._found(head, choice, changed)
        if (head.name, choice) not in self._under:
            self._under[head.name, choice] = self._found(head, choice, changed)
        return self._under[head.name, choice]

    def _found(self, head: Head, choice: Choice, changed: Mapping[str, Any]) -> Gross:
        made = ready(self.law, head, choice)
        changes = tuple((k, v) for k, v in changed.items() if k in made.formula.asks)
        key = id(made), changes, choice.answer("statistical_year")
        if key not in self._gross:
            exact = self._exactly(made.read, choice, changes)
            fen = None if exact.numerator is None else made.fen(exact.numerator)
            self._gross[key] = Gross(made, fen, self._stated(head, fen), exact.given, self._rows, exact.gaps)
        return self._gross[key]

    def _exactly(self, read: Read, choice: Choice, changes: tuple[tuple[str, Any], ...]) -> Exact:
        """Worked out once, however it is rounded."""
        key = id(read), changes, choice.answer("statistical_year")
        if key not in self._exact:
            given, missing = self._given(read.formula, choice, dict(changes))
            found = self._without(read, given, missing) if missing else Exact(self._run(read, given), given)
            self._exact[key] = found
        return self._exact[key]

    def _run(self, read: Read, given: Mapping[str, Any]) -> int:
        (numerator,) = read.formula.sums(given, self._rows)
        return numerator

    def _without(self, read: Read, given: dict[str, Any], missing: dict[str, MissingFigure]) -> Exact:
        """With figures that are not published: nought and the highest are tried; what makes no difference is no gap."""

        def filled(values: Mapping[str, int]) -> dict[str, Any]:
            return given | {k: self._filled(k, value) for k, value in values.items()}

        high, nought = dict.fromkeys(missing, HIGHEST_FIGURE), dict.fromkeys(missing, 0)
        most = self._run(read, filled(high))
        needed = [key for key in missing if self._run(read, filled(high | {key: 0})) != most]
        if not needed and self._run(read, filled(nought)) != most:
            needed = list(missing)
        return Exact(None if needed else most, filled(nought), tuple(missing[key] for key in needed))

    def _filled(self, key: str, value: int) -> Any:
        table = key.partition(".")[0]
        return [value] * self._rows[table] if table in TABLES else value

    def _stated(self, head: Head, fen: int | None) -> int | None:
        amounts = self.case.part("amounts")
        return int(amounts[head.name] * 100) if head.name in amounts else fen

    def lacks(self, made: Ready) -> bool:
        """Whether the case says nothing of what the head rests on. Then it is nought, whatever the answers."""
        if made.head.name in self.case.part("amounts"):
            return False
        return bool(made.rests_on) and not made.rests_on & self.case.told

    def turns_on(self, choice: Choice) -> dict[str, list[Head]]:
        """The open questions and facts of this case, each with the heads that it moves."""
        found: dict[str, list[Head]] = {}
        for head in self.law.heads:
            made = self.gross(head, choice).ready
            if self.lacks(made):
                continue
            dated = ("statistical_year",) if made.is_dated else ()
            for name in (*made.asked, *dated, *made.formula.asks):
                found.setdefault(name, []).append(head)
        return found

    # --- what is owed

    def settle(self, choice: Choice, gross: Mapping[str, int | None], ratio: Fraction | None = None) -> Settled:
        made = settlement(self.law, choice)
        shares = self._shares(ratio)
        given = {**shares, **{key: gross[name] or 0 for name, key in made.keys.items()}}
        *owed, total, deducted, payable = made.formula.sums(given, {})
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
        return Fraction(self._shares(None)[name], CASE["ratio"].den)

    def _shares(self, ratio: Fraction | None) -> Mapping[str, int]:
        """What a settlement asks for besides the amounts. A head without a share of its own has that of the whole."""
        if ratio not in self._settling:
            whole = int((self.usual_ratio if ratio is None else ratio) * CASE["ratio"].den)
            found = {"prepaid": int(self.case.facts["prepaid"] * 100), "ratio": whole}
            for head in self.law.heads:
                own = self.case.facts.get(name := f"ratio:{head.name}")
                found[name] = whole if own is None else int(own * CASE["ratio"].den)
            self._settling[ratio] = found
        return self._settling[ratio]

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
        self, formula: Formula, choice: Choice, changed: Mapping[str, Any]
    ) -> tuple[dict[str, Any], dict[str, MissingFigure]]:
        given: dict[str, Any] = {}
        missing: dict[str, MissingFigure] = {}
        for key in formula.asks:
            if is_figure(key):
                found = self._in_fen(key, choice)
                if isinstance(found, MissingFigure):
                    missing[key] = found
                else:
                    given[key] = found
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

    def _in_fen(self, key: str, choice: Choice) -> int | list[int] | MissingFigure:
        """A figure, or that of each row, in fen."""
        rule = choice.answer("statistical_year")
        if (key, rule) not in self._fen:
            found = self._published(key, choice)
            if not isinstance(found, MissingFigure):
                fen = [int(figure.value * 100) for figure in found]
                self._fen[key, rule] = fen if key.partition(".")[0] in TABLES else fen[0]
            else:
                self._fen[key, rule] = found
        return self._fen[key, rule]

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
        if whose == "home" and (elsewhere := list(self._elsewhere(series, place, rule))):
            return [max(elsewhere, key=lambda figure: figure.value)]
        return [self._one(series, place, rule)]

    def _elsewhere(self, series: str, place: str, rule: str) -> Iterator[Figure]:
        """At the claimant's home, and where other hospitals that answer together lie (医疗损害责任解释第二十四条)."""
        joint = self.case.part("responsibility").get("joint", [])
        for other in dict.fromkeys([self.case.places.get("home", place), *(row.get("place") for row in joint)]):
            if other:
                with suppress(MissingFigure):
                    yield self._one(series, other, rule)

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
