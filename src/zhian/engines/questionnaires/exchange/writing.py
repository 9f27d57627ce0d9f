"""From our questionnaires and answers to FHIR's JSON."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, Literal

from ..answering import enabled_items
from ..items import CHOOSING, Condition, Item, Option, Questionnaire, Unit, Words, in_language
from .names import (
    ANSWER,
    COMPARED,
    CONTROL,
    CONTROLS,
    LEAST,
    LIMIT,
    MOST,
    OPEN,
    OWN,
    R5_TYPES,
    TRANSLATION,
    UCUM,
    UNIT,
    UNIT_OPTION,
    WEIGHT,
)

Json = dict[str, Any]
Release = Literal["R4", "R5"]


def questionnaire_json(questionnaire: Questionnaire, *, url: str, release: Release = "R5") -> Json:
    """The questionnaire as a FHIR resource that is known by this address."""
    return _Writer(questionnaire, url, release).questionnaire()


def response_json(
    questionnaire: Questionnaire, values: Mapping[str, Any], *, url: str, authored: str = "", subject: str = ""
) -> Json:
    """The answers as a FHIR resource, the same in R4 and R5. `authored` is a moment, `subject` a reference."""
    asked = {item.link_id for item in enabled_items(questionnaire, values)}
    return _without_empty(
        {
            "resourceType": "QuestionnaireResponse",
            "questionnaire": f"{url}|{questionnaire.version}",
            "status": "completed",
            "subject": {"reference": subject} if subject else {},
            "authored": authored,
            "item": list(_answered(questionnaire.items, asked, values, url)),
        }
    )


class _Writer:
    """Writes one questionnaire; knows what its items need to know of it."""

    def __init__(self, questionnaire: Questionnaire, url: str, release: Release) -> None:
        self.whole, self.url, self.release = questionnaire, url, release
        self.language = _first(questionnaire.words)
        self.questions = questionnaire.questions()

    def questionnaire(self) -> Json:
        whole = self.whole
        return _without_empty(
            {
                "resourceType": "Questionnaire",
                "language": self.language,
                "url": self.url,
                "version": str(whole.version),
                "name": whole.name,
                **self.words("title", whole.words),
                **self.words("copyright", whole.notice),
                "status": "active",
                "effectivePeriod": _without_empty({"start": whole.valid_from}),
                "extension": list(self.own_extensions()),
                "item": [self.item(item) for item in whole.items],
            }
        )

    def own_extensions(self) -> Iterator[Json]:
        if self.whole.verified:
            yield {"url": f"{OWN}verified", "valueBoolean": True}
        if self.whole.source:
            yield {"url": f"{OWN}source", "valueString": self.whole.source}
        if self.whole.scores or self.whole.decisions:
            told = {
                "scores": [asdict(one) for one in self.whole.scores],
                "decisions": [asdict(one) for one in self.whole.decisions],
            }
            yield {"url": f"{OWN}results", "valueString": json.dumps(told, ensure_ascii=False)}

    def item(self, item: Item) -> Json:
        children = [self.item(child) for child in item.items]
        is_r5 = self.release == "R5"
        initial = [] if item.initial is None else [{ANSWER[item.type]: _plain(item, item.initial, self.url)}]
        return _without_empty(
            {
                "linkId": item.link_id,
                **self.words("text", item.words),
                "type": R5_TYPES.get(item.type, item.type) if is_r5 else item.type,
                "answerConstraint": OPEN if is_r5 and item.type == "open-choice" else "",
                "required": item.required,
                "repeats": item.repeats,
                "maxLength": item.max_length,
                "enableWhen": [self.condition(condition) for condition in item.when],
                "enableBehavior": ("any" if item.is_any else "all") if item.when else "",
                "answerOption": [self.option(option) for option in item.options],
                "initial": initial,
                "extension": list(self.extensions(item)),
                "item": [self.help(item), *children] if item.help else children,
            }
        )

    def help(self, item: Item) -> Json:
        control = {"coding": [{"system": CONTROLS, "code": "help"}]}
        return {
            "linkId": f"{item.link_id}-help",
            **self.words("text", item.help),
            "type": "display",
            "extension": [{"url": CONTROL, "valueCodeableConcept": control}],
        }

    def extensions(self, item: Item) -> Iterator[Json]:
        for address, limit in ((LEAST, item.least), (MOST, item.most)):
            if limit is not None:
                yield {"url": address, LIMIT[item.type]: limit}
        address = UNIT_OPTION if item.type == "quantity" else UNIT
        yield from ({"url": address, "valueCoding": self.unit(unit)} for unit in item.units)
        if item.shape:
            yield {"url": f"{OWN}shape", "valueString": item.shape}
        if item.is_key:
            yield {"url": f"{OWN}key", "valueBoolean": True}

    def option(self, option: Option) -> Json:
        coding = {"system": self.url, "code": option.code, **self.words("display", option.words)}
        if option.weight is not None:
            coding["extension"] = [{"url": WEIGHT[self.release], "valueDecimal": option.weight}]
        return {"valueCoding": coding}

    def unit(self, unit: Unit) -> Json:
        return {"system": UCUM, "code": unit.code, **self.words("display", unit.words)}

    def condition(self, condition: Condition) -> Json:
        asked = self.questions[condition.question]
        told: Any = condition.value
        element = "answerBoolean" if condition.operator == "exists" else COMPARED[asked.type]
        if element == "answerCoding":
            told = {"system": self.url, "code": told}
        if element == "answerQuantity":
            told = {"value": told}
        return {"question": condition.question, "operator": condition.operator, element: told}

    def words(self, element: str, words: Words) -> Json:
        """The text in the language of the resource, and beside it the others as translations."""
        if not words:
            return {}
        first = self.language if self.language in words else _first(words)
        others = [_translation(code, text) for code, text in words.items() if code != first]
        return {element: words[first], **({f"_{element}": {"extension": others}} if others else {})}


def _answered(items: tuple[Item, ...], asked: set[str], values: Mapping[str, Any], url: str) -> Iterator[Json]:
    """Groups hold what is below them; an answered question carries its own follow-ups in its answer."""
    for item in items:
        if item.link_id not in asked:
            continue
        below = list(_answered(item.items, asked, values, url))
        if item.is_question and item.link_id in values:
            yield _answer(item, values[item.link_id], below, url)
        elif below:
            yield {"linkId": item.link_id, "text": in_language(item.words, "zh"), "item": below}


def _answer(item: Item, value: Any, below: list[Json], url: str) -> Json:
    told = value if isinstance(value, list) else [value]
    answers: list[Json] = [_value(item, one, url) for one in told]
    if below:
        answers[0]["item"] = below
    return {"linkId": item.link_id, "text": in_language(item.words, "zh"), "answer": answers}


def _value(item: Item, value: Any, url: str) -> Json:
    if isinstance(value, dict) and "text" in value:
        return {"valueString": value["text"]}
    return {ANSWER[item.type]: _plain(item, value, url)}


def _plain(item: Item, value: Any, url: str) -> Any:
    if item.type in CHOOSING:
        option = item.option(value)
        return {"system": url, "code": value, "display": in_language(option.words, "zh") if option else value}
    if item.type == "quantity":
        unit = next(unit for unit in item.units if unit.code == value["unit"])
        written = in_language(unit.words, "zh")
        return {"value": value["value"], "unit": written, "system": UCUM, "code": unit.code}
    return value


def _translation(code: str, text: str) -> Json:
    parts = [{"url": "lang", "valueCode": code}, {"url": "content", "valueString": text}]
    return {"url": TRANSLATION, "extension": parts}


def _first(words: Words) -> str:
    return "zh" if "zh" in words else next(iter(words), "zh")


def _without_empty(told: Json) -> Json:
    return {key: value for key, value in told.items() if value is not False and value not in (None, "", [], {})}
