"""Questionnaires as data, after FHIR: written in YAML, checked, answered, scored, exchanged as JSON."""

from .answering import Answered, answer, enabled_items
from .checking import check
from .differences import Difference, described, differences
from .exchange import questionnaire_from, questionnaire_json, response_from, response_json
from .items import TYPES, Band, Case, Condition, Decision, Item, Option, Questionnaire, Score, Unit, Words, in_language
from .loading import load
from .results import Result, results
from .sentences import Fault, Faulty, Sentence, Wrong
from .telling import Told, tell
from .values import Shapes

__all__ = [
    "TYPES",
    "Answered",
    "Band",
    "Case",
    "Condition",
    "Decision",
    "Difference",
    "Fault",
    "Faulty",
    "Item",
    "Option",
    "Questionnaire",
    "Result",
    "Score",
    "Sentence",
    "Shapes",
    "Told",
    "Unit",
    "Words",
    "Wrong",
    "answer",
    "check",
    "described",
    "differences",
    "enabled_items",
    "in_language",
    "load",
    "questionnaire_from",
    "questionnaire_json",
    "response_from",
    "response_json",
    "results",
    "tell",
]
