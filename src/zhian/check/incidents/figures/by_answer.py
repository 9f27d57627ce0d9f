"""What was answered to a question of the category, such as what patients were doing when they fell."""

from collections.abc import Callable

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from zhian.kernel.web.charts import Bar

from ..models.detail import Countable
from .chart import Chart, nothing
from .counting import share

Behind = Callable[..., str]


def answers(facts: QuerySet, asked: Countable, behind: Behind) -> Chart:
    """How often each answer was given; answers of an older edition come last, by their codes."""
    of_category = facts.filter(category=asked.category)
    answered = of_category.filter(details__category=asked.category, details__question=asked.question)
    found = dict(answered.order_by().values_list("details__answer").annotate(count=Count("*")))
    words = {**asked.answers, **{code: code for code in sorted(found) if code not in asked.answers}}
    bars = [
        Bar(label, found[code], behind(category=asked.category, answered=f"{asked.name}.{code}"))
        for code, label in words.items()
        if code in found
    ]
    told = answered.values("pk").distinct().count()
    note = _("Several answers can be given to it.") if asked.repeats else ""
    return Chart(asked.words, _said(bars, told, of_category.count()), bars, told, note=note)


def _said(bars: list[Bar], told: int, reported: int) -> str:
    if not told:
        return nothing()
    top = max(bars, key=lambda bar: bar.value)
    return _("Most: %(label)s, %(count)s (%(share)s %%). Answered for %(told)s of %(reported)s events.") % {
        "label": top.label,
        "count": top.words,
        "share": round(share(top.value, told) or 0),
        "told": told,
        "reported": reported,
    }
