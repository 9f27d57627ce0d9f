"""Values as FHIR MeasureReports, and MeasureReports as values.

A summary tells the whole hospital's counts in a month, its departments and strata in stratifiers. A list of subjects
tells which stays they are, by their keyed hashes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ..definition import Definition
from ..months import Months, moved
from ..values import DENOMINATOR_ZERO, Value
from .measure import POPULATION, SCORING
from .resource import OURS, Resource, Unreadable, Version, address, checked, code_of, concept

DEPARTMENT = "department"
HOSPITAL, STAY = f"{OURS}hospital", f"{OURS}stay"


def write(
    values: Iterable[Value], definitions: Iterable[Definition], made: date, version: Version = "R5"
) -> Iterator[Resource]:
    """A summary for each indicator, hospital and month. Values of a whole period are not told."""
    by_key = {each.key: each for each in definitions}
    together: dict[tuple[str, str, date], list[Value]] = defaultdict(list)
    for value in values:
        if value.month:
            together[f"{value.indicator}@{value.edition}", value.hospital, value.month].append(value)
    for (key, hospital, month), found in together.items():
        yield _summary(by_key[key], hospital, month, found, made, version)


def subjects(
    definition: Definition, value: Value, rows: Sequence[Mapping[str, Any]], made: date, version: Version = "R5"
) -> Resource:
    """Which stays were the numerator of a value: `rows` as the engine gives them. Raises ValueError without a month."""
    if not value.month:
        raise ValueError("a list of subjects is of one month")
    told = _head(definition, value.hospital, value.month, made, "subject-list", version)
    stays = sorted({str(row["stay"]) for row in rows if row.get("stay")})
    entries = [{"item": {"identifier": {"system": STAY, "value": stay}}} for stay in stays]
    listed = {"resourceType": "List", "id": "numerator", "status": "current", "mode": "snapshot"}
    told["contained"] = [listed | ({"entry": entries} if entries else {})]
    group = {"population": _populations(definition, value)}
    for each in group["population"]:
        if code_of(each["code"]) == "numerator":
            each["subjectResults"] = {"reference": "#numerator"}
    told["group"] = [group]
    return checked(told, version)


def load(resource: Resource, version: Version = "R5") -> list[Value]:
    """The values of a summary: the whole hospital's first, then those of its strata. Raises Unreadable."""
    checked(resource, version)
    if resource.get("type") != "summary":
        raise Unreadable([("type", "only summaries are taken in")])
    measured, _, edition = str(resource.get("measure", "")).partition("|")
    code = measured.removeprefix(address(""))
    month = _month(resource.get("period") or {})
    hospital = ((resource.get("reporter") or {}).get("identifier") or {}).get("value", "")
    return [
        _value(told, code, edition, hospital, month, words, version)
        for group in resource.get("group", [])
        for words, told in [({}, group), *_strata(group, version)]
    ]


# Out


def _head(definition: Definition, hospital: str, month: date, made: date, kind: str, version: Version) -> Resource:
    last = moved(month, 1) - timedelta(days=1)
    told: Resource = {
        "resourceType": "MeasureReport",
        "status": "complete",
        "type": kind,
        "measure": f"{address(definition.code)}|{definition.edition}",
        "date": made.isoformat(),
        "reporter": {"identifier": {"system": HOSPITAL, "value": hospital}},
        "period": {"start": month.isoformat(), "end": last.isoformat()},
    }
    if definition.direction != "neutral":
        notation = "increase" if definition.direction == "higher" else "decrease"
        told["improvementNotation"] = concept("measure-improvement-notation", notation)
    return told


def _summary(
    definition: Definition, hospital: str, month: date, found: Sequence[Value], made: date, version: Version
) -> Resource:
    told = _head(definition, hospital, month, made, "summary", version)
    whole = next((each for each in found if each.department is None and not each.strata), None)
    group: Resource = _counts(definition, whole, version) if whole else {}
    parts = [each for each in found if each is not whole]
    if parts:
        group["stratifier"] = [
            {**_stratified(version), "stratum": [_stratum(definition, each, version) for each in parts]}
        ]
    told["group"] = [group]
    return checked(told, version)


def _stratified(version: Version) -> Resource:
    code = {"text": "department and strata"}
    return {"code": code} if version == "R5" else {"code": [code]}


def _stratum(definition: Definition, value: Value, version: Version) -> Resource:
    """Its department and words as components, which both versions have."""
    words = ([(DEPARTMENT, value.department)] if value.department else []) + list(value.strata)
    component = [{"code": {"text": name}, **_worded(word, version)} for name, word in words]
    return {"component": component, **_counts(definition, value, version)}


def _worded(word: str, version: Version) -> Resource:
    said = {"text": word or "-"}
    return {"valueCodeableConcept": said} if version == "R5" else {"value": said}


def _counts(definition: Definition, value: Value, version: Version) -> Resource:
    told: Resource = {"population": _populations(definition, value)}
    score = {"value": value.value, "unit": definition.unit.symbol or "1"} if value.available else _absent(value)
    return told | ({"measureScoreQuantity": score} if version == "R5" else {"measureScore": score})


def _absent(value: Value) -> Resource:
    """Why there is no score: never nought."""
    return {"extension": [{"url": f"{OURS}reason", "valueCode": value.reason.replace("_", "-")}]}


def _populations(definition: Definition, value: Value) -> list[Resource]:
    """FHIR counts in whole numbers; what was added up to a fraction goes along as a decimal."""
    continuous = SCORING.get(definition.type) == "continuous-variable"
    roles = {"numerator": value.numerator, POPULATION if continuous else "denominator": value.denominator}
    return [_counted(code, number) for code, number in roles.items() if number is not None]


def _counted(code: str, number: float) -> Resource:
    told: Resource = {"code": concept("measure-population", code)}
    if float(number).is_integer():
        return told | {"count": int(number)}
    return told | {"extension": [{"url": f"{OURS}sum", "valueDecimal": number}]}


# In


def _strata(group: Resource, version: Version) -> Iterator[tuple[dict[str, str], Resource]]:
    key = "valueCodeableConcept" if version == "R5" else "value"
    for stratifier in group.get("stratifier", []):
        codes = stratifier.get("code")
        name = code_of(codes if version == "R5" else (codes or [{}])[0])
        for stratum in stratifier.get("stratum", []):
            components = stratum.get("component") or [{"code": {"text": name}, key: stratum.get(key)}]
            yield {code_of(each.get("code")): code_of(each.get(key)) for each in components}, stratum


def _value(
    told: Resource, code: str, edition: str, hospital: str, month: date, words: dict[str, str], version: Version
) -> Value:
    score = told.get("measureScoreQuantity" if version == "R5" else "measureScore") or {}
    numbers = {code_of(each.get("code")): _number(each) for each in told.get("population", [])}
    value = score.get("value")
    reasons = [each.get("valueCode", "") for each in score.get("extension", []) if each.get("url") == f"{OURS}reason"]
    reason = "" if value is not None else next(iter(reasons), DENOMINATOR_ZERO).replace("-", "_")
    department = words.pop(DEPARTMENT, None)
    below = numbers.get("denominator", numbers.get(POPULATION))
    above = numbers.get("numerator")
    found = None if value is None else float(value)
    strata = tuple((name, "" if word == "-" else word) for name, word in words.items())
    return Value(code, edition, hospital, department, month, strata, above, below, found, found is not None, reason)


def _number(population: Resource) -> float | None:
    sums = [each["valueDecimal"] for each in population.get("extension", []) if each.get("url") == f"{OURS}sum"]
    return float(sums[0]) if sums else population.get("count")


def _month(period: Resource) -> date:
    """The month that a report is of. Raises Unreadable where it is of more."""
    try:
        months = Months(str(period["start"])[:7], str(period["end"])[:7])
    except (KeyError, ValueError) as error:
        raise Unreadable([("period", "a period needs its first and its last day")]) from error
    if len(months) != 1:
        raise Unreadable([("period", "only reports of one month are taken in")])
    return months.since
