"""All components of the pages under one name: `{% load zhian %}`."""

from django import template

from zhian.kernel.web.components import figures, forms, records, signs, speech, tables, times

register = template.Library()
for part in (figures, forms, records, signs, speech, tables, times):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
