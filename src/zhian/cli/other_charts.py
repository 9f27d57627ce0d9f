"""What `zhian chart` does with kinds that are no control chart of `kinds`: EWMA, CUSUM, funnel, Pareto."""

from collections.abc import Callable, Sequence

import numpy as np
import typer

from zhian.engines.spc.beside import BESIDE
from zhian.engines.spc.cumulative import cusum, ewma
from zhian.engines.spc.funnel import proportions
from zhian.engines.spc.kinds import Baseline
from zhian.engines.spc.pareto import pareto
from zhian.engines.spc.points import Points, individual
from zhian.engines.spc.reading import Table, TableError
from zhian.engines.spc.svg import FunnelPicture, Series, SumPicture, funnel_svg, pareto_svg, sum_svg

LIMIT = 5  # of a CUSUM, in standard errors


def drawn(kind: str, table: Table, title: str, freeze: int | None, factor: float) -> str:
    """Print what stands out and give the picture. Raises TableError where the table does not suit the chart."""
    return DRAWERS[kind](table, title, freeze, factor)


def _ewma(table: Table, title: str, freeze: int | None, factor: float) -> str:
    values = table.points.value * factor
    found = ewma(values, *_level(table.points, freeze, factor))
    _tell(table.periods, found.outside)
    lines = [Series("EWMA", found.average, found.outside)]
    limits = [Series("上限 upper", found.upper), Series("下限 lower", found.lower)]
    return sum_svg(SumPicture(lines, limits, table.periods, title, words("ewma", title), said=said))


def _cusum(table: Table, title: str, freeze: int | None, factor: float) -> str:
    values = table.points.value * factor
    found = cusum(values, *_level(table.points, freeze, factor), limit=LIMIT)
    _tell(table.periods, found.alarms_up | found.alarms_down)
    lines = [Series("向上 up", found.up, found.alarms_up), Series("向下 down", found.down, found.alarms_down)]
    limits = [Series("限 limit", np.full(len(values), float(side * LIMIT))) for side in (1, -1)]
    return sum_svg(SumPicture(lines, limits, table.periods, title, words("cusum", title), said=said))


def _funnel(table: Table, title: str, freeze: int | None, factor: float) -> str:
    if not table.has_denominators:
        raise TableError("漏斗图需要分母一列", "a funnel needs a column of denominators")
    there = ~np.isnan(table.points.value)
    if not there.any():
        raise TableError("没有一个单位有数值", "no unit has a value")
    points, units = table.points.where(there), [table.periods[place] for place in np.flatnonzero(there)]
    found = proportions([float(events) for events in np.round(points.value * points.size)], list(points.size))
    _tell(units, found.outside())
    told = words("funnel_proportions", title)
    return funnel_svg(
        FunnelPicture(found, units, points.size, title, told, "分母 denominator", said=said, factor=factor)
    )


def _pareto(table: Table, title: str, freeze: int | None, factor: float) -> str:
    counts = dict(zip(table.periods, table.points.value, strict=True))
    bars = pareto({name: int(count) for name, count in counts.items() if not np.isnan(count)})
    typer.echo("、".join(bar.name for bar in bars if bar.vital))
    return pareto_svg(bars, title, words("pareto", title))


DRAWERS: dict[str, Callable[[Table, str, int | None, float], str]] = {
    "ewma": _ewma,
    "cusum": _cusum,
    "funnel": _funnel,
    "pareto": _pareto,
}


def _level(points: Points, freeze: int | None, factor: float) -> tuple[float, float]:
    """Mean and sigma of the first `freeze` values, or of all."""
    values = (points.value * factor)[:freeze]
    sigma = Baseline(individual(values), screened=True, ordered=True).sigma(values)
    if not sigma > 0:
        raise TableError("数值没有变化，无法计算界限", "the values never vary: there are no limits to reckon")
    return float(np.nanmean(values)), sigma


def _tell(periods: Sequence[str], alarms: np.ndarray) -> None:
    told = "、".join(period for period, alarm in zip(periods, alarms, strict=True) if alarm)
    typer.echo(f"超出界限 beyond the limits: {told or '—'}")


def words(code: str, title: str) -> str:
    """What the picture is, for whoever cannot see it."""
    return f"{title}: {BESIDE[code].zh} {BESIDE[code].en}"


def said(value: float) -> str:
    """A number as the pictures write it."""
    return f"{value:.4g}"
