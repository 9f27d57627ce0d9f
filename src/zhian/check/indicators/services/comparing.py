"""Beside whom a value stands: departments side by side, the own past, national values with their source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.translation import gettext as _

from zhian.engines.indicators.definition import Definition, Target
from zhian.engines.spc.funnel import Funnel, proportions
from zhian.kernel.months import later
from zhian.kernel.people.models import Department

from ..models import Measured, Standing
from .aims import target_in
from .definitions import CHECKED, in_words
from .drawing import Drawing
from .saying import fraction, said, short
from .standings import spark

YEAR = 12
WIDE, HIGH = 420, 240  # the funnel's picture
EDGE = 50


@dataclass(frozen=True)
class Peer:
    """A department of the hospital: its last twelve months together, and how they went."""

    department: Department
    numerator: float
    denominator: float
    value: float | None
    said: str
    path: str
    tone: str = ""  # bad or good where it lies beyond what chance explains
    words: str = ""
    share: float = 0  # of the largest, in per cent


@dataclass(frozen=True)
class Reference:
    """A value to be compared with, where it comes from, and whether that was checked."""

    label: str
    value: float | None
    said: str
    source: str = ""
    is_verified: bool = True
    is_ours: bool = False
    share: float = 0


@dataclass(frozen=True)
class Dot:
    """A department in the funnel."""

    x: float
    y: float
    label: str
    is_out: bool


@dataclass(frozen=True)
class FunnelPicture:
    """Departments by size and value, with the limits of 95 and 99.8 per cent of chance."""

    dots: Sequence[Dot]
    centre: float
    paths: dict[str, str]
    marks: Sequence[tuple[float, str]]
    words: str


def peers(definition: Definition, departments: Sequence[Department], last: date) -> list[Peer]:
    """The departments that have values, the worst first where a side is better."""
    since = later(last, 1 - YEAR)
    found: dict[int, list[Measured]] = {}
    rows = Measured.known().filter(
        department__in=departments, indicator=definition.code, edition=definition.edition,
        month__gte=since, month__lte=last,
    )  # fmt: skip
    for row in rows:
        found.setdefault(row.department_id, []).append(row)
    series = {
        each.department_id: each.series
        for each in Standing.objects.filter(
            department__in=departments, indicator=definition.code, edition=definition.edition
        )
    }
    told = [
        _peer(definition, place, found[place.pk], series.get(place.pk, []))
        for place in departments
        if place.pk in found
    ]
    return _ordered(definition, _judged(definition, [peer for peer in told if peer.value is not None]))


def _peer(definition: Definition, place: Department, rows: list[Measured], series: list) -> Peer:
    counted = [row for row in rows if row.numerator is not None and row.denominator is not None]
    above, below = sum(row.numerator or 0 for row in counted), sum(row.denominator or 0 for row in counted)
    values = [row.value for row in rows if row.value is not None]
    if _is_counted(definition):
        value = above / below * definition.unit.factor if below else None
    else:
        value = float(np.mean(values)) if values else None
    return Peer(place, above, below, value, said(definition, value), spark(series))


def _is_counted(definition: Definition) -> bool:
    return definition.type in ("ratio", "rate", "composite")


def _judged(definition: Definition, told: list[Peer]) -> list[Peer]:
    """Beyond the widened limits of 99.8 per cent a department differs from the others, and not by chance."""
    drawn = funnel_of(definition, told)
    largest = max((peer.value or 0 for peer in told), default=0) or 1
    tones: dict[int, str] = {}
    if drawn:
        shown, funnel = drawn
        lower, upper = funnel.widened[99.8]
        for place, peer in enumerate(shown):
            if funnel.value[place] > upper[place]:
                tones[peer.department.pk] = {"lower": "bad", "higher": "good"}.get(definition.direction, "odd")
            elif funnel.value[place] < lower[place]:
                tones[peer.department.pk] = {"lower": "good", "higher": "bad"}.get(definition.direction, "odd")
    words = {
        "bad": _("worse than chance explains"),
        "good": _("better than chance explains"),
        "odd": _("unlike the others"),
    }
    return [
        Peer(
            peer.department, peer.numerator, peer.denominator, peer.value, peer.said, peer.path,
            tones.get(peer.department.pk, ""), words.get(tones.get(peer.department.pk, ""), ""),
            round(100 * (peer.value or 0) / largest, 1),
        )
        for peer in told
    ]  # fmt: skip


def funnel_of(definition: Definition, told: Sequence[Peer]) -> tuple[list[Peer], Funnel] | None:
    """For shares of cases with at least three departments; else there is no funnel."""
    shown = [peer for peer in told if peer.denominator > 0 and peer.numerator <= peer.denominator]
    if definition.type != "ratio" or len(shown) < 3 or not sum(peer.numerator for peer in shown):
        return None
    return shown, proportions([peer.numerator for peer in shown], [peer.denominator for peer in shown])


def _ordered(definition: Definition, told: list[Peer]) -> list[Peer]:
    sign = -1 if definition.direction == "lower" else 1
    return sorted(told, key=lambda peer: (peer.value is None, sign * (peer.value or 0), peer.department.code))


def funnel_picture(definition: Definition, told: Sequence[Peer]) -> FunnelPicture | None:
    drawn = funnel_of(definition, told)
    if drawn is None:
        return None
    shown, funnel = drawn
    order = np.argsort([peer.denominator for peer in shown])
    sizes = np.array([shown[place].denominator for place in order])
    lines = {
        name: edge[order] for name, edge in zip(
            ("wide-low", "wide-high", "narrow-low", "narrow-high"),
            (*funnel.widened[99.8], *funnel.widened[95]), strict=True,
        )
    }  # fmt: skip
    top = max(float(funnel.value.max()), *(float(edge.max()) for edge in lines.values())) or 1
    reach = float(sizes.max())

    def x(size: float) -> float:
        return round(EDGE + (WIDE - EDGE - 10) * size / reach, 1)

    def y(value: float) -> float:
        return round(HIGH - 24 - (HIGH - 36) * value / top, 1)

    out = funnel.outside(99.8)
    dots = [
        Dot(x(peer.denominator), y(float(funnel.value[place])), _dot_said(peer), bool(out[place]))
        for place, peer in enumerate(shown)
    ]
    paths = {
        name: "M" + "L".join(f"{x(size)} {y(float(value))}" for size, value in zip(sizes, edge, strict=True))
        for name, edge in lines.items()
    }
    marks = [(y(top * part), short(definition, top * part * definition.unit.factor)) for part in (0, 0.5, 1)]
    outside = [peer.department.name for place, peer in enumerate(shown) if out[place]]
    words = (
        _("Unlike the others beyond chance: %(names)s.") % {"names": "、".join(outside)}
        if outside
        else _("The departments differ no more than chance and the usual spread explain.")
    )
    return FunnelPicture(dots, y(funnel.target), paths, marks, words)


def _dot_said(peer: Peer) -> str:
    return f"{peer.department.name} {peer.said} ({fraction(peer.numerator, peer.denominator)})"


def references(definition: Definition, drawing: Drawing) -> list[Reference]:
    """The own last and earlier twelve months, the target, and what others published."""
    year = _together(definition, drawing, 0)
    before = _together(definition, drawing, YEAR)
    told = [
        Reference(_("last 12 months"), year, said(definition, year), is_ours=True),
        Reference(_("the 12 months before"), before, said(definition, before)),
    ]
    target = target_in(definition, drawing.months[-1] if drawing.months else None)
    if target is not None:
        told.append(_of_target(definition, target))
    for each in definition.benchmarks:
        label = f"{in_words(each.of)} {each.period}".strip()
        told.append(
            Reference(
                label, each.value, said(definition, each.value), each.source, each.verified in CHECKED,
            )
        )  # fmt: skip
    largest = max((each.value or 0 for each in told), default=0) or 1
    return [
        Reference(
            each.label, each.value, each.said, each.source, each.is_verified, each.is_ours,
            round(100 * (each.value or 0) / largest, 1),
        )
        for each in told
    ]  # fmt: skip


def _of_target(definition: Definition, chosen: Target) -> Reference:
    value = float(chosen.value)
    names = {"national": _("national target"), "local": _("our own target"), "peer": _("target by peers")}
    return Reference(
        names.get(chosen.basis, _("target")), value, said(definition, value), chosen.source, chosen.verified in CHECKED
    )


def _together(definition: Definition, drawing: Drawing, ago: int) -> float | None:
    """Twelve months as one: events over cases where they are counted, else the mean of the months."""
    end = len(drawing.rows) - ago
    rows = [row for row in drawing.rows[max(0, end - YEAR) : max(end, 0)] if row and row.value is not None]
    if not rows:
        return None
    if _is_counted(definition):
        below = sum(row.denominator or 0 for row in rows)
        return sum(row.numerator or 0 for row in rows) / below * definition.unit.factor if below else None
    return float(np.mean([row.value for row in rows]))
