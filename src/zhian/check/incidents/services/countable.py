"""Questions whose answers can be counted: as choices above the figures, and as conditions of the list."""

from django.utils.translation import get_language

from zhian.engines.questionnaires import Questionnaire, in_language
from zhian.engines.questionnaires.telling import YES_NO
from zhian.kernel.moment import today
from zhian.kernel.people.models import Department

from ..codes import Category
from ..models import Edition
from ..models.detail import Countable, is_countable
from .editions import shipped_questionnaire


def countables(hospital: Department | None) -> dict[str, Countable]:
    """Every question that can be counted, by name such as FALL.activity, as the hospital asks it today."""
    own = Edition.objects.filter(hospital=hospital, valid_from__lte=today()).order_by("valid_from", "version")
    asked = {edition.name: edition.questionnaire for edition in own} if hospital else {}
    found = [each for name in Category.values for each in _of(asked.get(name) or shipped_questionnaire(name))]
    return {each.name: each for each in found}


def said(hospital: Department | None, answered: str) -> str:
    """An answer such as FALL.activity.toilet in words; empty where there is no such answer."""
    question, _dot, code = answered.rpartition(".")
    found = countables(hospital).get(question)
    return f"{found.words}: {found.answers[code]}" if found and code in found.answers else ""


def _of(questionnaire: Questionnaire) -> list[Countable]:
    language = get_language() or "zh"
    asked = [
        Countable(
            questionnaire.name,
            item.link_id,
            in_language(item.words, language),
            {option.code: in_language(option.words, language) for option in item.options} or _yes_no(language),
            item.repeats,
        )
        for item in questionnaire.walk()
        if is_countable(item)
    ]
    decided = [
        Countable(
            questionnaire.name,
            decision.name,
            in_language(decision.words, language),
            {case.code: f"{case.code} {in_language(case.words, language)}" for case in decision.cases},
        )
        for decision in questionnaire.decisions
    ]
    return [*decided, *asked]


def _yes_no(language: str) -> dict[str, str]:
    return {code: in_language(YES_NO[value], language) for code, value in (("true", True), ("false", False))}
