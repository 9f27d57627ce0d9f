"""How a deadline stands, in words: how long is left, how late it is, or how long it took."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhian.kernel.moment import now
from zhian.kernel.web import dates

from .models import Clock, State

TWO_DAYS = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Line:
    """A clock as pages show it: `tone` is late, near, done or empty; `gone` the share of its time, in per cent."""

    clock: Clock
    words: str
    tone: str
    gone: int

    @property
    def until(self) -> str:
        return until(self.clock)


def line(clock: Clock) -> Line:
    """The clock as it stands now."""
    gone = dates.gone(clock.starts_at, clock.due_at, clock.met_at or now())
    if clock.state == State.SET_ASIDE:
        return Line(clock, _("does not apply"), "", 0)
    if clock.state == State.LAPSED:
        return Line(clock, _("no longer applies"), "", 0)
    if clock.met_at:
        took = _long(clock.met_at - clock.starts_at)
        said = _("late, after %(time)s") if clock.is_late else _("in time, after %(time)s")
        return Line(clock, said % {"time": took}, "late" if clock.is_late else "done", gone)
    if clock.period.unit == "at_once" and not clock.is_late:
        return Line(clock, _("now"), "near", gone)
    due = dates.due(clock.due_at, now())
    return Line(clock, due.words, due.tone, gone)


def until(clock: Clock) -> str:
    """The moment by which it is due; the end of a day as Chinese offices say it, 24:00."""
    due = localtime(clock.due_at)
    if clock.period.unit in ("days", "working_days"):
        return _("by %(day)s, 24:00") % {"day": dates.day(due)}
    return _("by %(moment)s") % {"moment": dates.moment(due)}


def _long(time: timedelta) -> str:
    """How long it took."""
    if time >= TWO_DAYS:
        return ngettext("%(n)s day", "%(n)s days", time.days) % {"n": time.days}
    if time >= timedelta(hours=1):
        hours = round(time.total_seconds() / 3600, 1)
        return ngettext("%(n)s hour", "%(n)s hours", 1 if hours == 1 else 2) % {"n": f"{hours:g}"}
    minutes = int(time.total_seconds() // 60)
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
