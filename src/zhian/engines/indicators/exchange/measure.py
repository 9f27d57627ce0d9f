"""A definition as a FHIR Measure, and a Measure as a definition.

The populations stand in FHIR's own places, with our expressions as criteria; the whole document goes along as an
extension, so that a definition comes back as it was. Another program's Measure, whose criteria are in CQL, becomes one
whose months are typed in: what it counts is kept in words.
"""

import json
from collections.abc import Iterator
from typing import Any

from ..definition import Definition
from ..document import DefinitionError, read, written
from .resource import DEFINITION, EXPRESSION, OURS, Resource, Unreadable, Version, address, checked, code_of, concept

SCORING = {  # by our type; FHIR has four words, R5 a fifth
    "mean": "continuous-variable",
    "weighted_mean": "continuous-variable",
    "median": "continuous-variable",
    "rate": "ratio",
    "staffing": "ratio",
    "observed_expected": "ratio",
    "count": "cohort",
    "count_distinct": "cohort",
    "ratio": "proportion",
    "cohort": "proportion",
}
TYPES = {"proportion": "ratio", "ratio": "rate", "continuous-variable": "mean", "cohort": "count", "composite": "ratio"}
NOTATION = {"higher": "increase", "lower": "decrease"}
POPULATION = "measure-population"


def write(definition: Definition, version: Version = "R5") -> Resource:
    """The Measure of a definition, valid in that version of FHIR."""
    told: Resource = {
        "resourceType": "Measure",
        "extension": [{"url": DEFINITION, "valueString": written(definition)}],
        "url": address(definition.code),
        "identifier": [{"system": f"{OURS}indicator", "value": definition.code}],
        "version": definition.edition,
        "name": "".join(each if each.isascii() and each.isalnum() else "_" for each in definition.code),
        "title": definition.names.get("zh") or definition.code,
        "status": "retired" if definition.valid.superseded_by else "active",
        "scoring": concept("measure-scoring", _scoring(definition, version)),
        "group": [_group(definition, version)],
    }
    if definition.direction in NOTATION:
        told["improvementNotation"] = concept("measure-improvement-notation", NOTATION[definition.direction])
    period = {"start": definition.valid.since, "end": definition.valid.until}
    if any(period.values()):
        told["effectivePeriod"] = {name: each.isoformat() for name, each in period.items() if each}
    if definition.source.title:
        told["relatedArtifact"] = [{"type": "derived-from", **_cited(definition.source.title, version)}]
    return checked(told, version)


def load(resource: Resource, version: Version = "R5") -> Definition:
    """The definition that a Measure describes. Raises Unreadable."""
    checked(resource, version)
    ours = next((each for each in resource.get("extension", []) if each.get("url") == DEFINITION), None)
    try:
        return read(ours["valueString"]) if ours else _typed_in(resource)
    except DefinitionError as error:
        faults = [(fault.field, fault.said_in("en")) for fault in error.faults]
        raise Unreadable(faults) from error


def _scoring(definition: Definition, version: Version) -> str:
    if definition.type == "composite":
        return "composite" if version == "R5" else "proportion"
    return SCORING[definition.type]


def _cited(title: str, version: Version) -> Resource:
    return {"display": title} if version == "R5" else {"citation": title}


def _group(definition: Definition, version: Version) -> Resource:
    group: Resource = {"population": [*_populations(definition, version)]}
    if definition.stratifiers:
        group["stratifier"] = [_stratifier(each, version) for each in definition.stratifiers]
    return group


def _stratifier(text: str, version: Version) -> Resource:
    linked = {"linkId": _name(text)} if version == "R5" else {"id": _name(text)}
    return linked | {"code": {"text": text}, "criteria": {"language": EXPRESSION, "expression": text}}


def _populations(definition: Definition, version: Version) -> Iterator[Resource]:
    continuous = SCORING.get(definition.type) == "continuous-variable"
    told = [("initial-population", definition.population, "")]
    if SCORING.get(definition.type) != "cohort":
        told.append((POPULATION if continuous else "denominator", definition.denominator, "denominator"))
    told += [("denominator-exclusion", each.when, "") for each in definition.exclusions if not continuous]
    told += [("measure-population-exclusion", each.when, "") for each in definition.exclusions if continuous]
    told += [("denominator-exception", each.when, "") for each in definition.exceptions]
    if continuous:
        told.append(("measure-observation", definition.observation, "numerator"))
    elif SCORING.get(definition.type) != "cohort":
        told.append(("numerator", definition.numerator, "numerator"))
    for place, (code, text, says) in enumerate(told):
        yield _population(f"{code}-{place}", code, text, definition.says.get(says, {}).get("zh", ""), version)


def _population(name: str, code: str, text: str, says: str, version: Version) -> Resource:
    found: Resource = {"linkId": name} if version == "R5" else {"id": name}
    found |= {"code": concept("measure-population", code)}
    found |= {"criteria": {"language": EXPRESSION, "expression": text or "true"}}
    return found | ({"description": says} if says else {})


def _name(text: str) -> str:
    return "".join(each if each.isascii() and each.isalnum() else "-" for each in text)


# Another program's


def _typed_in(resource: Resource) -> Definition:
    """What another program measures, as a definition for which months are typed in."""
    kind = TYPES.get(code_of(resource.get("scoring")), "ratio")
    title = resource.get("title") or resource.get("name") or ""
    document: dict[str, Any] = {
        "code": _code(resource),
        "edition": str(resource.get("version") or "1"),
        "names": {"zh": title, "en": title},
        "type": kind,
        "data": "manual",
        "direction": _direction(code_of(resource.get("improvementNotation"))),
        "source": {"title": resource.get("url") or title, "verified": "secondary"},
        "says": _words(resource),
    }
    return read(json.dumps(document, ensure_ascii=False))  # which is YAML too


def _code(resource: Resource) -> str:
    named = [each.get("value") for each in resource.get("identifier", [])]
    found = next((each for each in named if each), None) or resource.get("name") or resource.get("id")
    if not found:
        raise Unreadable([("identifier", "a Measure needs an identifier, a name or an id")])
    return str(found)


def _direction(notation: str) -> str:
    return {code: direction for direction, code in NOTATION.items()}.get(notation, "neutral")


def _words(resource: Resource) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for group in resource.get("group", []):
        for each in group.get("population", []):
            role = {"numerator": "numerator", "measure-observation": "numerator"}.get(code_of(each.get("code")))
            role = role or {"denominator": "denominator", POPULATION: "denominator"}.get(code_of(each.get("code")))
            criteria = each.get("criteria") or {}
            says = each.get("description") or criteria.get("description") or criteria.get("expression")
            if role and says:
                found.setdefault(role, {"zh": str(says), "en": str(says)})
    return found
