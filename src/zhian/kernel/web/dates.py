"""Days and deadlines as people say them, in the reader's language."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from django.utils.formats import date_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NEAR = timedelta(hours=12)
COUNTED = timedelta(days=7)  # further away than this, the day itself says more than a number of days


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline in words: tone is late, near, done or empty."""

    words: str
    tone: str = ""

    @property
    def icon(self) -> str:
        return {"late": "alarm", "done": "check"}.get(self.tone, "clock")


def day(value: date | None) -> str:
    """20 November 2026."""
    return date_format(_local(value), _("j F Y")) if value else ""


def short_day(value: date | None) -> str:
    """20 November; the year is not said."""
    return date_format(_local(value), _("j F")) if value else ""


def weekday(value: date | None) -> str:
    """Friday, 20 November 2026."""
    return date_format(_local(value), _("l, j F Y")) if value else ""


def moment(value: datetime | None) -> str:
    """20 November 2026, 14:32."""
    return date_format(_local(value), _("j F Y, H:i")) if value else ""


def short_moment(value: datetime, at: datetime) -> str:
    """Today 14:32, 19 November 16:05, or with the year when it is another year's."""
    said, today = _local(value), _local(at)
    if said.date() == today.date():
        return _("today %(time)s") % {"time": date_format(said, "H:i")}
    return date_format(said, _("j F, H:i") if said.year == today.year else _("j F Y, H:i"))


def due(deadline: date, at: datetime) -> Due:
    """How long is left at that moment, or how long it has been late."""
    end = deadline if isinstance(deadline, datetime) else _end_of(deadline, at)
    left = end - at
    if left < timedelta(0):
        return Due(_late(-left), "late")
    if left <= NEAR or _local(end).date() == _local(at).date():
        return Due(_left(left), "near")
    if left <= COUNTED:
        return Due(_left(left))
    return Due(short_day(end) if _local(end).year == _local(at).year else day(end))


def gone(began: datetime | None, deadline: datetime, at: datetime) -> int:
    """How many per cent of the time allowed have passed: 0 to 100."""
    if not began or deadline <= began:
        return 100 if at >= deadline else 0
    return max(0, min(100, round(100 * (at - began) / (deadline - began))))


def _late(by: timedelta) -> str:
    if by.days:
        return ngettext("%(n)d day late", "%(n)d days late", by.days) % {"n": by.days}
    hours = by.seconds // 3600
    if hours:
        return ngettext("%(n)d hour late", "%(n)d hours late", hours) % {"n": hours}
    minutes = max(1, by.seconds // 60)
    return ngettext("%(n)d minute late", "%(n)d minutes late", minutes) % {"n": minutes}


def _left(left: timedelta) -> str:
    if left >= timedelta(days=1):
        return ngettext("%(n)d day left", "%(n)d days left", left.days) % {"n": left.days}
    hours = int(left.total_seconds() // 3600)
    if hours:
        return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}
    minutes = max(1, ceil(left.total_seconds() / 60))
    return ngettext("%(n)d minute left", "%(n)d minutes left", minutes) % {"n": minutes}


def _local(value):
    return localtime(value) if isinstance(value, datetime) and is_aware(value) else value


def _end_of(last: date, at: datetime) -> datetime:
    """A day as a deadline lasts until midnight, in the reader's zone."""
    here = _local(at)
    return here.replace(
        year=last.year, month=last.month, day=last.day, hour=0, minute=0, second=0, microsecond=0
    ) + timedelta(days=1)
