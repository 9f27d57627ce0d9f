"""Charts of where it happened and who told of it; there small numbers are hidden, for they could point at a person."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _

from zhian.engines.disclosure import Cell, hide_small, hide_small_in_row
from zhian.kernel.records.models import Authorship
from zhian.kernel.web.charts import Bar, Row

from ..codes import Reporter
from .chart import Chart, most, nothing
from .counting import Tally, share

MOST_BARS = 12
MOST_ROWS = 12
WAYS = (Authorship.NAMED, Authorship.SEALED, Authorship.ANONYMOUS)

Behind = Callable[..., str]
Names = Mapping[int, str]


def departments(tally: Tally, names: Names, behind: Behind) -> Chart:
    """The departments, those that tell most first."""
    found = tally.by("department")
    bars = [Bar(names[key], count, behind(department=key)) for key, count in found.most_common(MOST_BARS)]
    note = _("%(n)s more departments are not shown.") % {"n": len(found) - MOST_BARS} if len(found) > MOST_BARS else ""
    return Chart(_("By department"), most(bars, tally.total), bars, tally.total, note=note)


def ways(tally: Tally, names: Names, behind: Behind, k: int) -> Chart:
    """How the reporters of each department are known. With several departments also the sum of all others."""
    found, sums = tally.by("department", "way"), tally.by("department")
    shown = [key for key, _count in sums.most_common(MOST_ROWS)]
    lines = [(names[key], key, [found[key, way] for way in WAYS]) for key in shown]
    rest = Counter({way: tally.by("way")[way] - sum(found[key, way] for key in shown) for way in WAYS})
    if rest.total():
        lines.append((_("all others"), 0, [rest[way] for way in WAYS]))
    cells = hide_small([counts for _name, _key, counts in lines], k)
    rows = [
        Row(name, [*_opening(line, key, behind, k), Bar("", sum(counts), behind(department=key) if key else "")])
        for (name, key, counts), line in zip(lines, cells, strict=True)
    ]
    columns = [*(str(way.label) for way in WAYS), _("All")]
    return Chart(_("Ways of reporting"), _said_of_ways(tally, k), rows, tally.total, columns, _note(cells, k))


def _opening(line: Sequence[Cell], key: int, behind: Behind, k: int) -> list[Bar]:
    """The cells of a department; what is hidden or none opens no list."""
    return [
        Bar("", cell.value or 0, behind(department=key, way=way) if key and cell.value else "", said=_words(cell, k))
        for way, cell in zip(WAYS, line, strict=True)
    ]


def reporters(tally: Tally, behind: Behind, k: int) -> Chart:
    """As what those reported who gave their name."""
    found = tally.by("reporter")
    counts = [found[key] for key in Reporter]
    cells = hide_small_in_row(counts, k)
    bars = [
        Bar(str(key.label), cell.value or 0, behind(reporter=key) if cell.value else "", said=_words(cell, k))
        for key, cell in zip(Reporter, cells, strict=True)
    ]
    return Chart(_("Who reports by name"), most(bars, sum(counts)), bars, sum(counts), note=_note([cells], k))


def _words(cell: Cell, k: int) -> str:
    return f"{cell.value}" if cell.is_shown else f"<{k}" if cell.is_small else "*"


def _said_of_ways(tally: Tally, k: int) -> str:
    if not tally.total:
        return nothing()
    unnamed = tally.total - tally.by("way")[Authorship.NAMED]
    if 0 < unnamed < k:
        return _("Nearly all reporters gave their name.")
    return _("%(share)s %% of the reporters did not give their name to the department.") % {
        "share": round(share(unnamed, tally.total) or 0)
    }


def _note(cells: Sequence[Sequence[Cell]], k: int) -> str:
    """What the hidden ones mean, where there are any."""
    hidden = [cell for row in cells for cell in row if not cell.is_shown]
    if not hidden:
        return ""
    small = _("Numbers below %(k)s are hidden, so that nobody can be told from them.") % {"k": k}
    if all(cell.is_small for cell in hidden):
        return small
    return small + " " + _("* is hidden too, or they could be worked out from it.")
