"""The JSON Schema of a case document, made from its declaration."""

from collections.abc import Callable
from typing import Any

from ..options import options
from .allowed import allowed
from .field import LONGEST_TEXT, Field, document


def schema() -> dict[str, Any]:
    """The JSON Schema of a case document."""
    about = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "compensation case"}
    return about | _schema(document())


def _schema(f: Field) -> dict[str, Any]:
    said = {"title": f.words.zh, "description": f"{f.words.en}: {allowed(f).en}"} if f.name else {}
    if f.kind in ("group", "list"):
        inner = {name: _schema(x) for name, x in f.fields.items()}
        group: dict[str, Any] = {"type": "object", "properties": inner, "additionalProperties": False}
        if required := [name for name, x in f.fields.items() if x.required]:
            group["required"] = required
        return said | ({"type": "array", "maxItems": f.most, "items": group} if f.kind == "list" else group)
    return said | SCHEMAS[f.kind](f)


_NUMBER = r"^\d{1,13}(\.\d{1,12})?%?$"
SCHEMAS: dict[str, Callable[[Field], dict[str, Any]]] = {
    "text": lambda f: {"type": "string", "maxLength": LONGEST_TEXT},
    "money": lambda f: {"type": ["string", "integer"], "pattern": r"^\d{1,13}(\.\d{1,2})?$", "minimum": f.low},
    "ratio": lambda f: {"type": ["string", "integer"], "pattern": _NUMBER, "minimum": 0, "maximum": 1},
    "share": lambda f: {"type": ["string", "integer"], "minimum": 0, "maximum": 1},
    "years": lambda f: {"type": ["string", "integer"], "pattern": r"^\d(\.\d)?$", "minimum": 0, "maximum": 6},
    "whole": lambda f: {"type": "integer", "minimum": f.low, "maximum": f.high},
    "level": lambda f: {"type": "integer", "minimum": f.low, "maximum": f.high},
    "date": lambda f: {"type": "string", "format": "date"},
    "yes_no": lambda f: {"type": "boolean"},
    "one_of": lambda f: {"enum": list(f.answers)},
    "heads": lambda f: {"type": "object", "additionalProperties": {"type": ["string", "integer"], "pattern": _NUMBER}},
    "series": lambda f: {"type": "object", "additionalProperties": {"type": ["string", "integer"], "pattern": _NUMBER}},
    "options": lambda f: {
        "type": "object",
        "properties": {name: {"enum": list(o.answers), "title": o.words.zh} for name, o in options().items()},
        "additionalProperties": False,
    },
}
