"""Charts of what happened and how bad it was."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from zhian.engines.spc.pareto import pareto
from zhian.kernel.web.charts import Bar

from ..codes import Category, Harm
from .chart import Chart, most, nothing
from .counting import Tally

MOST_BARS = 12

Behind = Callable[..., str]


def categories(tally: Tally, behind: Behind) -> Chart:
    """The categories, the most frequent first, with what they make up together."""
    found = tally.by("category")
    bars = [Bar(str(label), found[key], behind(category=key)) for key, label in Category.choices if found[key]]
    bars.sort(key=lambda bar: -bar.value)
    return Chart(_("By category"), _said_of_few(bars), bars[:MOST_BARS], tally.total)


def harm(tally: Tally, behind: Behind) -> Chart:
    """How much harm was done."""
    found = tally.by("harm")
    bars = [Bar(str(label), found[key], behind(harm=key)) for key, label in Harm.choices if found[key]]
    return Chart(_("By harm"), most(bars, tally.total), bars, tally.total)


def _said_of_few(bars: list[Bar]) -> str:
    """How many categories make up four fifths."""
    few = [bar for bar in pareto({bar.label: int(bar.value) for bar in bars}) if bar.vital]
    if not few:
        return nothing()
    return _("%(few)s of %(all)s categories make up %(share)s %% of all: %(names)s.") % {
        "few": len(few),
        "all": len(bars),
        "share": round(few[-1].cumulative * 100),
        "names": "、".join(bar.name for bar in few[:5]) + ("…" if len(few) > 5 else ""),
    }
