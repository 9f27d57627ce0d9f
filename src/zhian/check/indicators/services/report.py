"""The month's report for the committee: what each set says, with charts of what changed and the office's words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from zhian.engines.indicators.definition import Definition
from zhian.kernel.audit.acting import deed
from zhian.kernel.moment import now
from zhian.kernel.people.models import Department, User
from zhian.kernel.records.services import require

from ..models import Alert, Measured, Remark, Standing
from .alerts import about, last_watch, reason
from .charts import drawing_of
from .definitions import in_force, name_of, newest_sets
from .saying import NOTHING, month_said, unit_alone, why_none
from .standings import Tile, tiles

CHARTS = 4  # in a chapter: those that changed


@dataclass(frozen=True)
class Chapter:
    """A set in a month: its indicators that have a value, and those whose charts are shown."""

    key: str
    title: str
    remark: str
    tiles: list[Tile]
    charted: list[Tile]
    without: int


def chapters(hospital: Department, month: date) -> list[Chapter]:
    """The sets in which something has a value; each indicator's chart stands once, in the first of its sets."""
    remarks = remarks_of(hospital, month)
    shown = {tile.definition.key: tile for tile in tiles(hospital, in_force(hospital))}
    charted: set[str] = set()
    found = []
    for of in newest_sets(hospital):
        valued = [tile for each in of.definitions if (tile := shown.get(each.key)) and not tile.why]
        if not valued:
            continue
        changed = [tile for tile in valued if tile.group in ("concern", "improvement")]
        drawn = [tile for tile in changed if tile.definition.key not in charted][:CHARTS]
        charted |= {tile.definition.key for tile in drawn}
        found.append(
            Chapter(of.key, of.title, remarks.get(of.key, ""), valued, drawn, len(of.definitions) - len(valued))
        )
    return found


def remarks_of(hospital: Department, month: date) -> dict[str, str]:
    """The office's words by set, "" for the whole."""
    return dict(Remark.objects.filter(hospital=hospital, month=month).values_list("board", "text"))


@deed
def say(hospital: Department, month: date, board: str, text: str, *, actor: User) -> Remark | None:
    """Keep the words of a chapter; nothing takes them away."""
    require(actor, "indicators.comment_report", hospital)
    found = Remark.objects.select_for_update().filter(hospital=hospital, month=month, board=board).first()
    if not text.strip():
        if found:
            found.delete()
        return None
    remark = found or Remark(hospital=hospital, month=month, board=board)
    remark.text, remark.by, remark.at = text.strip(), actor, now()
    remark.full_clean()
    remark.save()
    return remark


def facts_of(hospital: Department, month: date) -> dict[str, Any]:
    """What the report says, plain."""
    watch = last_watch(hospital)
    shown = Alert.objects.filter(Q(is_closed=False) | Q(last__gte=month), hospital=hospital)
    return {
        "month": month_said(month),
        "remark": remarks_of(hospital, month).get("", ""),
        "expected_false": f"{watch.expected_false:.1f}" if watch else "",
        "alerts": [_warned(alert) for alert in shown.select_related("department", "hospital").order_by("chance")],
        "chapters": [_told(chapter, hospital) for chapter in chapters(hospital, month)],
    }


def _warned(alert: Alert) -> dict[str, Any]:
    definition = about(alert)
    drawing = drawing_of(definition, alert.department) if definition else None
    return {
        "number": alert.number,
        "title": alert.title,
        "department": alert.department.name,
        "state": str(alert.state_label),
        "says": reason(alert),
        "picture": {"picture": drawing.svg(), "words": drawing.says} if drawing else "",
    }


def _told(chapter: Chapter, hospital: Department) -> dict[str, Any]:
    return {
        "title": chapter.title,
        "remark": chapter.remark,
        "without": chapter.without,
        "rows": [
            {
                "code": tile.definition.code,
                "name": tile.name,
                "value": f"{tile.value} {tile.unit}".strip(),
                "target": tile.goal or NOTHING,
                "variation": tile.variation.words if tile.variation else "",
                "verdict": tile.verdict[1],
            }
            for tile in chapter.tiles
        ],
        "charts": [_chart(tile, hospital) for tile in chapter.charted],
    }


def _chart(tile: Tile, hospital: Department) -> dict[str, Any]:
    drawing = drawing_of(tile.definition, hospital)
    return {
        "name": tile.name,
        "says": drawing.says,
        "picture": {"picture": drawing.svg(), "words": drawing.says},
    }


def all_values(hospital: Department, places: list[Department]) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """Every value that holds now of these places, for a spreadsheet: its columns and rows."""
    header = [_("Indicator"), _("Code"), _("Edition"), _("Department"), _("Month"), _("Numerator"), _("Denominator")]
    known = {(each.code, each.edition): each for each in in_force(hospital)}
    names = {place.pk: place.name for place in places}
    found = Measured.known().filter(department__in=places, indicator__in={code for code, _edition in known})
    ordered = found.order_by("indicator", "edition", "department", "month").iterator()
    rows = (_in_cells(row, known.get((row.indicator, row.edition)), names[row.department_id]) for row in ordered)
    return [*header, _("Value"), _("Unit"), _("Why there is none")], rows


def _in_cells(row: Measured, definition: Definition | None, place: str) -> tuple[Any, ...]:
    name, unit = (name_of(definition), unit_alone(definition)) if definition else (row.indicator, "")
    why = why_none(row.reason) if row.value is None else ""
    what = (name, row.indicator, row.edition, place, f"{row.month:%Y-%m}")
    return (*what, row.numerator, row.denominator, row.value, unit, why)


def last_month_of(hospital: Department) -> date | None:
    """The last month that was measured."""
    return Standing.objects.filter(department=hospital).order_by("-month").values_list("month", flat=True).first()
