"""The head of a list's table."""

from collections.abc import Iterator

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

USUAL = '<th scope="col">{}</th>'
FORMS = {  # a word before a title says what kind of column it is; Django takes no filter behind _("…")
    "num": '<th scope="col" class="num">{}</th>',  # of numbers, which stand at their side
    "unseen": '<th scope="col"><span class="visually-hidden">{}</span></th>',  # said to screen readers alone
}


@register.simple_tag
def heads(*titles: str) -> SafeString:
    """One row of titles: `{% heads _("Month") "num" _("Value") "unseen" _("Deeds") %}`."""
    return format_html("<thead><tr>{}</tr></thead>", format_html_join("", "{}", ((cell,) for cell in _cells(titles))))


def _cells(titles: tuple[str, ...]) -> Iterator[SafeString]:
    form = USUAL
    for title in titles:
        if title in FORMS:
            form = FORMS[title]
        else:
            yield format_html(form, title)
            form = USUAL
