"""Small signs: never colour alone, each has an icon and a word."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhian.kernel.modules import Words

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


@register.simple_tag
@cache
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
def unverified(word: str | None = None) -> SafeString:
    """The mark of what nobody has compared with its source. An engine says it in `word`: empty where somebody has."""
    if word == "":
        return SafeString()
    why = _("Nobody has compared this with its source yet.")
    return format_html('<span class="check-me" title="{}">{}</span>', why, word or _("to be verified"))


@register.simple_tag
def face(name: str) -> SafeString:
    """A person's first character in a circle; the name stands beside it."""
    return format_html('<span class="face" aria-hidden="true">{}</span>', (name or "?")[:1])


@register.simple_tag
def person(name: str, role: str = "") -> SafeString:
    """A person by name and, where it helps, by role."""
    return format_html('<span class="person">{}<span>{}{}</span></span>', face(name), f"{role} " if role else "", name)


@register.filter
def trouble(status: int) -> tuple[str, Words]:
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


@register.filter
def bare_drawing(svg: str) -> SafeString:
    """An SVG drawing of our own making as it may stand inside a page: without its XML declaration."""
    return mark_safe(svg[svg.index("<svg") :])  # noqa: S308, drawn by ourselves
