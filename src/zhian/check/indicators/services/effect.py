"""Whether a repair shows on the chart: what it was before, and what it has been since the chart was split."""

import numpy as np
from django.utils.translation import gettext as _

from ..models import Rebase
from .drawing import Drawing
from .saying import month_said, months_said, said

ENOUGH = 4  # months after the repair before anything is said of it


def effect_said(drawing: Drawing, rebase: Rebase | None) -> str:
    """Before and after in a sentence; without a split what would have to be done to see it."""
    if rebase is None or rebase.month not in drawing.months:
        return _("The chart is not split yet. Split it in the month of the repair: then it shows before and after.")
    place = drawing.months.index(rebase.month)
    value = drawing.chart.value
    after = value[place:][~np.isnan(value[place:])]
    before = drawing.chart.centre[place - 1] if place else np.nan
    since = drawing.chart.centre[-1]
    told = {
        "month": month_said(rebase.month),
        "before": said(drawing.definition, float(before)),
        "after": said(drawing.definition, float(since)),
        "n": months_said(len(after)),
    }
    if len(after) < ENOUGH:
        return _("Split at %(month)s. With %(n)s since then it is too early to say.") % told
    better = _is_better(drawing, float(before), float(since))
    if better is None:
        return _("Before %(month)s it was %(before)s, since then %(after)s (%(n)s).") % told
    if better:
        return _("It shows: before %(month)s it was %(before)s, since then %(after)s (%(n)s).") % told
    return _("It does not show: before %(month)s it was %(before)s, since then %(after)s (%(n)s).") % told


def _is_better(drawing: Drawing, before: float, after: float) -> bool | None:
    """The old limits are left for the better side by the new centre line; None where no side is better."""
    sign = {"higher": 1, "lower": -1}.get(drawing.definition.direction)
    return None if sign is None else sign * (after - before) > 0
