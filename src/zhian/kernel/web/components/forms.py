"""What forms and filters are shown with."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from secrets import token_urlsafe

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhian.kernel.web.forms import MonthField
from zhian.kernel.web.once import FIELD

register = template.Library()


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
    if isinstance(value, date):
        return f"{value:%Y-%m}" if isinstance(field.field, MonthField) else str(value)
    chosen = {str(each) for each in value} if isinstance(value, list) else {str(getattr(value, "pk", value))}
    return "、".join(str(label) for key, label in getattr(field.field, "choices", ()) if str(key) in chosen)


@register.simple_tag
def wrong_fields(form: BaseForm) -> list[tuple[str, str, str]]:
    """What is wrong with a form: (id of the field or empty, its label, the sentence)."""
    general = (("", "", str(sentence)) for sentence in form.non_field_errors())
    return list(chain(general, *(_wrong_of(field) for field in form if field.errors)))


def _wrong_of(field: BoundField) -> Iterator[tuple[str, str, str]]:
    target = f"{field.id_for_label or field.auto_id}"
    return ((target, str(field.label), str(sentence)) for sentence in field.errors)


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether the field is one box to tick, whose label stands after it."""
    return isinstance(field.field.widget, CheckboxInput)
