"""Deadlines that the law and the house set: rules as dated data, and which of them an event sets running.

    reckon(read({"harm": "death", "medical_error": True, "occurred_at": …}), national(), add_workdays)

Nothing here evaluates code: a rule's condition is data over the named facts of `facts.yaml`.
"""

from .facts import FACTS, Fact, FactsError, read
from .periods import CHINA, Period
from .reckoning import Clock, Reckoning, Undecided, reckon
from .rules import Rule, RulesError, load, national, with_own
from .words import Words

__all__ = [
    "CHINA",
    "FACTS",
    "Clock",
    "Fact",
    "FactsError",
    "Period",
    "Reckoning",
    "Rule",
    "RulesError",
    "Undecided",
    "Words",
    "load",
    "national",
    "read",
    "reckon",
    "with_own",
]
