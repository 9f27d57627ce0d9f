"""From FHIR's JSON (R4 or R5) to our questionnaires and answers; what cannot be said here is refused, not guessed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..answering import Answered, answer
from ..checking import check
from ..items import Band, Case, Condition, Decision, Item, Option, Questionnaire, Score, Unit, Words
from ..sentences import Fault, Faulty
from ..sentences import sentence as _
from ..values import Shapes
from .names import CONTROL, LEAST, MOST, OPEN, OWN, TRANSLATION, UNIT, UNIT_OPTION, WEIGHT

Json = Mapping[str, Any]
DEEPEST = 40


def questionnaire_from(told: Json) -> Questionnaire:
    """The questionnaire in a FHIR resource, checked; raises Faulty."""
    _require(told, "Questionnaire")
    try:
        found = _Reader(told).questionnaire()
        faults = check(found)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        raise Faulty([Fault(_("This is not a FHIR Questionnaire as it is known here."))]) from None
    if faults:
        raise Faulty(faults)
    return found


def response_from(questionnaire: Questionnaire, told: Json, *, shapes: Shapes | None = None) -> Answered:
    """The answers in a FHIR resource, read like any others; raises Faulty where it is no such resource."""
    _require(told, "QuestionnaireResponse")
    questions = questionnaire.questions()
    values: dict[str, Any] = {}
    try:
        for link_id, answers in _answers(told.get("item", []), 0):
            item = questions.get(link_id)
            found = [_as_told(item, one) for one in answers]
            values[link_id] = found if item and item.repeats else found[0]
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        raise Faulty([Fault(_("This is not a FHIR QuestionnaireResponse as it is known here."))]) from None
    return answer(questionnaire, values, shapes=shapes)


class _Reader:
    """Reads one questionnaire; knows its language."""

    def __init__(self, told: Json) -> None:
        self.told = told
        self.language = _get(told, "language", str, "zh")

    def questionnaire(self) -> Questionnaire:
        told = self.told
        found = json.loads(_own(told, "results") or '{"scores": [], "decisions": []}')
        return Questionnaire(
            name=_get(told, "name", str, ""),
            version=int(told["version"]),
            words=self.words(told, "title"),
            items=tuple(self.item(item, 0) for item in told.get("item", [])),
            scores=tuple(_score(score) for score in found["scores"]),
            decisions=tuple(_decision(decision) for decision in found["decisions"]),
            valid_from=_get(_get(told, "effectivePeriod", dict, {}), "start", str, ""),
            source=_own(told, "source") or "",
            verified=bool(_own(told, "verified")),
            notice=self.words(told, "copyright"),
        )

    def item(self, told: Json, depth: int) -> Item:
        if depth > DEEPEST:
            raise ValueError(depth)
        below = told.get("item", [])
        helps = [child for child in below if _is_help(child)]
        kind = _type(told)
        return Item(
            link_id=_get(told, "linkId", str, ""),
            type=kind,
            words=self.words(told, "text"),
            help=self.words(helps[0], "text") if helps else {},
            required=_get(told, "required", bool, False),
            repeats=_get(told, "repeats", bool, False),
            options=tuple(self.option(option["valueCoding"]) for option in told.get("answerOption", [])),
            units=tuple(self.unit(one["valueCoding"]) for one in _extensions(told, UNIT, UNIT_OPTION)),
            when=tuple(_condition(condition) for condition in told.get("enableWhen", [])),
            is_any=told.get("enableBehavior") == "any",
            initial=next((_value(one) for one in told.get("initial", [])), None),
            least=next((_value(one) for one in _extensions(told, LEAST)), None),
            most=next((_value(one) for one in _extensions(told, MOST)), None),
            max_length=_get(told, "maxLength", int, None),
            shape=_own(told, "shape") or "",
            is_key=bool(_own(told, "key")),
            items=tuple(self.item(child, depth + 1) for child in below if not _is_help(child)),
        )

    def option(self, coding: Json) -> Option:
        weight = next((one["valueDecimal"] for one in _extensions(coding, *WEIGHT.values())), None)
        return Option(_get(coding, "code", str, ""), self.words(coding, "display"), weight)

    def unit(self, coding: Json) -> Unit:
        return Unit(_get(coding, "code", str, ""), self.words(coding, "display"))

    def words(self, told: Json, element: str) -> Words:
        if element not in told:
            return {}
        found = {self.language: _get(told, element, str, "")}
        for translation in _extensions(told.get(f"_{element}", {}), TRANSLATION):
            parts = {part["url"]: part for part in translation["extension"]}
            found[_get(parts["lang"], "valueCode", str, "")] = _get(parts["content"], "valueString", str, "")
        return found


def _type(told: Json) -> str:
    """R5 calls a choice a coding; where R4 says question, there is nothing to answer with."""
    if told["type"] == "coding":
        return "open-choice" if told.get("answerConstraint") == OPEN else "choice"
    return str(told["type"])


def _condition(told: Json) -> Condition:
    value = next(value for element, value in told.items() if element.startswith("answer"))
    return Condition(_get(told, "question", str, ""), _get(told, "operator", str, ""), _code_or_number(value))


def _code_or_number(value: Any) -> Any:
    found = value.get("code", value.get("value")) if isinstance(value, Mapping) else value
    if not isinstance(found, bool | int | float | str):
        raise TypeError(found)
    return found


def _get(told: Json, key: str, kind: type, otherwise: Any) -> Any:
    """What stands there, if it is of the right kind; raises TypeError."""
    found = told.get(key, otherwise)
    if found is not otherwise and not isinstance(found, kind):
        raise TypeError(key)
    return found


def _answers(items: Iterable[Json], depth: int) -> Iterator[tuple[str, list[Json]]]:
    if depth > DEEPEST:
        raise ValueError(depth)
    for item in items:
        if answers := item.get("answer"):
            yield item["linkId"], answers
            for one in answers:
                yield from _answers(one.get("item", []), depth + 1)
        yield from _answers(item.get("item", []), depth + 1)


def _as_told(item: Item | None, told: Json) -> Any:
    """One answer as `answer` reads it. A string may answer a choice too: then it is in the person's own words."""
    element, value = next((element, value) for element, value in told.items() if element.startswith("value"))
    if element == "valueQuantity":
        return {"value": value["value"], "unit": value["code"]}
    if element == "valueString" and item and item.type == "open-choice":
        return {"text": value}
    return value["code"] if element == "valueCoding" else value


def _value(told: Json) -> Any:
    return _code_or_number(next(value for element, value in told.items() if element.startswith("value")))


def _extensions(told: Json, *addresses: str) -> Iterator[Json]:
    return (one for one in told.get("extension", []) if one["url"] in addresses)


def _own(told: Json, name: str) -> Any:
    return next((_value(one) for one in _extensions(told, f"{OWN}{name}")), None)


def _is_help(told: Json) -> bool:
    controls = (one["valueCodeableConcept"] for one in _extensions(told, CONTROL))
    return any(coding.get("code") == "help" for control in controls for coding in control.get("coding", []))


def _score(told: Json) -> Score:
    bands = tuple(Band(**band) for band in told["bands"])
    return Score(**{**told, "of": tuple(told["of"]), "bands": bands})


def _decision(told: Json) -> Decision:
    cases = (
        Case(case["code"], case["words"], tuple(Condition(**condition) for condition in case["when"]))
        for case in told["cases"]
    )
    return Decision(told["name"], told["words"], tuple(cases))


def _require(told: Any, kind: str) -> None:
    if not isinstance(told, Mapping) or told.get("resourceType") != kind:
        raise Faulty([Fault(_("This is no FHIR %(kind)s.", kind=kind))])
