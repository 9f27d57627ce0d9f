"""What the statutory deadlines of an incident are reckoned from.

The category says what is taken for granted until somebody answers otherwise: a device event concerns a device, a fall
concerns none. What stands nowhere is asked, where it matters.
"""

from datetime import datetime
from typing import Any

from ..codes import Category, Harm, Kind

UNLIKELY = {  # what an incident is not, as long as nobody says so
    "device": False,
    "drug_reaction": False,
    "infection": False,
    "notifiable_disease": "none",
    "health_emergency": False,
    "waste_lost": False,
    "rescue_unrecorded": False,
    "complaint": False,
    "major_dispute": False,
    "settlement": "none",
}
ASKED = None
BY_CATEGORY: dict[str, dict[str, Any]] = {
    Category.DEV: {"device": True},
    Category.ADR: {"drug_reaction": True},
    Category.HAI: {"infection": True, "notifiable_disease": ASKED, "health_emergency": ASKED},
    Category.WAST: {"waste_lost": True},
    Category.CARR: {"rescue_unrecorded": ASKED},
}
HARMLESS = {"medical_error": False, "accident_level": "none", "quality_event": "none", "people_harmed": 0}


def clock_facts(
    *, category: str, event_kind: str, harm: str, grade: int | None, occurred_at: datetime, reported_at: datetime
) -> dict[str, Any]:
    """The facts by their names in `engines/clocks`; None for what is not known."""
    has_harmed = harm not in (Harm.NONE, Harm.LOW) and event_kind not in (Kind.NEAR_MISS, Kind.GOOD_CARE)
    return {
        **UNLIKELY,
        **BY_CATEGORY.get(category, {}),
        **({} if has_harmed else HARMLESS),
        "event_kind": event_kind,
        "harm": None if harm == Harm.UNKNOWN else harm,
        "grade": grade,
        "occurred_at": occurred_at,
        "reported_at": reported_at,
    }
