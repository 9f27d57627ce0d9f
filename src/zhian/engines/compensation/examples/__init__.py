"""Cases to start from: as documents, and as commented YAML that explains every field it has and could have."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ..documents import load
from ..fields import Field, allowed, document
from ..words import Words

NAMES = ("grade4", "disability", "death")
TEMPLATES = (*NAMES, "blank")
BEGINS = Words("案件：{}", "A case: {}")
COULD = Words("还可以写：", "What else may be told:")


@cache
def _text(name: str) -> str:
    return files(__package__).joinpath(f"{name}.yaml").read_text("utf-8")


def example(name: str) -> dict[str, Any]:
    """One of TEMPLATES as a document, new each time."""
    return load(_text(name))


def titles() -> dict[str, str]:
    """The name of each example, and the title of its case."""
    return {name: example(name)["title"] for name in NAMES}


def template(name: str, language: str = "zh-hans") -> str:
    """An example as YAML with a comment on every field: what it is called, and what is allowed."""
    told = example(name)
    lines = [f"# {BEGINS.said_in(language).format(told['title'])}"]
    for key, known in document().fields.items():
        if key in told:
            lines += _written(known, told[key], "", language)
    lines += ["", f"# {COULD.said_in(language)}"]
    lines += [
        f"# {line}" for key, known in document().fields.items() if key not in told for line in _offered(known, language)
    ]
    return "\n".join(lines) + "\n"


def _written(known: Field, value: Any, indent: str, language: str) -> Iterator[str]:
    said = f"# {known.words.said_in(language)}"
    match value:
        case Mapping():
            yield f"{indent}{known.name}:  {said}"
            for key, inner in value.items():
                yield from _written(_inner(known, key), inner, f"{indent}  ", language)
        case list():
            yield f"{indent}{known.name}:  {said}"
            for row in value:
                yield from _row(known, row, f"{indent}  ", language)
        case _:
            yield f"{indent}{known.name}: {_scalar(value)}  {said}；{_allowed(known, language)}"


def _inner(known: Field, key: str) -> Field:
    """The field of a group, or one of the amounts, shares or answers that a field holds by name."""
    kind = {"heads": known.of, "series": "money"}.get(known.kind, "text")
    return known.fields.get(key) or Field(key, known.words, kind)


def _row(known: Field, row: Mapping[str, Any], indent: str, language: str) -> Iterator[str]:
    """Its first line begins with the dash."""
    mark = "- "
    for key, inner in row.items():
        for line in _written(known.fields[key], inner, f"{indent}  ", language):
            yield f"{indent}{mark}{line[len(indent) + 2 :]}" if mark else line
            mark = ""


def _offered(known: Field, language: str) -> Iterator[str]:
    """A field that the example does not use, on one line."""
    yield f"{known.name}: {known.words.said_in(language)}；{_allowed(known, language)}"


def _allowed(known: Field, language: str) -> str:
    """What may be written; of several answers, as they are written and what they mean."""
    if known.kind != "one_of":
        return allowed(known).said_in(language)
    answers = ((key, words.said_in(language)) for key, words in known.answers.items())
    return " | ".join(key if key == said else f"{key} {said}" for key, said in answers)


def _scalar(value: Any) -> str:
    """As YAML writes it: money quoted, days and numbers bare."""
    return yaml.safe_dump(value, allow_unicode=True, default_flow_style=True).split("\n")[0]
