"""The head of a list's table."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


class Figure(str):
    """The title of a column of numbers, which stands at their side."""


class Unseen(str):
    """A title for those who hear the page; what stands in the column speaks for itself to those who see it."""


FORMS = {
    Figure: '<th scope="col" class="num">{}</th>',
    Unseen: '<th scope="col"><span class="visually-hidden">{}</span></th>',
}
USUAL = '<th scope="col">{}</th>'


@register.simple_tag
def heads(*titles: str) -> SafeString:
    """One row of titles: `{% heads _("Month") _("Value")|figure _("Deeds")|unseen %}`."""
    cells = format_html_join("", "{}", ((format_html(FORMS.get(type(title), USUAL), str(title)),) for title in titles))
    return format_html("<thead><tr>{}</tr></thead>", cells)


@register.filter
def figure(title: object) -> Figure:
    """Of a column of numbers."""
    return Figure(title)


@register.filter
def unseen(title: object) -> Unseen:
    """Said to screen readers alone."""
    return Unseen(title)
