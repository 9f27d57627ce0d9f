"""Between the keys of a document and the classes of a definition: strict about every name and value."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from typing import Any

import yaml

from .definition import (
    Benchmark,
    Chart,
    Cohort,
    Definition,
    Filled,
    Left,
    Rebase,
    Source,
    Switch,
    Target,
    Unit,
    Valid,
    Worked,
)
from .language import Fault
from .language.faults import unknown
from .stored import QUICK

LONGEST = 40_000  # characters
EXPRESSIONS: Mapping[str, tuple[str, str]] = {  # fields that are expressions: over whose rows, and what they must be
    "population": ("of", "flag"),
    "denominator": ("of", "flag"),
    "denominator_sum": ("of", "number"),
    "numerator": ("numerator_of", "flag"),
    "numerator_sum": ("numerator_of", "number"),
    "observation": ("of", "number"),
    "weight": ("of", "number"),
    "expected": ("of", "number"),
    "distinct": ("numerator_of", "text"),
}
SPELT = {"since": "from"}  # a word of Python, written as it should be


class DefinitionError(ValueError):
    """A document that is not a definition; `faults` say each what and where."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault}" if fault.field else str(fault) for fault in faults))
        self.faults = tuple(faults)


DAYS_AS_TEXTS = {  # until they are asked for
    first: [each for each in known if each[0] != "tag:yaml.org,2002:timestamp"]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _Ours(QUICK):  # type: ignore[misc]
    yaml_implicit_resolvers = DAYS_AS_TEXTS


class _Strict(yaml.SafeLoader):
    """Without anchors, a few lines of which can grow to gigabytes."""

    yaml_implicit_resolvers = DAYS_AS_TEXTS

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("* &")
        return super().compose_node(parent, index)


def of_text(text: str, *, is_ours: bool = False) -> Definition:
    """What a document says, of which no expression has been looked at yet. Raises DefinitionError."""
    if len(text) > LONGEST:
        raise DefinitionError([Fault("too_long", {"limit": str(LONGEST)})])
    try:
        told = yaml.load(text, _Ours if is_ours else _Strict)  # noqa: S506
    except RecursionError as error:
        raise DefinitionError([Fault("too_deep")]) from error
    except (yaml.YAMLError, ValueError) as error:
        raise DefinitionError([_not_yaml(text, error)]) from error
    return _made(Definition, told, "")


def _not_yaml(text: str, error: Exception) -> Fault:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or str(error)
    place = mark.index if mark else 0
    return Fault("not_yaml", {"word": said[:200]}, place, min(place + 1, len(text)))


def _made(kind: type, told: Any, where: str) -> Any:
    """An object of one of the classes of `definition` from a mapping; all its faults together."""
    if not isinstance(told, dict):
        raise DefinitionError([Fault("not_a_mapping", field=where)])
    known = {SPELT.get(each.name, each.name): each for each in fields(kind)}
    faults: list[Fault] = [
        unknown("unknown_key", str(key), known).in_field(_under(where, str(key))) for key in told if key not in known
    ]
    given: dict[str, Any] = {}
    for key, each in known.items():
        place = _under(where, key)
        if key in told:
            try:
                given[each.name] = READERS[str(each.type)](told[key], place)
            except DefinitionError as error:
                faults += error.faults
        elif each.default is MISSING and each.default_factory is MISSING:
            faults.append(Fault("missing", {"word": key}, field=place))
    if faults:
        raise DefinitionError(faults)
    return kind(**given)


def _under(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


Reader = Callable[[Any, str], Any]


def _wrong(value: Any, zh: str, en: str, where: str) -> DefinitionError:
    return DefinitionError(
        [Fault("wrong_value", {"word": str(value)[:80], "wanted": {"zh": zh, "en": en}}, field=where)]
    )


def _text(value: Any, where: str) -> str:
    """A text; `true` and `1` are texts of the language as well, and an edition is often a year."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    if value is None:
        return ""
    raise _wrong(value, "文字", "a text", where)


def _number(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise _wrong(value, "数", "a number", where)
    return value


def _whole(value: Any, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(value, "整数", "a whole number", where)
    return value


def _flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(value, "true 或 false", "true or false", where)
    return value


def _day(value: Any, where: str) -> date:
    """A day; a month is its first day."""
    try:
        return (
            value if isinstance(value, date) else date.fromisoformat(f"{value}-01" if _is_month(value) else str(value))
        )
    except ValueError:
        raise _wrong(value, "日期", "a day", where) from None


def _is_month(value: Any) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d{2}", str(value)))


def _month(value: Any, where: str) -> str:
    if not _is_month(value):
        raise _wrong(value, "月份，如 2025-07", "a month such as 2025-07", where)
    return str(value)


def _maybe(reader: Reader) -> Reader:
    return lambda value, where: None if value is None else reader(value, where)


def _each(reader: Reader) -> Reader:
    """A list, or one alone."""
    return lambda value, where: tuple(
        reader(each, f"{where}.{place}") for place, each in enumerate(value if isinstance(value, list) else [value])
    )


def _by_name(reader: Reader) -> Reader:
    def read_each(value: Any, where: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise DefinitionError([Fault("not_a_mapping", field=where)])
        return {str(name): reader(each, _under(where, str(name))) for name, each in value.items()}

    return read_each


def _a(kind: type) -> Reader:
    return lambda value, where: _made(kind, value, where)


def _source(value: Any, where: str) -> Source:
    return Source(title=value) if isinstance(value, str) else _made(Source, value, where)


def _left(value: Any, where: str) -> Left:
    return Left(value) if isinstance(value, str) else _made(Left, value, where)


CHANGEABLE = (*EXPRESSIONS, "exclusions", "exceptions")


def _switch(value: Any, where: str) -> Switch:
    """`{zh, en, default}` and, beside them, the fields that it changes."""
    if not isinstance(value, dict):
        raise DefinitionError([Fault("not_a_mapping", field=where)])
    known = ("zh", "en", "default", *CHANGEABLE)
    faults = [
        unknown("unknown_key", str(key), known).in_field(_under(where, str(key))) for key in value if key not in known
    ]
    if faults:
        raise DefinitionError(faults)
    types = {each.name: str(each.type) for each in fields(Definition)}
    return Switch(
        {language: _text(value.get(language), where) for language in ("zh", "en")},
        _flag(value.get("default", False), where),
        {key: READERS[types[key]](value[key], _under(where, key)) for key in CHANGEABLE if key in value},
    )


def _row(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise DefinitionError([Fault("not_a_mapping", field=where)])
    return value


def _rows(value: Any, where: str) -> tuple[Mapping[str, Any], ...]:
    return () if value in (None, []) else _each(_row)(value, where)


READERS: Mapping[str, Reader] = {
    "str": _text,
    "float": _number,
    "int": _whole,
    "bool": _flag,
    "date | None": _maybe(_day),
    "str | None": _maybe(_text),
    "float | None": _maybe(_number),
    "Month": _month,
    "Names": _by_name(_text),
    "Mapping[str, Names]": _by_name(_by_name(_text)),
    "tuple[str, ...]": _each(_text),
    "Source": _source,
    "Unit": _a(Unit),
    "Chart": _a(Chart),
    "Valid": _a(Valid),
    "Cohort | None": _maybe(_a(Cohort)),
    "tuple[Left, ...]": _each(_left),
    "tuple[Target, ...]": _each(_a(Target)),
    "tuple[Benchmark, ...]": _each(_a(Benchmark)),
    "tuple[Rebase, ...]": _each(_a(Rebase)),
    "tuple[Filled, ...]": _each(_a(Filled)),
    "tuple[Worked, ...]": _each(_a(Worked)),
    "Mapping[str, Switch]": _by_name(_switch),
    "Mapping[str, bool]": _by_name(_flag),
    "Mapping[str, tuple[Mapping[str, Any], ...]]": _by_name(_rows),
}


# Back to a document


def as_keys(value: Any) -> Any:
    """A definition as the mapping that its document is: what differs from the rule."""
    if isinstance(value, Switch):
        return {
            **value.names,
            "default": value.default,
            **{name: as_keys(each) for name, each in value.changes.items()},
        }
    if is_dataclass(value):
        differing = {each.name: getattr(value, each.name) for each in fields(value) if _differs(value, each)}
        return {SPELT.get(name, name): as_keys(each) for name, each in differing.items()}
    if isinstance(value, Mapping):
        return {name: as_keys(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return [as_keys(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _differs(value: Any, field: Field[Any]) -> bool:
    """Whether something stands in a field beside what stands there by itself."""
    ordinary = field.default_factory() if field.default_factory is not MISSING else field.default
    return bool(getattr(value, field.name) != ordinary)
