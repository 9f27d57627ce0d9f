"""When it happened: hours of the day against days of the week."""

from collections.abc import Callable

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from zhian.kernel.web.charts import Bar, Row

from .chart import Chart, nothing
from .counting import Tally, share

HOURS = range(24)
DAYS = range(1, 8)
NIGHT = frozenset([*range(22, 24), *range(6)])

Behind = Callable[..., str]


def heat(tally: Tally, behind: Behind) -> Chart:
    """A row for each hour and a column for each day of the week."""
    found = tally.by("weekday", "hour")  # an anonymous report tells only the part of the day: it has no cell
    rows = [
        Row(
            f"{hour:02}:00",
            [
                Bar("", found[day, hour], behind(weekday=day, hour=hour), said=str(found[day, hour] or ""))
                for day in DAYS
            ],
        )
        for hour in HOURS
    ]
    columns = [str(WEEKDAYS_ABBR[day - 1]) for day in DAYS]
    return Chart(_("By hour and weekday"), _said(tally), rows, tally.total, columns)


def _said(tally: Tally) -> str:
    """The busiest hour of the day, and the share of the night, which is eight hours of twenty-four."""
    by_hour = tally.by("hour")
    by_hour.pop(None, None)
    if not by_hour:
        return nothing()
    hour, count = max(by_hour.items(), key=lambda found: found[1])
    night = sum(by_hour[each] for each in NIGHT)
    return _("Most between %(from)s and %(to)s: %(count)s. %(share)s %% happened at night, from 22:00 to 6:00.") % {
        "from": f"{hour}:00",
        "to": f"{hour + 1}:00",
        "count": count,
        "share": round(share(night, by_hour.total()) or 0),
    }
