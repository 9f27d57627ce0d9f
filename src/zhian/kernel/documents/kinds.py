"""Which documents there are: a module declares its own, with the template that the program brings along."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from zhian.kernel.modules import Words
from zhian.kernel.people.models import User
from zhian.kernel.records.models import Record

Facts = dict[str, Any]  # plain: texts, numbers, lists and dicts of them; nothing else reaches a template

DOCUMENTS: dict[str, "Document"] = {}


@dataclass(frozen=True, slots=True)
class Document:
    """A document of one kind of record, such as `incidents.case`.

    `facts` says what of a record its reader may see on it; `example` is a YAML file with the same facts, all filled in:
    a template is tried with it, and the page on templates explains it.
    """

    name: str
    title: Words
    about: Words
    template: Path
    example: Path
    facts: Callable[[Any, User], Facts]
    deed: str  # the permission to make it
    suits: Callable[[Any], bool] = lambda _record: True  # whether it is offered beside such a record

    @property
    def kind(self) -> str:
        """Of the records that it is about."""
        return self.name.partition(".")[0]

    @property
    def short(self) -> str:
        """Its part of an address."""
        return self.name.partition(".")[2]

    def sample(self) -> Facts:
        return yaml.safe_load(self.example.read_text(encoding="utf-8"))


def declare(document: Document) -> Document:
    DOCUMENTS[document.name] = document
    return document


def documents_for(record: Record, user: User) -> list[Document]:
    """Those about this record that the person may make."""
    about = (each for each in DOCUMENTS.values() if each.kind == record.kind and each.suits(record))
    return [each for each in about if user.has_perm(each.deed, record)]
