"""Dates, deadlines and clocks as the pages show them."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from zhian.kernel.moment import now
from zhian.kernel.web import dates

from .signs import icon

register = template.Library()


@register.simple_tag
def due(deadline: date | None, done: bool = False) -> SafeString:
    """A deadline: how late or how long is left in words, the exact time behind them; when done, only the day."""
    if not deadline:
        return format_html('<span class="faint">{}</span>', "—")
    said = dates.Due(dates.short_day(deadline), "done") if done else dates.due(deadline, now())
    return format_html(
        '<span class="due{}">{}<time datetime="{}" title="{}">{}</time></span>',
        f" is-{said.tone}" if said.tone else "",
        icon(said.icon),
        _local(deadline).isoformat(),
        _exactly(deadline),
        said.words,
    )


@register.simple_tag
def when(moment: datetime | None) -> SafeString:
    """A moment in the past, as short as it can be said, the exact time behind it."""
    if not moment:
        return format_html("{}", "—")
    return format_html(
        '<time class="when" datetime="{}" title="{}">{}</time>',
        _local(moment).isoformat(),
        _exactly(moment),
        dates.short_moment(moment, now()),
    )


@register.inclusion_tag("web/parts/clock.html")
def clock(name: str, deadline: datetime, began: datetime | None = None, why: str = "") -> dict:
    """A deadline as a meter: how much of its time is gone, how much is left, and where the deadline comes from."""
    said = dates.due(deadline, now())
    return {"name": name, "due": said, "why": why, "deadline": deadline, "gone": dates.gone(began, deadline, now())}


register.filter("day", dates.day)
register.filter("short_day", dates.short_day)
register.filter("weekday", dates.weekday)
register.filter("moment", dates.moment)


@register.filter
def short_when(moment: datetime) -> str:
    """A moment as short as it can be said."""
    return dates.short_moment(moment, now())


@register.simple_tag
def printed_at() -> str:
    """The moment that paper shows."""
    return dates.moment(now())


@register.simple_tag
def today() -> str:
    """The day with its weekday."""
    return dates.weekday(now())


def _local(value: date) -> date:
    return localtime(value) if isinstance(value, datetime) else value


def _exactly(value: date) -> str:
    return dates.moment(value) if isinstance(value, datetime) else dates.day(value)
