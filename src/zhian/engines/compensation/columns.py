"""Apply an instrument to columns of cases."""

from functools import cache

import numpy as np

from . import figures
from .assess import ready
from .facts import MOST_DEPENDANTS
from .formula.columns import Columns
from .law import Instrument

_columns = cache(Columns)


def assess_columns(law: Instrument, cases: dict, dependants: dict | None = None, *, places: list[str], **answers):
    """Columns `gross`, `owed` (by head) and `total`, in fen, for columns of facts in the units of `facts.py`.

    `cases["place"]` is an index into `places`; `dependants["case"]` the row of its case, in ascending order.
    """
    formula, count = ready(law, **answers).formula, len(cases["place"])
    given = {}
    for name in formula.asks:
        kind, _, field = name.rpartition(".")
        if kind == "figure":
            given[name] = figures.column(field, places, cases["place"], cases[law.figures_of] - 1)
        elif kind:
            given[name] = dependants[field] if dependants else np.empty(0, np.int64)
        else:
            given[name] = cases[name if name in cases else name.partition(":")[0]]
    rows = dependants["case"] if dependants else np.empty(0, np.int64)
    if len(rows) and np.any(rows[1:] < rows[:-1]):
        raise ValueError("dependants: sort the rows by case")
    held = np.bincount(rows, minlength=count)
    if len(held) > count or held.max(initial=0) > MOST_DEPENDANTS:
        raise ValueError(f"dependants: a row without its case, or more than {MOST_DEPENDANTS} for one case")
    starts = np.concatenate(([0], np.cumsum(held)))
    *heads, total = _columns(formula).run(given, count, {"dependants": starts})
    names = [head.name for head in law.heads]
    half = len(names)
    return dict(zip(names, heads[:half], strict=True)), dict(zip(names, heads[half:], strict=True)), total
