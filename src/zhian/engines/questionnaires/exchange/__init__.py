"""Questionnaires and answers as FHIR resources (R4 or R5), for other programs.

What FHIR has no element for stands in extensions: its own where it has them (translation, ordinalValue, minValue,
maxValue, questionnaire-unit, questionnaire-unitOption), else ours, which other programs may ignore.
"""

from .reading import questionnaire_from, response_from
from .writing import questionnaire_json, response_json

__all__ = ["questionnaire_from", "questionnaire_json", "response_from", "response_json"]
