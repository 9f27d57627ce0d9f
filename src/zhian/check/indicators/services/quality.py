"""How far the numbers behind an indicator can be trusted: months without a value and why, and what came late."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..models import Measured
from .drawing import Drawing
from .saying import month_said, said, why_none


@dataclass(frozen=True)
class Quality:
    """Of the months on the chart: how many have a value, why others have none, which were corrected later."""

    months: int
    present: int
    reasons: Sequence[tuple[str, int]]
    corrected: Sequence[str]

    @property
    def percent(self) -> int:
        return 100 * self.present // self.months if self.months else 0


def quality_of(drawing: Drawing, department: object) -> Quality:
    rows = drawing.due
    missing = Counter(row.reason if row else "no_facts" for row in rows if row is None or row.value is None)
    superseded = Measured.objects.filter(
        department=department,  # type: ignore[misc]
        indicator=drawing.definition.code,
        edition=drawing.definition.edition,
        month__in=list(drawing.months),
    ).exclude(superseded_at=None)
    now_known = dict(zip(drawing.months, drawing.rows, strict=True))
    corrected = []
    for row in superseded.order_by("-month", "-measured_at")[:6]:
        current = now_known.get(row.month)
        corrected.append(
            f"{month_said(row.month)}: {said(drawing.definition, row.value)} → "
            f"{said(drawing.definition, current.value if current else None)}"
        )
    present = sum(1 for row in rows if row and row.value is not None)
    return Quality(len(rows), present, [(why_none(key), n) for key, n in missing.most_common()], corrected)
