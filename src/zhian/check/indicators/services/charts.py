"""The control chart of an indicator in one place: its months, its limits, and the chart that suits its numbers."""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from zhian.engines.indicators.definition import Definition
from zhian.engines.spc.chart import Chart, Phase, chart
from zhian.engines.spc.points import Points, individual, ratio
from zhian.engines.spc.proposed import Measure, proposed
from zhian.engines.spc.rules import spoken_for
from zhian.kernel.months import Months, later
from zhian.kernel.people.models import Department

from ..models import Mark, Measured, Rebase
from ..models.marks import MarkKind
from .aims import target_of
from .drawing import Drawing, rules_of

RATIOS = ("p", "pp", "u", "up", "ip")  # charts of events over a denominator
KNOWN = (*RATIOS, "i", "c", "run", "g", "t")
BY_MONTH = {"g": "p", "t": "u"}
MEASURES = {
    "ratio": Measure.PROPORTION,
    "composite": Measure.PROPORTION,
    "cohort": Measure.PROPORTION,
    "rate": Measure.RATE,
    "observed_expected": Measure.RATE,
}
SHOWN = 36  # months, unless more are asked for
BASELINE = 24


def draw(
    definition: Definition,
    rows: Mapping[date, Measured],
    *,
    marks: Sequence[Mark] = (),
    rebases: Sequence[Rebase] = (),
    months: Months | None = None,
) -> Drawing:
    """The chart of these values by month; months in which nothing was measured stay on the axis."""
    span = list(months or _span(rows))
    told = [rows.get(month) for month in span]
    excluded = [span.index(mark.month) for mark in marks if mark.kind == MarkKind.EXCLUDED and mark.month in span]
    made = _chart(definition, told, phases_of(definition, span, rebases), excluded)
    aims = [target_of(definition, month) for month in span]
    return Drawing(definition, span, told, made, spoken_for(made, rules_of(definition)), aims, list(marks))


def until_month(drawing: Drawing, month: date) -> Drawing:
    """The chart as it was when this was the last month."""
    rows = {each: row for each, row in zip(drawing.months, drawing.rows, strict=True) if row and each <= month}
    return draw(drawing.definition, rows, marks=drawing.marks)


def _span(rows: Mapping[date, Measured]) -> Iterable[date]:
    """From the first month that has a value: before it nothing was known, and nothing is missing."""
    if not rows:
        return ()
    first, last = min((month for month in rows if rows[month].value is not None), default=min(rows)), max(rows)
    return Months(max(first, later(last, 1 - SHOWN)), last)


def _chart(
    definition: Definition, rows: Sequence[Measured | None], phases: Sequence[Phase], excluded: Sequence[int]
) -> Chart:
    points = _points(definition, rows)
    kind = kind_of(definition, points)
    if kind in RATIOS and points is not None:
        most = 1.0 if MEASURES[definition.type] is Measure.PROPORTION else math.inf
        return chart(kind, points, phases=phases, excluded=excluded, factor=definition.unit.factor, within=(0.0, most))
    values = [row.value if row else None for row in rows]
    return chart(kind, individual(values), phases=phases, excluded=excluded)


def _points(definition: Definition, rows: Sequence[Measured | None]) -> Points | None:
    """Events over cases or days; None for what is measured and not counted."""
    if definition.type not in MEASURES:
        return None
    shown = [row if row and row.value is not None else None for row in rows]
    return ratio([row.numerator if row else None for row in shown], [row.denominator if row else None for row in shown])


def kind_of(definition: Definition, points: Points | None) -> str:
    """The chart that the definition names, or that suits its numbers.

    G and T need every single event: by months they become charts of shares and rates.
    """
    kind = definition.chart.kind
    if kind not in KNOWN:
        measure = MEASURES.get(definition.type, Measure.VALUE)
        kind = proposed(measure, points).kind if points is not None else "i"
    return BY_MONTH.get(kind, kind)


def baseline_of(definition: Definition) -> int:
    return definition.chart.baseline or BASELINE


def phases_of(definition: Definition, months: Sequence[date], rebases: Sequence[Rebase]) -> list[Phase]:
    """One phase from the beginning, and one from each month in which limits begin anew."""
    begun = {date.fromisoformat(f"{each.since[:7]}-01"): each.reason for each in definition.rebases}
    begun |= {each.month: each.reason for each in rebases}
    inside = sorted(month for month in begun if month in months and month != months[0])
    baseline = baseline_of(definition)
    later_ones = [Phase(months.index(month), baseline, begun[month]) for month in inside]
    return [Phase(0, baseline), *later_ones]


def drawing_of(
    definition: Definition, department: Department, *, at: datetime | None = None, months: Months | None = None
) -> Drawing:
    """The chart of an indicator in a department, as it is known now or was known at a moment."""
    found = Measured.known(at).filter(department=department, indicator=definition.code, edition=definition.edition)
    marks = Mark.objects.filter(department=department, indicator=definition.code)
    rebases = Rebase.objects.filter(department=department, indicator=definition.code, withdrawn_at=None)
    return draw(
        definition,
        {row.month: row for row in found},
        marks=list(marks),
        rebases=list(rebases),
        months=months,
    )
