"""What stands on the page of an incident beside its facts: each part registers its own."""

from . import analysis, answers, authorship, fairness, letters, sheets, similar, triage

__all__ = [
    "analysis",
    "answers",
    "authorship",
    "fairness",
    "letters",
    "sheets",
    "similar",
    "triage",
]
