"""What a template can ask for, read off the example of a document."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

EXAMPLE = 60  # letters


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One line for the person who edits a template: what to write, and what will stand there."""

    written: str
    example: str
    is_list: bool = False  # written around rows that repeat


def placeholders(facts: dict[str, Any], above: str = "") -> Iterator[Placeholder]:
    """All of them in the order of the facts: {{ number }}, {{ patient.age }}, {%tr for action in actions %}."""
    for name, value in facts.items():
        path = f"{above}{name}"
        match value:
            case dict():
                yield from placeholders(value, f"{path}.")
            case list():
                yield from _rows(name, path, value)
            case _:
                yield Placeholder(f"{{{{ {path} }}}}", str(value)[:EXAMPLE])


def _rows(name: str, path: str, rows: list[Any]) -> Iterator[Placeholder]:
    each = name.removesuffix("s") if name.endswith("s") else f"{name}_row"
    yield Placeholder(f"{{%tr for {each} in {path} %}} … {{%tr endfor %}}", "", is_list=True)
    first = rows[0] if rows else ""
    if isinstance(first, dict):
        yield from placeholders(first, f"{each}.")
    else:
        yield Placeholder(f"{{{{ {each} }}}}", str(first)[:EXAMPLE])
