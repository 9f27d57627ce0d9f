"""A control chart as people read it: its months, what it says in sentences, and the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhian.engines.indicators.definition import Definition
from zhian.engines.indicators.values import FOLLOW_UP_RUNS
from zhian.engines.spc.chart import Chart
from zhian.engines.spc.icons import Direction, Icons, icons
from zhian.engines.spc.rules import Signal, rule_sets
from zhian.engines.spc.svg import Note, Picture, Wording, svg
from zhian.kernel.moment import today

from ..models import Mark, Measured
from ..models.marks import MarkKind
from .definitions import name_of, ways_said
from .saying import count, fraction, month_said, said, short, why_none

DIRECTIONS = {"higher": Direction.HIGHER, "lower": Direction.LOWER}
KIND_NAMES = {"pp": "P′", "up": "U′", "ip": "I′", "p": "P", "u": "U", "i": "I", "c": "C", "run": "Run"}


@dataclass(frozen=True)
class Drawing:
    """A chart with what lies behind it: a row for each month, measured or not."""

    definition: Definition
    months: Sequence[date]
    rows: Sequence[Measured | None]
    chart: Chart
    signals: Sequence[Signal | None]
    targets: Sequence[float | None]  # that held in each month
    marks: Sequence[Mark]

    @cached_property
    def icons(self) -> Icons:
        return icons(self.chart, self.rule_set, self.direction, self.target)

    @property
    def target(self) -> float | None:
        """That of the last month."""
        return self.targets[-1] if self.targets else None

    @property
    def rule_set(self) -> str:
        return rules_of(self.definition)

    @property
    def direction(self) -> Direction:
        return DIRECTIONS.get(self.definition.direction, Direction.NEITHER)

    @property
    def due(self) -> Sequence[Measured | None]:
        """The months without those at the end for which it is too early."""
        return [row for row in self.rows if row is None or row.reason != FOLLOW_UP_RUNS]

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
            return self._never_measured()
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

    def _never_measured(self) -> str:
        until = self.definition.valid.until
        if until is None or until >= today():
            return _("Nothing was measured yet.")
        return _("This edition was in force until %(day)s; nothing was measured by it.") % {"day": date_format(until)}

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
        """Limits tell what comes only where nothing has changed."""
        if self.last is None or self.signals[self.last] is not None:
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
                targets=self.targets,
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


def rules_of(definition: Definition) -> str:
    rules = definition.chart.rules
    return rules if rules in rule_sets() else "anhoej"


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
