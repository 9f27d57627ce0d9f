"""What claims say of a stay where nothing else says it: diagnoses, procedures, and what it cost in all."""

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from .resources import Resource
from .telling import codings, reference

OURS = ("", "CNY")  # what is asked in another currency is no cost here


def encounter_of(claim: Resource) -> str:
    """The id of the encounter that its items name first."""
    named = (reference(each) for item in claim.get("item") or [] for each in item.get("encounter") or [])
    return next(filter(None, named), "")


def diagnoses(claims: Sequence[Resource]) -> list[Resource]:
    """As conditions, in the order of their sequence."""
    return [{"code": told} for told, _each in _told(claims, "diagnosis", "diagnosisCodeableConcept")]


def procedures(claims: Sequence[Resource]) -> list[Resource]:
    """As procedures, with the day on which they were done."""
    found = _told(claims, "procedure", "procedureCodeableConcept")
    return [{"code": told, "performedDateTime": each.get("date")} for told, each in found]


def total(claims: Sequence[Resource]) -> str:
    """What was asked for in all, where it is money of ours; estimates and authorisations in advance are not."""
    asked = [each.get("total") or {} for each in claims if each.get("use", "claim") == "claim"]
    try:
        amounts = [
            Decimal(str(each["value"])) for each in asked if each.get("currency", "") in OURS and "value" in each
        ]
    except InvalidOperation:
        return ""
    return f"{sum(amounts):f}" if amounts else ""


def _told(claims: Sequence[Resource], name: str, code: str) -> Iterator[tuple[Resource, Resource]]:
    listed = [each for claim in claims for each in claim.get(name) or []]
    for each in sorted(listed, key=lambda told: told.get("sequence", 99)):
        if codings(each.get(code)):
            yield each[code], each
