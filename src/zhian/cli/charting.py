"""What `zhian chart` does: reads the table, draws the chart, says what it shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import typer
from rich.console import Console
from rich.table import Table as Printed

from zhian.engines.spc.chart import Chart, Phase
from zhian.engines.spc.chart import chart as drawn
from zhian.engines.spc.kinds import KINDS, Kind
from zhian.engines.spc.proposed import Measure, proposed
from zhian.engines.spc.reading import Table, TableError, decoded, places, read_cases, read_table
from zhian.engines.spc.rules import rule_sets, spoken_for
from zhian.engines.spc.runs import runs
from zhian.engines.spc.svg import Note, Picture, svg

from . import case_charts, other_charts
from .setup import refuse


@dataclass(frozen=True)
class Wish:
    """The options of the command."""

    kind: str
    rules: str
    target: float | None
    factor: float
    freeze: int | None
    rebase: str
    exclude: str
    notes: Sequence[str]
    title: str
    screen: bool


def draw(data: Path, out: Path | None, wish: Wish) -> None:
    """Print the chart of a table, and write its picture; what cannot be drawn is refused with the reason."""
    if wish.rules not in rule_sets():
        known = ", ".join(rule_sets())
        refuse(f"没有名为 {wish.rules} 的规则集。", f"No rule set is called {wish.rules}; there are {known}.")
    kinds = ("auto", *KINDS, *other_charts.DRAWERS, *case_charts.DRAWERS)
    if wish.kind not in kinds:
        refuse(f"没有名为 {wish.kind} 的图。", f"No chart is called {wish.kind}; there are {', '.join(kinds)}.")
    try:
        picture = _drawer(wish.kind)(data, wish, wish.title or data.stem)
        if out:
            out.write_text(picture, encoding="utf-8")
    except TableError as error:
        refuse(f"{data}：{error.zh}", f"{data}: {error.en}")
    except OSError as error:
        refuse(f"{error.filename}：{error.strerror}", f"{error.filename}: {error.strerror}")
    except ValueError as error:
        refuse(f"{data}：{error}", f"{data}: {error}")
    if out:
        typer.echo(f"→ {out}")


def _drawer(kind: str) -> Callable[[Path, Wish, str], str]:
    return _of_cases if kind in case_charts.DRAWERS else _other if kind in other_charts.DRAWERS else _control


def _of_cases(data: Path, wish: Wish, title: str) -> str:
    return case_charts.drawn(wish.kind, read_cases(decoded(data.read_bytes())), title, wish.freeze, wish.target)


def _other(data: Path, wish: Wish, title: str) -> str:
    return other_charts.drawn(wish.kind, read_table(decoded(data.read_bytes())), title, wish.freeze, wish.factor)


def _control(data: Path, wish: Wish, title: str) -> str:
    table, found = _drawn(data, wish)
    picture = svg(_picture(table, found, wish, title))
    _print(table, found, wish.rules)
    return picture


def _drawn(data: Path, wish: Wish) -> tuple[Table, Chart]:
    of_subgroups = wish.kind in KINDS and KINDS[wish.kind].needs == "subgroups"
    table = read_table(decoded(data.read_bytes()), as_subgroups=of_subgroups)
    count, kind = len(table.periods), wish.kind
    if kind == "auto":
        proposal = proposed(_measure(table), table.points)
        kind = proposal.kind
        typer.echo(f"{KINDS[kind].zh} {KINDS[kind].en}：{proposal.zh} {proposal.en}")
    _fits(KINDS[kind], table)
    phases = [Phase(0, wish.freeze), *(Phase(place) for place in places(wish.rebase, count))]
    excluded = list(places(wish.exclude, count))
    return table, drawn(kind, table.points, phases=phases, excluded=excluded, screened=wish.screen, factor=wish.factor)


def _fits(kind: Kind, table: Table) -> None:
    """Counts and waiting times are not below nought, and no more cases happen than there are."""
    value = table.points.value
    if kind.lowest == 0 and kind.needs == "values" and kind.code != "mr" and np.any(value < 0):
        raise TableError(f"{kind.zh}的数值不能是负数", f"a chart of {kind.en.lower()} has no values below nought")
    if kind.needs == "ratio" and not table.has_denominators:
        raise TableError(f"{kind.zh}需要分母一列", f"a chart of {kind.en.lower()} needs a column of denominators")
    if kind.highest == 1 and np.any(value > 1):
        period = table.periods[int(np.nanargmax(value))]
        raise TableError(f"{period}：分子大于分母", f"{period}: the numerator is above the denominator")


def _picture(table: Table, found: Chart, wish: Wish, title: str) -> Picture:
    told = (note.partition("=") for note in wish.notes)
    return Picture(
        found,
        table.periods,
        title,
        f"{title}: {found.kind.en}, {rule_sets()[wish.rules].en}",
        signals=spoken_for(found, wish.rules),
        target=wish.target,
        notes=[Note(next(places(when, len(table.periods))), what) for when, _, what in told],
    )


def _measure(table: Table) -> Measure:
    if not table.has_denominators:
        return Measure.VALUE
    value = table.points.value
    return Measure.PROPORTION if np.nanmax(value, initial=0) <= 1 else Measure.RATE


def _print(table: Table, found: Chart, rules: str) -> None:
    """The lines in a table, and each phase's runs below."""
    names = {pattern.code: pattern for pattern in rule_sets()[rules].patterns}
    printed = Printed("期间 period", "数值 value", "下限 lower", "中心 centre", "上限 upper", "信号 signal")
    signals = spoken_for(found, rules)
    for place, period in enumerate(table.periods):
        signal = signals[place]
        numbers = (found.value[place], found.lower[place], found.centre[place], found.upper[place])
        told = f"{names[signal.rule].zh} {names[signal.rule].en}" if signal else ""
        printed.add_row(period, *("" if np.isnan(number) else f"{number:.6g}" for number in numbers), told)
    console = Console()
    console.print(printed)
    for number, each in enumerate(runs(found), 1):
        console.print(
            f"第 {number} 段 phase {number}: 最长同侧 longest run {each.longest} ≤ {each.longest_expected}; "
            f"穿越 crossings {each.crossings} ≥ {each.crossings_expected}"
            + ("" if not each.is_unusual else " ← 异常 unusual")
        )
