"""A commented case document to start from; the comments are those of the declared fields."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from .fields import Field, document
from .stored import stored


@cache
def examples() -> Mapping[str, Mapping[str, Any]]:
    """The documents behind the templates, by name."""
    return stored(files(__package__) / "templates.yaml")


def template(name: str) -> str:
    """The text of a template. Raises KeyError for an unknown name."""
    example = examples()[name]
    lines = [
        "# 金额写作文字，如 \"1234.56\"；不知道的项目留空或删去。Money as text; leave out what is not known.",
        *_written(document(), example, ""),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _written(group: Field, told: Mapping[str, Any], indent: str) -> Iterator[str]:
    """What is told, and as comments what could be."""
    for name, f in group.fields.items():
        if name in told:
            yield from _field(f, told[name], indent)
        elif not told or not indent:
            yield f"{indent}# {name}: {_said(f)}"


def _field(f: Field, value: Any, indent: str) -> Iterator[str]:
    if f.kind == "group":
        yield f"{indent}{f.name}:  # {_said(f, short=True)}"
        yield from _written(f, value, indent + "  ")
    elif f.kind == "list":
        yield f"{indent}{f.name}:  # {_said(f, short=True)}"
        for k, row in enumerate(value):
            yield from (line if k == 0 else line.partition("  # ")[0] for line in _row(f, row, indent))
    elif isinstance(value, dict):
        yield f"{indent}{f.name}:  # {_said(f, short=True)}"
        yield from (f"{indent}  {key}: {_value(inner)}" for key, inner in value.items())
    else:
        yield f"{indent}{f.name}: {_value(value)}  # {_said(f)}"


def _row(f: Field, row: Mapping[str, Any], indent: str) -> Iterator[str]:
    lines = list(_written(f, row, indent + "    "))
    yield f"{indent}  - {lines[0].strip()}"
    yield from lines[1:]


def _value(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def _said(f: Field, *, short: bool = False) -> str:
    return f"{f.words.zh} {f.words.en}" + ("" if short else f"（{f.allowed.zh}）")
