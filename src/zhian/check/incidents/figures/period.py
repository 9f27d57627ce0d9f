"""The months that the figures are of."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import today
from zhian.kernel.months import Months, later, month_of, until

MONTH, QUARTER, TWELVE, YEAR, OWN = "month", "quarter", "12", "year", "own"
PERIODS = {
    MONTH: _("this month"),
    QUARTER: _("this quarter"),
    TWELVE: _("last twelve months"),
    YEAR: _("this year"),
    OWN: _("own choice"),
}


def months_of(period: str, since: date | None = None, last: date | None = None) -> Months:
    """The months meant; of an own choice those from `since` to `last`. Raises ValueError where there are none."""
    this = month_of(today())
    if period == OWN:
        return Months(since or later(last or this, -11), last or this)
    count = {MONTH: 1, QUARTER: (this.month - 1) % 3 + 1, YEAR: this.month}.get(period, 12)
    return until(this, count)
