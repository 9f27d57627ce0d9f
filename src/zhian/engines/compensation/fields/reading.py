"""A case document read into its own types; everything that is wrong with it is found in one go."""

from collections.abc import Mapping
from typing import Any

from .allowed import TWICE, allowed, allowed_keys
from .faults import CaseError, Fault, fault
from .field import LONGEST_TEXT, Field, document
from .values import MAPS, READERS, Wrong

MOST_FAULTS = 100  # that one refusal lists


def read(value: Any, known: Field | None = None, where: str = "") -> Any:
    """The document in its own types: money and ratios as Fractions, dates as dates. Raises CaseError."""
    faults: list[Fault] = []
    result = _read(known or document(), value, where, faults)
    if faults:
        raise CaseError(faults[:MOST_FAULTS])
    return result


def _read(known: Field, value: Any, where: str, faults: list[Fault]) -> Any:
    if known.kind == "group":
        return _group(known, value, where, faults)
    if known.kind == "list":
        return _rows(known, value, where, faults)
    if known.kind in MAPS:
        return _map(known, value, where, faults)
    try:
        return READERS[known.kind](known, value)
    except Wrong as wrong:
        faults.append(fault(where, value, wrong.allowed))
        return None


def _group(known: Field, value: Any, where: str, faults: list[Fault]) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        faults.append(fault(where, value, allowed(known)))
        return {}
    told = {}
    for key, inner in value.items():
        name, path = known.named(key), f"{where}.{key}".strip(".")
        if name is None or name in told:
            faults.append(fault(path, inner, allowed_keys(known) if name is None else TWICE))
        elif inner is not None:
            told[name] = _read(known.fields[name], inner, path, faults)
    for name, f in known.fields.items():
        if f.required and name not in told:
            faults.append(Fault(f"{where}.{name}".strip("."), "—", allowed(f)))
    return told


def _rows(known: Field, value: Any, where: str, faults: list[Fault]) -> list[dict[str, Any]]:
    if not isinstance(value, list) or len(value) > known.most:
        faults.append(fault(where, value, allowed(known)))
        return []
    return [_group(known, row, f"{where}[{k}]", faults) for k, row in enumerate(value, 1)]


def _map(known: Field, value: Any, where: str, faults: list[Fault]) -> dict[str, Any]:
    if not isinstance(value, Mapping) or len(value) > 100:
        faults.append(fault(where, value, allowed(known)))
        return {}
    told = {}
    for key, inner in value.items():
        if inner is None:
            continue
        try:
            told[str(key)[:LONGEST_TEXT]] = MAPS[known.kind](known, key, inner)
        except Wrong as wrong:
            faults.append(fault(f"{where}.{key}", inner, wrong.allowed))
    return told
