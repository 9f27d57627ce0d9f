"""Charts of what happened and how bad it was."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from zhian.kernel.web.charts import Bar

from ..codes import Category, Harm
from .chart import Chart, most, nothing
from .counting import Tally, share

MOST_BARS = 12
FOUR_FIFTHS = 80  # per cent: Pareto's few that make up most

Behind = Callable[..., str]


def categories(tally: Tally, behind: Behind) -> Chart:
    """The categories, the most frequent first, with what they make up together."""
    found = tally.by("category")
    bars = [Bar(str(label), found[key], behind(category=key)) for key, label in Category.choices if found[key]]
    bars.sort(key=lambda bar: -bar.value)
    return Chart(_("By category"), _said_of_few(bars, tally.total), bars[:MOST_BARS], tally.total)


def harm(tally: Tally, behind: Behind) -> Chart:
    """How much harm was done."""
    found = tally.by("harm")
    bars = [Bar(str(label), found[key], behind(harm=key)) for key, label in Harm.choices if found[key]]
    return Chart(_("By harm"), most(bars, tally.total), bars, tally.total)


def _said_of_few(bars: list[Bar], total: int) -> str:
    """How many categories make up four fifths."""
    if not total:
        return nothing()
    reached, few = 0.0, []
    for bar in bars:
        few.append(bar.label)
        reached += bar.value
        if (share(reached, total) or 0) >= FOUR_FIFTHS:
            break
    return _("%(few)s of %(all)s categories make up %(share)s %% of all: %(names)s.") % {
        "few": len(few),
        "all": len(bars),
        "share": round(share(reached, total) or 0),
        "names": "、".join(few[:5]) + ("…" if len(few) > 5 else ""),
    }
