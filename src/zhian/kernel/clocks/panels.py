"""At the side of a record: its statutory deadlines, and what must be answered before more can be said."""

from typing import Any

from zhian.engines.clocks import FACTS
from zhian.kernel.records.models import Record
from zhian.kernel.web.panels import Panel, register
from zhian.kernel.web.requests import Request

from .following import reckoned
from .models import State, said
from .words import line


def clocks_of(record: Record, request: Request) -> dict[str, Any] | None:
    """Those that run or were met, by when they are due; questions only for who may answer them."""
    specific = record.specific()
    if specific.clock_facts() is None:
        return None
    clocks = record.clocks.exclude(state=State.LAPSED).select_related("met_by", "noted_by", "evidence")
    lines = [line(clock) for clock in clocks]
    may_answer = request.user.has_perm("clocks.answer", record)
    missing = _missing(specific) if may_answer and not record.is_closed else []
    if not lines and not may_answer:
        return None
    return {
        "lines": lines,
        "missing": missing,
        "number": record.number,
        "may_answer": may_answer,
        "may_tick": request.user.has_perm("clocks.tick", record),
    }


def _missing(record: Record) -> list[str]:
    found = reckoned(record)
    names = found.missing if found else ()
    return [said(FACTS[name].label._asdict()) for name in names if FACTS[name].is_asked]


register(Panel("clocks/panel.html", clocks_of, order=10))
