"""For DHIS2: indicators with their factor as metadata, and counts as a set of data values.

Numerator and denominator are data elements; DHIS2 makes the quotient itself. Identifiers are made from our codes, so
that the same indicator is the same there each time.
"""

from collections.abc import Iterable
from hashlib import blake2b
from string import ascii_letters, digits
from typing import Any

from ..definition import Definition
from ..values import Value

Told = dict[str, Any]
ROLES = ("numerator", "denominator")
ALPHABET = digits + ascii_letters


def metadata(definitions: Iterable[Definition]) -> Told:
    """Indicators, their types (each a factor), and the data elements of which they are quotients."""
    wanted = [each for each in definitions if each.type != "median"]  # a median is no quotient
    factors = sorted({each.unit.factor for each in wanted})
    return {
        "indicatorTypes": [_kind(factor) for factor in factors],
        "dataElements": [_element(each, role) for each in wanted for role in ROLES],
        "indicators": [_indicator(each) for each in wanted],
    }


def values(measured: Iterable[Value]) -> Told:
    """Every count of a month, of the whole hospital and of departments. What is not available is not sent."""
    told = []
    for value in measured:
        if value.month and value.available and not value.strata:
            key = f"{value.indicator}@{value.edition}"
            told += [_sent(key, role, value) for role in ROLES if getattr(value, role) is not None]
    return {"dataValues": told}


def identifier(*words: str) -> str:
    """Eleven characters, the first a letter, as DHIS2 wants them; the same for the same words."""
    number = int.from_bytes(blake2b("\n".join(words).encode(), digest_size=9).digest(), "big")
    found = ""
    for _ in range(10):
        number, place = divmod(number, len(ALPHABET))
        found += ALPHABET[place]
    return ascii_letters[number % len(ascii_letters)] + found


def _sent(key: str, role: str, value: Value) -> Told:
    place = value.hospital if value.department is None else f"{value.hospital}/{value.department}"
    assert value.month  # those of a whole period are not sent
    number = getattr(value, role)
    told = str(int(number)) if float(number).is_integer() else repr(float(number))
    return {"dataElement": identifier(key, role), "period": f"{value.month:%Y%m}", "orgUnit": place, "value": told}


def _kind(factor: float) -> Told:
    return {"id": identifier("factor", f"{factor:g}"), "name": f"× {factor:g}", "factor": factor, "number": False}


def _element(definition: Definition, role: str) -> Told:
    name = definition.says.get(role, {}).get("zh") or f"{definition.names.get('zh', definition.code)} {role}"
    return {
        "id": identifier(definition.key, role),
        "code": f"{definition.key}.{role}",
        "name": f"{definition.key} {name}"[:230],
        "shortName": f"{definition.key} {role}"[:50],
        "valueType": "NUMBER",
        "aggregationType": "SUM",
        "domainType": "AGGREGATE",
    }


def _indicator(definition: Definition) -> Told:
    counts = definition.type in ("count", "count_distinct")
    return {
        "id": identifier(definition.key),
        "code": definition.key,
        "name": definition.names.get("zh") or definition.code,
        "shortName": definition.key[:50],
        "numerator": f"#{{{identifier(definition.key, 'numerator')}}}",
        "denominator": "1" if counts else f"#{{{identifier(definition.key, 'denominator')}}}",
        "numeratorDescription": definition.says.get("numerator", {}).get("zh") or definition.numerator,
        "denominatorDescription": definition.says.get("denominator", {}).get("zh") or definition.denominator,
        "indicatorType": {"id": identifier("factor", f"{definition.unit.factor:g}")},
        "decimals": definition.unit.decimals,
        "annualized": False,
    }
