"""The indicators that the program brings along, a file each, and the boards on which they stand together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from ..definition import Definition, Names
from ..document import read
from ..stored import stored


@dataclass(frozen=True, slots=True)
class Chapter:
    """Indicators under one heading of a board, by their codes in the order of the list."""

    names: Names
    members: tuple[str, ...]
    note: Names


@dataclass(frozen=True, slots=True)
class Board:
    """Indicators that are read together. `verified`: how well the list is known, as in a definition's source."""

    key: str
    names: Names
    source: str
    verified: str
    note: Names
    chapters: tuple[Chapter, ...]

    @property
    def members(self) -> tuple[str, ...]:
        """The codes of all chapters, in order."""
        return tuple(code for chapter in self.chapters for code in chapter.members)


@cache
def shipped() -> Sequence[Definition]:
    """Every definition of the catalogue, all editions, by folder and file."""
    return tuple(read(text, is_ours=True) for _path, text in documents())


@cache
def boards() -> Sequence[Board]:
    """The boards in the order of the menu."""
    return tuple(_board(key, about) for key, about in stored(files(__package__) / "sets.yaml").items())


def documents() -> Iterator[tuple[str, str]]:
    """Where each definition stands (`nursing/NUR-07.yaml`), and its text, to begin an own one from."""
    for folder in sorted(_folders(), key=lambda each: each.name):
        for file in sorted(folder.iterdir(), key=lambda each: each.name):
            if file.name.endswith(".yaml"):
                yield f"{folder.name}/{file.name}", file.read_text("utf-8")


def _folders() -> Iterator[Traversable]:
    return (each for each in files(__package__).iterdir() if each.is_dir())


def _board(key: str, about: Mapping[str, Any]) -> Board:
    chapters = tuple(_chapter(each) for each in about.get("chapters", [about]))
    return Board(key, about["names"], about["source"], about["verified"], about.get("note", {}), chapters)


def _chapter(about: Mapping[str, Any]) -> Chapter:
    return Chapter(about["names"], tuple(about["members"]), about.get("note", {}))
