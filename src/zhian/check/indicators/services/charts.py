"""The control chart of an indicator in one place: its months, its limits, what it says, and the picture."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import numpy as np
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhian.engines.indicators.definition import Definition, Target
from zhian.engines.spc.chart import Chart, Phase, chart
from zhian.engines.spc.icons import Direction, Icons, icons
from zhian.engines.spc.points import Points, individual, ratio
from zhian.engines.spc.proposed import Measure, proposed
from zhian.engines.spc.rules import Signal, rule_sets, spoken_for
from zhian.engines.spc.svg import Note, Picture, Wording, svg
from zhian.kernel.months import Months, later
from zhian.kernel.people.models import Department

from ..models import Mark, Measured, Rebase
from ..models.marks import MarkKind
from .definitions import name_of, ways_said
from .saying import count, fraction, month_said, said, short, why_none

DIRECTIONS = {"higher": Direction.HIGHER, "lower": Direction.LOWER}
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


@dataclass(frozen=True)
class Drawing:
    """A chart with what lies behind it: a row for each month, measured or not."""

    definition: Definition
    months: Sequence[date]
    rows: Sequence[Measured | None]
    chart: Chart
    signals: Sequence[Signal | None]
    target: float | None
    marks: Sequence[Mark]

    @cached_property
    def icons(self) -> Icons:
        return icons(self.chart, self.rule_set, self.direction, self.target)

    @property
    def rule_set(self) -> str:
        return rules_of(self.definition)

    @property
    def direction(self) -> Direction:
        return DIRECTIONS.get(self.definition.direction, Direction.NEITHER)

    @cached_property
    def last(self) -> int | None:
        """The place of the last month that has a value."""
        there = np.flatnonzero(~np.isnan(self.chart.value))
        return int(there[-1]) if len(there) else None

    @property
    def meets(self) -> bool | None:
        """Whether the last value meets the target; None where there is none, or no direction is better."""
        if self.target is None or self.last is None or self.direction is Direction.NEITHER:
            return None
        value = self.chart.value[self.last]
        return bool(value >= self.target if self.direction is Direction.HIGHER else value <= self.target)

    @cached_property
    def says(self) -> str:
        """What the chart shows, in two or three sentences."""
        return " ".join(filter(None, (self.headline, self._speaks(), self._expects())))

    @cached_property
    def headline(self) -> str:
        """The last value, and whether it meets the target."""
        if self.last is None:
            return _("Nothing was measured yet.")
        row, value = self.rows[self.last], float(self.chart.value[self.last])
        parts = fraction(row.numerator, row.denominator) if row else ""
        told = {
            "month": month_said(self.months[self.last]),
            "value": said(self.definition, value) + (f" ({parts})" if parts else ""),
        }
        if self.meets is None:
            return _("%(month)s: %(value)s.") % told
        return (
            _("%(month)s: %(value)s, target met.") if self.meets else _("%(month)s: %(value)s, target missed.")
        ) % told

    def explained(self) -> str:
        """The rest of the sentence, after the headline."""
        return " ".join(filter(None, (self._speaks(), self._expects())))

    def _speaks(self) -> str:
        if self.last is None:
            return ""
        signal = self.signals[self.last]
        if signal is None:
            return _("It goes up and down as chance has it.")
        told = {"rule": self.rule_said(signal), "n": len(signal.points)}
        if signal.side > 0:
            return _("It is above what was usual, and not by chance: %(rule)s.") % told
        if signal.side < 0:
            return _("It is below what was usual, and not by chance: %(rule)s.") % told
        return _("It changes in a way that is not chance: %(rule)s.") % told

    def rule_said(self, signal: Signal) -> str:
        """The rule by which a signal was found, in the reader's language."""
        pattern = next(each for each in rule_sets()[self.rule_set].patterns if each.code == signal.rule)
        return pattern.en if (get_language() or "").startswith("en") else pattern.zh

    def _expects(self) -> str:
        if self.last is None:
            return ""
        lower, upper = self.chart.lower[self.last], self.chart.upper[self.last]
        if np.isnan(lower + upper):
            return ""
        words = {
            "low": said(self.definition, float(lower)),
            "high": said(self.definition, float(upper)),
        }
        if self.chart.is_trial:
            return _("With so few months the limits %(low)s to %(high)s are only on trial.") % words
        return _("Next month is expected between %(low)s and %(high)s.") % words

    @property
    def made_by(self) -> str:
        """Chart, rules, baseline and way of counting, as they stand under the picture."""
        set_name = rule_sets()[self.rule_set]
        rules = set_name.en if (get_language() or "").startswith("en") else set_name.zh
        told = _("%(kind)s chart · rules: %(rules)s · limits from up to %(n)s months") % {
            "kind": KIND_NAMES.get(self.chart.kind.code, self.chart.kind.code),
            "rules": rules,
            "n": self.chart.phases[-1].baseline,
        }
        return " · ".join(filter(None, (told, ways_said(self.definition))))

    def svg(self) -> str:
        """The picture, for screen, Word and paper."""
        return svg(
            Picture(
                chart=self.chart,
                periods=periods(self.months),
                title=name_of(self.definition),
                words=self.says,
                said=lambda value: short(self.definition, value),
                signals=self.signals,
                target=self.target,
                notes=[
                    Note(self.months.index(mark.month), mark.text)
                    for mark in self.marks
                    if mark.kind == MarkKind.INTERVENTION and mark.month in self.months
                ],
                wording=wording(),
            )
        )

    def lines(self) -> list["Line"]:
        """The months with their values, the newest first."""
        return [
            Line(
                month, row, said(self.definition, row.value if row else None), self._limits(place), self._marked(place)
            )
            for place, (month, row) in enumerate(zip(self.months, self.rows, strict=True))
        ][::-1]

    def _limits(self, place: int) -> str:
        lower, upper = float(self.chart.lower[place]), float(self.chart.upper[place])
        if np.isnan(lower + upper):
            return ""
        return f"{said(self.definition, lower)} – {said(self.definition, upper)}"

    def _marked(self, place: int) -> str:
        signal = self.signals[place]
        return self.rule_said(signal) if signal else ""


@dataclass(frozen=True)
class Line:
    """A month of the table beside the chart."""

    month: date
    row: Measured | None
    value: str
    limits: str
    signal: str

    @property
    def numerator(self) -> str:
        return count(self.row.numerator) if self.row else "—"

    @property
    def denominator(self) -> str:
        return count(self.row.denominator) if self.row else "—"

    @property
    def why(self) -> str:
        """Why there is no value; empty where there is one."""
        if self.row and self.row.value is not None:
            return ""
        return why_none(self.row.reason if self.row else "")


KIND_NAMES = {"pp": "P′", "up": "U′", "ip": "I′", "p": "P", "u": "U", "i": "I", "c": "C", "run": "Run"}


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
    last = span[-1] if span else None
    return Drawing(
        definition, span, told, made, spoken_for(made, rules_of(definition)), target_of(definition, last), list(marks)
    )


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


def rules_of(definition: Definition) -> str:
    rules = definition.chart.rules
    return rules if rules in rule_sets() else "anhoej"


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


def target_of(definition: Definition, month: date | None) -> float | None:
    """The target that holds in the month: the hospital's own before the national one."""
    best = target_in(definition, month)
    return float(best.value) if best else None


def target_in(definition: Definition, month: date | None) -> Target | None:
    """The same, with whose it is and where it comes from."""
    order = {"local": 0, "national": 1, "peer": 2}
    valid = [each for each in definition.targets if month is None or holds_in(each, month)]
    return min(valid, key=lambda each: (order.get(each.basis, 9), -_ordinal(each.since)), default=None)


def holds_in(target: Target, month: date) -> bool:
    """Whether the target is one of that month."""
    return (not target.since or target.since <= month) and (not target.until or month <= target.until)


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0


def periods(months: Sequence[date]) -> list[str]:
    """The labels under the chart: the month, and the year where one begins."""
    return [
        f"{month.month}\n{month.year}" if place == 0 or month.month == 1 else str(month.month)
        for place, month in enumerate(months)
    ]


def wording() -> Wording:
    return Wording(
        upper=_("upper limit"),
        centre=_("centre"),
        lower=_("lower limit"),
        target=_("target"),
        beyond=_("beyond the limits"),
        pattern=_("special cause"),
        value=_("value"),
        nothing=_("no values yet"),
    )


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
