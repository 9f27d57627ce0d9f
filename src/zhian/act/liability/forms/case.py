"""A case document as a form: what is asked, and what is allowed, comes from the engine's declaration alone."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language

from zhian.engines.compensation.case import read_case
from zhian.engines.compensation.fields import CaseError, Field, document
from zhian.engines.compensation.words import Words
from zhian.kernel import modules

from .fields import CHOICES, field_of
from .sections import RELEVANT, SECTIONS


@dataclass(slots=True)
class Node:
    """A part of the form as the page draws it: a question, a group, or a table whose rows are groups."""

    name: str
    kind: str
    words: str
    question: BoundField | None = None
    nodes: list["Node"] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Its name as part of an id that a selector can hold."""
        return self.name.replace(".", "-")

    @property
    def when(self) -> str:
        """On which answer the question depends, for the script that hides what is not asked."""
        told = RELEVANT.get(re.sub(r"\.\d+\.", ".", self.name))
        if not told:
            return ""
        conditions = [{"question": question, "operator": "=", "value": value} for question, value in told]
        return json.dumps({"any": True, "when": conditions})

    @property
    def is_told(self) -> bool:
        """Whether anything in it is answered, or wrong."""
        if self.question is not None:
            return bool(self.question.value()) or bool(self.question.errors)
        return any(node.is_told for node in self.nodes)


@dataclass(frozen=True, slots=True)
class Section:
    """Some questions under one heading; those that every case needs stand open."""

    name: str
    title: modules.Words
    nodes: list[Node]
    is_open: bool


class CaseForm(forms.Form):
    """The form of a case: `data` is read and judged, `initial` only shown; `add` gives one table another row."""

    def __init__(
        self, data: Mapping[str, str] | None = None, *, initial: Mapping[str, str] | None = None, add: str = ""
    ) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        self.language = get_language() or "zh-hans"
        self.case: dict[str, Any] = {}
        self._known = {*(self.initial if data is None else data)}
        self._add = add
        self._names: dict[str, str] = {}  # where the engine says that something is wrong → the field's name
        self._nodes = {name: self._node(known, name) for name, known in document().fields.items()}

    def sections(self) -> Iterator[Section]:
        """Everything that is asked, in the order in which people think."""
        for name, section in SECTIONS.items():
            nodes = [self._nodes[each] for each in section.fields]
            yield Section(name, section.title, nodes, section.is_first or any(node.is_told for node in nodes))

    def clean(self) -> dict[str, Any]:
        """The engine reads the whole document and says for each field what is wrong."""
        told = super().clean() or self.cleaned_data
        self.case = self._document(document(), "", "") or {}
        try:
            read_case(self.case)
        except CaseError as error:
            for fault in error.faults:
                self.add_error(self._names.get(fault.field), fault.allowed.said_in(self.language))
        return told

    # Drawing ------------------------------------------------------------------------------------------------
    def _node(self, known: Field, name: str) -> Node:
        node = Node(name, known.kind, self._said(known.words))
        if known.kind == "group":
            node.nodes = [self._node(inner, f"{name}.{key}") for key, inner in known.fields.items()]
        elif known.kind == "list":
            node.nodes = [self._row(known, f"{name}.{at}", at) for at in range(self._rows(name, known.most))]
        elif known.kind in CHOICES:
            inner = CHOICES[known.kind](known)
            node.nodes = [self._node(each, f"{name}.{each.name}") for each in inner]
        else:
            self.fields[name] = field_of(known, node.words, self.language)
            node.question = self[name]
        return node

    def _row(self, known: Field, name: str, at: int) -> Node:
        nodes = [self._node(inner, f"{name}.{key}") for key, inner in known.fields.items()]
        return Node(name, "row", f"{self._said(known.words)} {at + 1}", nodes=nodes)

    def _rows(self, table: str, most: int) -> int:
        """How many the page shows: up to the last that was told, and one more where it was asked for."""
        told = (re.match(rf"{re.escape(table)}\.(\d{{1,3}})\.", name) for name in self._known)
        last = max((int(found[1]) + 1 for found in told if found), default=0)
        return min(last + (self._add == table), most)

    def _said(self, words: Words) -> str:
        return words.said_in(self.language)

    # Reading ------------------------------------------------------------------------------------------------
    def _document(self, known: Field, name: str, where: str) -> Any:
        """What was told as a document; None where nothing was."""
        match known.kind:
            case "group":
                return self._mapping(known.fields, name, where)
            case "list":
                return self._listed(known, name, where)
            case kind if kind in CHOICES:
                return self._mapping({each.name: each for each in CHOICES[kind](known)}, name, where)
        self._names[where] = name
        return (self.cleaned_data.get(name) or "").strip() or None

    def _mapping(self, fields: Mapping[str, Field], name: str, where: str) -> dict[str, Any] | None:
        told = {
            key: self._document(inner, f"{name}.{key}".strip("."), f"{where}.{key}".strip("."))
            for key, inner in fields.items()
        }
        return {key: value for key, value in told.items() if value is not None} or None

    def _listed(self, known: Field, name: str, where: str) -> list[Any] | None:
        rows: list[Any] = []
        for at in range(self._rows(name, known.most)):
            if (row := self._mapping(known.fields, f"{name}.{at}", f"{where}[{len(rows) + 1}]")) is not None:
                rows.append(row)
        return rows or None


def flat(told: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """A document as names and texts: `receipts.0.amount`."""
    match told:
        case dict():
            for key, value in told.items():
                yield from flat(value, f"{name}.{key}".strip("."))
        case list():
            for at, value in enumerate(told):
                yield from flat(value, f"{name}.{at}")
        case bool():
            yield name, "yes" if told else "no"
        case date():
            yield name, told.isoformat()
        case None:
            return
        case _:
            yield name, str(told)
