"""The same case with something in it changed: how claims and questions try what is not known."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .case import Case, read_case


def varied(case: Case, changes: Mapping[str, Any]) -> Case:
    """The case read again with other values; groups are merged, everything else is replaced. Raises CaseError."""
    return read_case(_merged(written(case.document), changes), today=case.today, book=case.book)


def written(told: Any) -> Any:
    """What was read, as it would be written: amounts and ratios as text."""
    if isinstance(told, Mapping):
        return {name: written(inner) for name, inner in told.items()}
    if isinstance(told, list | tuple):
        return [written(inner) for inner in told]
    if isinstance(told, Fraction):
        return f"{Decimal(told.numerator) / told.denominator:f}" if _is_decimal(told) else str(told)
    return told


def _is_decimal(amount: Fraction) -> bool:
    """Whether it ends; a hospital's third does not."""
    return (10**12 * amount).denominator == 1


def _merged(told: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(told)
    for name, value in changes.items():
        inner = told.get(name)
        merged[name] = _merged(inner, value) if isinstance(inner, Mapping) and isinstance(value, Mapping) else value
    return merged
