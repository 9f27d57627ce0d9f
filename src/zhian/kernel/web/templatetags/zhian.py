"""The components of the pages as template tags: signs, people, dates, charts, forms."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from itertools import chain
from secrets import token_urlsafe
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput
from django.templatetags.static import static
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst, get_text_list
from django.utils.timezone import localtime
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhian.engines.workflow import FILE, Workflow
from zhian.kernel.moment import now
from zhian.kernel.people.models import Role
from zhian.kernel.records.models import Link, Record, Turn
from zhian.kernel.records.services import Offer
from zhian.kernel.web import charts, dates, path
from zhian.kernel.web.once import FIELD

register = template.Library()

# status of a page that could not be shown: (icon, heading)
TROUBLES = {
    400: ("alert-triangle", gettext_lazy("This request was not understood")),
    403: ("lock", gettext_lazy("You may not open this")),
    404: ("search", gettext_lazy("There is nothing at this address")),
    409: ("lock", gettext_lazy("This cannot be done now")),
    500: ("server-off", gettext_lazy("Something broke on our side")),
    503: ("clock-pause", gettext_lazy("Not ready at the moment")),
}
# tone: (class, icon)
TONES = {
    "waiting": ("", "circle-dashed"),
    "going": (" is-going", "progress"),
    "check": (" is-warn", "eye-check"),
    "late": (" is-bad", "alarm"),
    "done": (" is-good", "circle-check"),
    "quiet": ("", "circle-minus"),
}
# level of a message: (class, icon)
NOTES = {
    "info": ("", "info-circle"),
    "success": ("is-good", "circle-check"),
    "warning": ("is-warn", "alert-triangle"),
    "error": ("is-bad", "alert-circle"),
}
FILES = {
    "application/pdf": "file-type-pdf",
    "application/zip": "file-type-zip",
    "application/msword": "file-type-doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "file-type-docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "file-type-xls",
}


@cache
def _sprite() -> str:
    return static("web/vendor/sprite.svg")


# Signs


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite; the word beside it says what it means."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#i-{}"/></svg>', _sprite(), name)


@register.simple_tag
def tick() -> SafeString:
    """The sign that shows in what has been chosen."""
    return format_html('<svg class="icon tick" aria-hidden="true"><use href="{}#i-circle-check"/></svg>', _sprite())


@register.simple_tag
def state(tone: str, word: str) -> SafeString:
    """A state as colour, icon and word."""
    shade, sign = TONES.get(tone, TONES["quiet"])
    return format_html('<span class="state{}">{}{}</span>', shade, icon(sign), word)


@register.simple_tag
def tone_icon(tone: str) -> SafeString:
    """Only the icon of a tone, where the word stands beside it anyway."""
    return icon(TONES.get(tone, TONES["quiet"])[1])


@register.simple_tag
def grade(level: int | None, word: str) -> SafeString:
    """A grade of severity by weight of its frame: 1 filled, 2 and 3 outlined, 4 or none dashed."""
    return format_html('<span class="grade g{}">{}</span>', level or 4, word)


@register.simple_tag
def due(deadline: date | None, done: bool = False) -> SafeString:
    """A deadline: how late or how long is left in words, the exact time behind them; when done, only the day."""
    if not deadline:
        return mark_safe('<span class="faint">—</span>')
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
        return mark_safe("—")
    return format_html(
        '<time class="when" datetime="{}" title="{}">{}</time>',
        _local(moment).isoformat(),
        _exactly(moment),
        dates.short_moment(moment, now()),
    )


@register.simple_tag
def face(name: str) -> SafeString:
    """A person's first character in a circle; the name stands beside it."""
    return format_html('<span class="face" aria-hidden="true">{}</span>', (name or "?")[:1])


@register.simple_tag
def person(name: str, role: str = "") -> SafeString:
    """A person by name and, where it helps, by role."""
    return format_html('<span class="person">{}<span>{}{}</span></span>', face(name), f"{role} " if role else "", name)


@register.filter
def trouble(status: int) -> tuple[str, str]:
    """The icon and the heading of an error page."""
    return TROUBLES.get(status, TROUBLES[500])


@register.filter
def file_icon(media_type: str) -> str:
    """The icon for a kind of file."""
    if media_type.startswith("image/"):
        return "photo"
    return FILES.get(media_type, "file")


@register.filter
def note_class(level: str) -> str:
    """How a note of this level looks."""
    return NOTES.get(level, NOTES["info"])[0]


@register.filter
def note_icon(level: str) -> str:
    """Which icon a note of this level has."""
    return NOTES.get(level, NOTES["info"])[1]


@register.simple_block_tag
def note(content: str, level: str = "info") -> SafeString:
    """A coloured note with its icon around a sentence or two."""
    shade, sign = NOTES[level]
    return format_html('<div class="note {}">{}<div>{}</div></div>', shade, icon(sign), content)


@register.inclusion_tag("web/parts/clock.html")
def clock(name: str, deadline: datetime, began: datetime | None = None, why: str = "") -> dict:
    """A deadline as a meter: how much of its time is gone, how much is left, and where the deadline comes from."""
    said = dates.due(deadline, now())
    return {"name": name, "due": said, "why": why, "deadline": deadline, "gone": dates.gone(began, deadline, now())}


# Dates

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


# Languages


@register.simple_tag
def language_name(code: str) -> str:
    """A language in its own words."""
    return str(get_language_info(code)["name_local"])


@register.simple_tag
def script_words() -> SafeString:
    """The sentences that the scripts say, in the reader's language."""
    return json_script(
        {
            "sending": _("Sending …"),
            "slow": _("This takes longer than usual. You may press again: it will not be filed twice."),
            "offline": _("There is no connection. Your words are kept in this browser; send again when it is back."),
            "restored": _("Your draft of %(when)s has been put back."),
            "discard": _("Discard the draft"),
            "kept": _("Draft kept in this browser"),
            "people": _("People to mention"),
            "copied": _("Copied"),
            "keyRefused": _("The security key was not accepted, or the time ran out. Try again, or take another way."),
            "language": get_language(),
        },
        "words",
    )


# Records


@register.filter
def first_open(offers: Sequence[Offer]) -> Offer | None:
    """The step that this person can take first: its button is the main one."""
    return next((offer for offer in offers if offer.is_open), None)


@register.filter
def not_open(offers: Sequence[Offer]) -> list[Offer]:
    """The steps that are refused, each with its reason."""
    return [offer for offer in offers if not offer.is_open]


@register.filter
def whose(turns: Iterable[Turn]) -> str:
    """Whose turn it is: people by name, duties by role."""
    names = (str(turn.person) if turn.person else str(Role(turn.role).label) for turn in turns)
    return get_text_list(list(names), _("and"))


@register.filter
def kind_title(record: Record) -> str:
    """What kind of record it is, in words."""
    return capfirst(record.model._meta.verbose_name)


@register.filter
def is_late(record: Record) -> bool:
    """Whether an open record is past its deadline."""
    return not record.is_closed and record.due_at is not None and record.due_at < now()


@register.simple_tag
def related(link: Link, record: Record) -> Record:
    """The other end of a link, seen from this record."""
    return link.record if link.other_id == record.pk else link.other


@register.simple_tag
def file_label(workflow: Workflow) -> str:
    """What it is called to file such a record."""
    return workflow.steps[FILE].label


@register.simple_tag
def asked(record: Record) -> str:
    """What is asked of whoever's turn it is: the step that leads on."""
    step = path.step_onwards(record.model.workflow, record.state)
    return step.label if step else ""


@register.inclusion_tag("web/parts/path.html")
def step_path(workflow: Workflow, state: str, moves: Iterable) -> dict:
    """Where a record has been, stands and goes. Moves are its transitions, oldest first."""
    return {"stations": path.stations(workflow, state, [(move.before, move.after, move.at) for move in moves])}


# My work

PILES = {"late": "alarm", "today": "hourglass-high", "later": "calendar"}


@register.filter
def pile_icon(name: str) -> str:
    """The icon of overdue, due today, later."""
    return PILES[name]


@register.simple_tag
def count_of(piles: Iterable) -> int:
    """How much waits altogether."""
    return sum(pile.count for pile in piles)


@register.simple_tag
def said_first(pile: Any) -> str:
    """How urgent the most urgent of a pile is, in words."""
    first = pile.records[0].due_at
    return dates.due(first, now()).words if first else ""


# Lists


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """The page's address with some of its questions changed; an empty value takes one away."""
    asked = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            asked.pop(name, None)
        else:
            asked[name] = str(value)
    return f"?{asked.urlencode()}"


@register.simple_tag
def shown_pages(page: Page) -> Iterable:
    """The page numbers worth a link, with an ellipsis for the rest."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


# Charts


@register.inclusion_tag("web/parts/bars.html")
def bar_chart(rows: Sequence[charts.Bar], caption: str, head: str = "", unit: str = "") -> dict:
    """Lying bars with the table behind them."""
    return {"chart": charts.bars(rows), "rows": rows, "caption": caption, "head": head, "unit": unit}


@register.inclusion_tag("web/parts/columns.html")
def column_chart(rows: Sequence[charts.Bar], caption: str, head: str = "", unit: str = "") -> dict:
    """Standing columns with the table behind them."""
    return {"chart": charts.columns(rows), "rows": rows, "caption": caption, "head": head, "unit": unit}


# Forms


@register.simple_tag
def once() -> SafeString:
    """The key under which a form is carried out only once, however often it is sent."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, token_urlsafe(16))


@register.simple_tag
def said_filter(form: BaseForm, field: BoundField) -> str:
    """What a filter is set to, in words; empty where it is not set."""
    value = getattr(form, "cleaned_data", {}).get(field.name)
    if not value:
        return ""
    if value is True:
        return _("yes")
    chosen = {str(each) for each in value} if isinstance(value, list) else {str(getattr(value, "pk", value))}
    return "、".join(str(label) for key, label in field.field.choices if str(key) in chosen)



@register.simple_tag
def wrong_fields(form: BaseForm) -> list[tuple[str, str, str]]:
    """What is wrong with a form: (id of the field or empty, its label, the sentence)."""
    general = (("", "", sentence) for sentence in form.non_field_errors())
    return list(chain(general, *(_wrong_of(field) for field in form if field.errors)))


def _wrong_of(field: BoundField) -> Iterable[tuple[str, str, str]]:
    target = f"{field.id_for_label or field.auto_id}"
    return ((target, str(field.label), sentence) for sentence in field.errors)


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether the field is one box to tick, whose label stands after it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def bare_drawing(svg: str) -> SafeString:
    """An SVG document as it may stand inside a page: without its XML declaration. Only for drawings of our own making."""
    return mark_safe(svg[svg.index("<svg") :])
