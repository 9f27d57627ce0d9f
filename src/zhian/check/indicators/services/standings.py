"""How indicators stand: worked out after each run for every department, and read by boards, scorecards and the API."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhian.engines.indicators.definition import Definition
from zhian.engines.spc.icons import Assurance, Variation
from zhian.kernel.modules import Words
from zhian.kernel.moment import now
from zhian.kernel.people.models import Department

from ..models import Mark, Measured, Rebase, Standing
from .charts import draw, drawing_of
from .definitions import editions_of, name_of
from .drawing import Drawing
from .saying import short, target_said, unit_said, why_none

SPARK = 24  # months in a sparkline
TOGETHER = 500  # rows written at once

VARIATIONS: dict[str, tuple[str, str, Words]] = {  # variation → tone, picture, words
    "common_cause": ("", "wave", _("Usual ups and downs")),
    "improvement_high": ("good", "up", _("Improving: higher")),
    "improvement_low": ("good", "down", _("Improving: lower")),
    "concern_high": ("bad", "up", _("Getting worse: higher")),
    "concern_low": ("bad", "down", _("Getting worse: lower")),
    "neither_high": ("", "up", _("Changed: higher")),
    "neither_low": ("", "down", _("Changed: lower")),
}
ASSURANCES: dict[str, tuple[str, str, Words]] = {
    "consistent_pass": ("good", "pass", _("Will meet the target")),
    "consistent_fail": ("bad", "fail", _("Will miss the target unless the process changes")),
    "inconsistent": ("", "chance", _("Meets the target by chance")),
}
MEANINGS: dict[str, Words] = {  # what an icon tells, and what follows from it
    "common_cause": _("Nothing but chance. Ask whether the level is good enough, not why this month is up or down."),
    "improvement_high": _("Higher than it was, and not by chance. Find out what helped, and keep it."),
    "improvement_low": _("Lower than it was, and not by chance. Find out what helped, and keep it."),
    "concern_high": _("Higher than it was, and not by chance. Look for the cause since the month in which it began."),
    "concern_low": _("Lower than it was, and not by chance. Look for the cause since the month in which it began."),
    "neither_high": _("Higher than it was, and not by chance; neither side is better."),
    "neither_low": _("Lower than it was, and not by chance; neither side is better."),
    "consistent_pass": _("Even the worst month meets the target."),
    "consistent_fail": _("Even the best month misses the target. Urging does not help; the process has to change."),
    "inconsistent": _("Chance decides from month to month. A target that was met once is not yet reached."),
}
ROWS = ("improvement", "common", "concern")  # of the matrix
COLUMNS = ("consistent_pass", "inconsistent", "consistent_fail", "")
GROUPS = {"common_cause": "common", "neither_high": "common", "neither_low": "common"}


@dataclass(frozen=True)
class Sign:
    """One of the two icons: its tone, its picture, and what it means."""

    tone: str
    picture: str
    words: str


@dataclass(frozen=True)
class Tile:
    """An indicator as boards show it."""

    definition: Definition
    standing: Standing | None

    @property
    def name(self) -> str:
        return name_of(self.definition)

    @property
    def value(self) -> str:
        return short(self.definition, self.standing.value if self.standing else None)

    @property
    def unit(self) -> str:
        """A unit that is a word, written small beside the value."""
        return unit_said(self.definition)

    @property
    def why(self) -> str:
        """Why there is no value; empty where there is one."""
        if self.standing and self.standing.value is not None:
            return ""
        return why_none(self.standing.reason if self.standing else "")

    @property
    def goal(self) -> str:
        return target_said(self.definition, self.standing.target if self.standing else None)

    @property
    def variation(self) -> Sign | None:
        return sign(VARIATIONS, self.standing.variation if self.standing else "")

    @property
    def assurance(self) -> Sign | None:
        return sign(ASSURANCES, self.standing.assurance if self.standing else "")

    @property
    def group(self) -> str:
        """The row of the matrix: improvement, common or concern; empty without a chart."""
        if not self.standing or not self.standing.variation:
            return ""
        return GROUPS.get(self.standing.variation, self.standing.variation.partition("_")[0])

    @property
    def verdict(self) -> tuple[str, str]:
        """Tone and word at the foot of the tile."""
        if self.standing is None or self.standing.value is None:
            return "quiet", str(_("no value"))
        if self.group == "concern":
            return "late", str(_("getting worse"))
        if self.standing.meets is None:
            return "quiet", str(_("watched"))
        if self.standing.meets:
            return "done", str(_("target met"))
        return "check", str(_("missed, improving") if self.group == "improvement" else _("target missed"))

    @property
    def spark(self) -> str:
        """The path of the sparkline, in a box of 200 by 34."""
        return spark(self.standing.series if self.standing else [])

    @property
    def spark_goal(self) -> float | None:
        """The height of the target in the same box."""
        if not self.standing or self.standing.target is None:
            return None
        low, high = _reach(self.standing.series)
        if low is None or high is None or not low <= self.standing.target <= high:
            return None
        return round(_height(self.standing.target, low, high), 1)


def sign(known: Mapping[str, tuple[str, str, Words]], key: str) -> Sign | None:
    if key not in known:
        return None
    tone, picture, words = known[key]
    return Sign(tone, picture, str(words))


def _reach(series: list) -> tuple[float, float] | tuple[None, None]:
    there = [value for value in series if value is not None]
    return (min(there), max(there)) if there else (None, None)


def _height(value: float, low: float, high: float) -> float:
    return 31 - 28 * (value - low) / (high - low) if high > low else 17


def spark(series: list) -> str:
    """Months without a value are left open."""
    low, high = _reach(series)
    if low is None or high is None:
        return ""
    path, pen = [], "M"
    for place, value in enumerate(series):
        if value is None:
            pen = "M"
            continue
        path.append(f"{pen}{2 + 196 * place / max(len(series) - 1, 1):.1f} {_height(value, low, high):.1f}")
        pen = "L"
    return "".join(path)


def work_out(
    departments: Iterable[Department], definitions: Iterable[Definition], month: date
) -> list[tuple[Department, Drawing]]:
    """Say anew how these indicators stand in these departments; returns the charts that were made."""
    made: list[tuple[Department, Drawing]] = []
    definitions = list(definitions)
    for department in departments:
        rows = _values(department)
        marks, rebases = _by_indicator(Mark, department), _by_indicator(Rebase, department, withdrawn_at=None)
        found = []
        for definition in definitions:
            values = rows.get((definition.code, definition.edition))
            if values:
                code = definition.code
                drawing = draw(definition, values, marks=marks.get(code, []), rebases=rebases.get(code, []))
                made.append((department, drawing))
                found.append(_standing(department, drawing, month))
        _keep(department, found)
    return made


def stand_anew(department: Department, indicator: str) -> None:
    """The same for one indicator of one department, after somebody changed its chart."""
    for definition in editions_of(department.hospital, indicator):
        drawing = drawing_of(definition, department)
        if drawing.months:
            Standing.objects.filter(department=department, indicator=indicator, edition=definition.edition).delete()
            _standing(department, drawing, drawing.months[-1]).save()


def _values(department: Department) -> dict[tuple[str, str], dict[date, Measured]]:
    found: dict[tuple[str, str], dict[date, Measured]] = {}
    for row in Measured.known().filter(department=department):
        found.setdefault((row.indicator, row.edition), {})[row.month] = row
    return found


def _by_indicator(model: type, department: Department, **told: object) -> dict[str, list]:
    found: dict[str, list] = {}
    for row in model.objects.filter(department=department, **told):  # type: ignore[attr-defined]
        found.setdefault(row.indicator, []).append(row)
    return found


def _standing(department: Department, drawing: Drawing, month: date) -> Standing:
    """The last month that is due tells whether there is a value; the icons speak of the last one that has one."""
    due = drawing.due
    last = due[-1] if due else None
    has_chart = drawing.last is not None
    variation: Variation | str = drawing.icons.variation if has_chart else ""
    assurance: Assurance | str | None = drawing.icons.assurance if has_chart else ""
    shown = drawing.chart.value[-SPARK:]
    return Standing(
        department=department,
        indicator=drawing.definition.code,
        edition=drawing.definition.edition,
        month=drawing.months[len(due) - 1] if due else month,
        value=last.value if last else None,
        numerator=last.numerator if last else None,
        denominator=last.denominator if last else None,
        reason=last.reason if last else "no_facts",
        variation=str(variation),
        assurance=str(assurance or ""),
        target=drawing.target,
        meets=drawing.meets if last and last.value is not None else None,
        series=[None if np.isnan(value) else round(float(value), 4) for value in shown],
        measured_at=now(),
    )


@transaction.atomic
def _keep(department: Department, found: list[Standing]) -> None:
    Standing.objects.filter(department=department).delete()
    Standing.objects.bulk_create(found, batch_size=TOGETHER)


def tiles(department: Department, definitions: Iterable[Definition]) -> list[Tile]:
    """How these indicators stand in a department, in one query."""
    known = {(each.indicator, each.edition): each for each in Standing.objects.filter(department=department)}
    return [Tile(each, known.get((each.code, each.edition))) for each in definitions]


@dataclass(frozen=True)
class Cell:
    """How many indicators are in one field of the matrix."""

    row: str
    column: str
    count: int

    @property
    def tone(self) -> str:
        if not self.count:
            return "none"
        if self.row == "concern" or self.column == "consistent_fail":
            return "bad"
        return "good" if self.row == "improvement" or self.column == "consistent_pass" else ""


def matrix(shown: Iterable[Tile]) -> list[list[Cell]]:
    """Variation against assurance: rows improvement, common, concern; the last column is without a target."""
    counts: dict[tuple[str, str], int] = {}
    for tile in shown:
        if tile.group and tile.standing:
            key = (tile.group, tile.standing.assurance)
            counts[key] = counts.get(key, 0) + 1
    return [[Cell(row, column, counts.get((row, column), 0)) for column in COLUMNS] for row in ROWS]
