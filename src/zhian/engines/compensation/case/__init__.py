"""From a case document, as a lawyer writes it, to the facts that rules ask for. Ages and days are reckoned here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from .. import fields
from ..facts import CASE, TABLES, exact, fact
from ..fields import CaseError, Fault, fault
from ..figures import Yearbook, all_series, published
from ..law.registry import head_names
from ..options import Answer
from ..responsibility import table_at
from ..words import Words
from .contradicting import contradictions
from .impossible import impossible
from .rows import told_tables
from .single import told_facts

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Assumed:
    """Something that the case does not say: what was taken instead, and from what to what it may be."""

    field: str
    words: Words
    fact: str
    taken: Any
    low: Any
    high: Any


@dataclass(frozen=True)
class Case:
    """A case as rules see it; `document` is what it was read from, `told` the facts that it really states."""

    document: Mapping[str, Any]
    facts: Mapping[str, Any]
    tables: Mapping[str, Rows]
    places: Mapping[str, str]
    dates: Mapping[str, date]
    forum: str
    answers: Mapping[str, Answer]
    told: frozenset[str]
    today: date
    book: Yearbook
    assumed: tuple[Assumed, ...] = ()
    labels: Mapping[str, list[str]] = field(default_factory=dict)  # what each row of a table is called

    def part(self, name: str, otherwise: Any = None) -> Any:
        """A part of the document that rules do not see: the claim, the insurance, what was paid."""
        return self.document.get(name, {} if otherwise is None else otherwise)


def read_case(document: Any, *, today: date | None = None, book: Yearbook | None = None) -> Case:
    """The facts of a case document. Raises CaseError for what cannot be read, and for what cannot be.

    `book`: the published figures with a hospital's own laid over, where it has any.
    """
    told, today = fields.read(document), today or datetime.now(UTC).date()
    if faults := [*_renamed(told), *(impossible(told, today) or contradictions(told))]:
        raise CaseError(faults)
    days = told.get("dates", {})
    places = _places(told.get("places", {}))
    tables, labels = told_tables(told, days)
    said = told_facts(told, days)
    facts = {name: known.default for name, known in CASE.items()} | said
    if faults := list(_beyond(facts, tables)):
        raise CaseError(faults)
    answers = _answers(told)
    forum = told.get("forum", "negotiation")
    known = frozenset(said) | frozenset(name for name, rows in tables.items() if rows)
    return Case(
        told, facts, tables, places, days, forum, answers, known, today, book or published(),
        tuple(_assumed(told, said)), labels,
    )  # fmt: skip


def _renamed(told: dict[str, Any]) -> list[Fault]:
    """Heads and series by their English names, whichever they were written by; faults for unknown ones."""
    faults: list[Fault] = []
    claim = told.get("claim", {})
    parts = [
        ("", told, "figures", _series()), ("", told, "amounts", head_names()), ("claim.", claim, "heads", head_names()),
        ("responsibility.", told.get("responsibility", {}), "heads", head_names()),
    ]  # fmt: skip
    for where, part, name, known in parts:
        written = part.get(name, {})
        if part is not claim:  # a claim may ask for what no law knows
            unknown = [key for key in written if key not in known]
            faults += [fault(f"{where}{name}.{key}", written[key], _one_of(known)) for key in unknown]
        if name in part:
            part[name] = {known.get(key, key): value for key, value in written.items()}
    return faults


def _series() -> dict[str, str]:
    return {s.words.zh: name for name, s in all_series().items()} | {name: name for name in all_series()}


def _one_of(known: Mapping[str, str]) -> Words:
    names = list(dict.fromkeys(known.values()))
    zh = [key for key, name in known.items() if key != name]
    return Words(f"只能是：{'、'.join(zh)}", f"one of {', '.join(names)}")


def _beyond(facts: Mapping[str, Any], tables: Mapping[str, Rows]) -> Iterator[Fault]:
    """Facts that sums and periods have carried beyond what the law is proved for."""
    for table, found in tables.items():
        if len(found) > (most := TABLES[table].most):
            words = TABLES[table].words
            yield fault(table, f"{len(found)}", Words(f"{words.zh}最多{most}项", f"at most {most} {words.en}"))
    rows = [(f"{table}.{n}", row[n]) for table, rows in tables.items() for row in rows for n in TABLES[table].facts]
    for name, value in (*facts.items(), *rows):
        try:
            exact(name, value)
        except ValueError:
            known = fact(name)
            allowed = Words(f"{known.zh}：{known.low}至{known.high}", f"{known.en}: {known.low} to {known.high}")
            yield fault(name, f"{value}", allowed)


def _places(told: Mapping[str, str]) -> dict[str, str]:
    act = told.get("act") or told.get("court") or told.get("home")
    return {n: told.get(n, act) for n in ("act", "court", "home")} if act else {}


def _answers(told: Mapping[str, Any]) -> dict[str, Answer]:
    """Answers that the case gives. Ratios of single heads ask for one a head, a place for its own table of ratios."""
    responsibility = told.get("responsibility", {})
    implied: dict[str, Answer] = {"ratio_per_head": "per_head"} if responsibility.get("heads") else {}
    if table := table_at(responsibility.get("place", "")):
        implied["label_ratios"] = table
    return implied | told.get("options", {})


def _assumed(told: Mapping[str, Any], said: Mapping[str, Any]) -> list[Assumed]:
    """What bears on the amount and is not told. A label of responsibility has its own range."""
    found = []
    if "age_fixed" not in said:
        found.append(("patient.age", "age_fixed", CASE["age_fixed"].default, 0, 100))
    if "ratio" not in said and not told.get("responsibility", {}).get("label"):
        found.append(("responsibility.ratio", "ratio", 1, 0, 1))
    if "mental_years" not in said:
        found.append(("mental.years", "mental_years", 6, 0, 6))
    if "income_kind" not in said:
        found.append(("income.kind", "income_kind", 2, 0, 2))
    return [Assumed(where, CASE[name].words, name, taken, low, high) for where, name, taken, low, high in found]
