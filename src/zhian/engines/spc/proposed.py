"""Which chart suits the data: proposed with the reason, for a person to take or to leave."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from .points import Points

MANY = 1000  # behind a point: beyond it chance alone is so narrow that everything looks special
RARE = 1  # events in a typical period, below which most periods show none


class Measure(StrEnum):
    """What is measured."""

    PROPORTION = "proportion"  # events over cases, each case at most once
    RATE = "rate"  # events over days or other exposure
    COUNT = "count"  # events alone, with the same chances each period
    VALUE = "value"  # one measurement a period
    SUBGROUPS = "subgroups"  # several measurements a period


@dataclass(frozen=True)
class Proposal:
    """The kind of chart, and why in both languages."""

    kind: str
    zh: str
    en: str


PROPOSALS = {
    "g": Proposal(
        "g", "多数月份不到1例，改看两例之间相隔多少例", "most periods have no event: count the cases between events"
    ),
    "t": Proposal(
        "t", "多数月份不到1例，改看两例之间相隔多久", "most periods have no event: measure the time between events"
    ),
    "p": Proposal("p", "比例，分母适中", "a proportion with moderate denominators"),
    "pp": Proposal(
        "pp", "比例，分母很大，普通界限会处处报警", "a proportion with so large denominators that plain limits cry wolf"
    ),
    "u": Proposal("u", "按床日等计的率", "a rate by days of exposure"),
    "up": Proposal("up", "率，事件很多，普通界限会处处报警", "a rate with so many events that plain limits cry wolf"),
    "c": Proposal("c", "每期机会相同的例数", "counts with the same chances each period"),
    "i": Proposal("i", "每期一个数值", "one value a period"),
    "xbar": Proposal(
        "xbar", "每期多个测量值，与标准差图同看", "several values a period, to be read beside their standard deviations"
    ),
}


def proposed(measure: Measure, points: Points) -> Proposal:
    """The chart for such data. `points.value` is events over `points.size` where there is a denominator."""
    return PROPOSALS[_kind(measure, points)]


def _kind(measure: Measure, points: Points) -> str:
    if measure is Measure.VALUE:
        return "i"
    if measure is Measure.SUBGROUPS:
        return "xbar"
    events, size = points.value * points.size, points.size
    if np.isnan(events).all():
        return {Measure.PROPORTION: "p", Measure.RATE: "u"}.get(measure, "c")
    if np.nanmedian(events) < RARE:
        return "g" if measure is Measure.PROPORTION else "t"
    if measure is Measure.COUNT:
        return "c"
    if measure is Measure.PROPORTION:
        return "pp" if np.nanmedian(size) > MANY else "p"
    return "up" if np.nanmedian(events) > MANY else "u"
