"""Cases to test with, as a lawyer would write them."""

from copy import deepcopy
from datetime import date
from typing import Any

from zhian.engines.compensation.assess import award
from zhian.engines.compensation.award import Award
from zhian.engines.compensation.case import Case, read_case
from zhian.engines.compensation.law.registry import instrument

TODAY = date(2026, 11, 1)
CHONGQING_2003: dict[str, Any] = {
    "places": {"act": "重庆"},
    "dates": {"act": "2003-05-01"},
    "accident": {"established": True},
    "responsibility": {"ratio": "1"},
    "income": {"kind": "none"},
    "figures": {"wage": "10950"},  # 30 yuan a day
}
CHONGQING_2024: dict[str, Any] = {
    "places": {"act": "重庆"},
    "dates": {"act": "2023-02-01", "debate_closed": "2024-06-01"},
    "patient": {"age": 40},
    "responsibility": {"ratio": "1"},
    "figures": {"wage": "117446", "food_per_day": "60"},
}


def case(start: dict[str, Any], **parts: Any) -> Case:
    """A case like `start`, but for some parts; a group is laid over the old one, anything else replaces it."""
    document = deepcopy(start)
    for name, part in parts.items():
        before = document.get(name)
        document[name] = before | part if isinstance(part, dict) and isinstance(before, dict) else part
    return read_case(document, today=TODAY)


def under(text: str, start: dict[str, Any], **parts: Any) -> Award:
    """The award under the instrument of that file."""
    return award(instrument(text), case(start, **parts))


def regime_a(**parts: Any) -> Award:
    return under("medical_accident_2002", CHONGQING_2003, **parts)


def regime_b(**parts: Any) -> Award:
    return under("personal_injury_2022", CHONGQING_2024, **parts)


def gross(made: Award, head: str) -> Any:
    return made.line(head).gross
