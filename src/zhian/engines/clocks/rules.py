"""The rules, read from dated YAML and checked: a mistake in a file is told with the file, the rule and the reason."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import groupby, pairwise
from typing import Any, Literal

import yaml

from .conditions import Condition, condition
from .facts import FACTS
from .periods import DAY, Period
from .words import NOTHING, Words

Verified = Literal["primary", "secondary", "unverified"]
VERIFIED = ("primary", "secondary", "unverified")
VIA = ("system", "phone", "written", "online")
NEEDED = {"id", "title", "authority", "via", "when", "from", "period", "source", "verified", "valid_from"}
KNOWN = NEEDED | {"valid_until", "met_by", "note"}


class RulesError(ValueError):
    """A file of rules cannot be used: which file, which rule, and why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One deadline as it is valid from a day, and until another (both included), counted by when it begins.

    `begins`: the facts from which it may run, the first known one counts. `period` None: set by local rules, so the
    hospital must say. `met_by`: the fact whose moment ends it by itself. `verified`: read in the law, in a second
    source, or not at all.
    """

    id: str
    title: Words
    authority: Words
    via: str
    when: Condition
    begins: tuple[str, ...]
    period: Period | None
    source: str
    verified: Verified
    valid_from: date
    valid_until: date | None = None
    met_by: str = ""
    note: Words = NOTHING
    is_own: bool = False  # of the hospital

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


Rules = tuple[Rule, ...]


@cache
def national() -> Rules:
    """The rules that come with the program."""
    return load(files(__package__) / "rules" / "cn")


def load(folder: Traversable) -> Rules:
    """All rules of the YAML files in a folder, versions of the same in order of time. Raises RulesError."""
    found: list[tuple[str, Rule]] = []
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".yaml"):
            found += [(file.name, rule) for rule in _read(file)]
    found.sort(key=lambda pair: (pair[1].id, pair[1].valid_from))
    for name, versions in groupby(found, key=lambda pair: pair[1].id):
        _require_one_after_the_other(name, list(versions))
    return tuple(rule for _file, rule in found)


def with_own(rules: Rules, rule_id: str, *, since: date, period: Period | None, source: str, verified: str) -> Rules:
    """The rules with the hospital's own version of one of them from a day on; what began before keeps the old one.

    Raises KeyError where there is no such rule.
    """
    versions = [rule for rule in rules if rule.id == rule_id]
    sure: Verified = _one_of("verified", verified, VERIFIED)
    if not versions:
        raise KeyError(rule_id)
    valid = next((rule for rule in reversed(versions) if rule.valid_from <= since), versions[0])
    begins = max(since, valid.valid_from)
    own = replace(valid, period=period, source=source, verified=sure, valid_from=begins, is_own=True)
    before = [replace(valid, valid_until=begins - DAY)] if valid.valid_from < begins else []
    changed: list[Rule] = []
    for rule in rules:
        changed += [*before, own] if rule is valid else [rule]
    return tuple(changed)


def _read(file: Traversable) -> Iterator[Rule]:
    try:
        rows = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise RulesError(f"{file.name} is no YAML: {error}") from error
    if not isinstance(rows, list):
        raise RulesError(f"{file.name}: a list of rules is expected")
    for place, row in enumerate(rows, 1):
        name = str(row.get("id", f"rule {place}")) if isinstance(row, Mapping) else f"rule {place}"
        try:
            yield _rule(row)
        except (ValueError, TypeError) as error:
            raise RulesError(f"{file.name}, {name}: {error}") from error


def _rule(row: Any) -> Rule:
    if not isinstance(row, Mapping):
        raise ValueError("a rule is a mapping")
    _require_keys(row)
    begins = tuple(row["from"]) if isinstance(row["from"], list) else (row["from"],)
    for name in (*begins, *([row["met_by"]] if "met_by" in row else [])):
        if name not in FACTS or FACTS[name].type != "moment":
            raise ValueError(f"{name} is no moment that is known")
    return Rule(
        id=row["id"],
        title=Words.of(row["title"]),
        authority=Words.of(row["authority"]),
        via=_one_of("via", row["via"], VIA),
        when=condition(row["when"]),
        begins=begins,
        period=Period.of(row["period"]) if row["period"] != "local" else None,
        source=str(row["source"]),
        verified=_one_of("verified", row["verified"], VERIFIED),
        valid_from=_day("valid_from", row["valid_from"]),
        valid_until=_day("valid_until", row["valid_until"]) if row.get("valid_until") else None,
        met_by=row.get("met_by", ""),
        note=Words.of(row.get("note", "")),
    )


def _require_keys(row: Mapping[str, Any]) -> None:
    if missing := sorted(NEEDED - set(row)):
        raise ValueError(f"it lacks {', '.join(missing)}")
    if unknown := sorted(set(row) - KNOWN):
        raise ValueError(f"nobody knows {', '.join(map(str, unknown))}")


def _one_of(name: str, value: Any, known: Iterable[str]) -> Any:
    if value not in known:
        raise ValueError(f"{name}: {value!r} is none of {', '.join(known)}")
    return value


def _day(name: str, value: Any) -> date:
    if type(value) is not date:
        raise ValueError(f"{name}: {value!r} is no day such as 2026-01-31")
    return value


def _require_one_after_the_other(name: str, versions: list[tuple[str, Rule]]) -> None:
    """Versions of a rule leave neither a day without one nor a day with two."""
    for (_, earlier), (file, later) in pairwise(versions):
        if earlier.valid_until is None or earlier.valid_until >= later.valid_from:
            raise RulesError(f"{file}, {name}: two versions are valid on {later.valid_from}")
        if earlier.valid_until + DAY != later.valid_from:
            raise RulesError(
                f"{file}, {name}: no version is valid from {earlier.valid_until + DAY} to {later.valid_from - DAY}"
            )
    for file, rule in versions:
        if rule.valid_until and rule.valid_until < rule.valid_from:
            raise RulesError(f"{file}, {name}: it would end before it begins")
