"""Workflows as tables: the states of a record, whose turn it is in each, and the steps between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Words = Any  # a string, or what becomes one in the language of the reader
Tone = Literal["waiting", "going", "check", "late", "done", "quiet"]

FILE = "file"  # the first step of every workflow: from nowhere into the state where a record starts


class Refused(Exception):
    """A deed that cannot be done now. The message says why and what would help, in words for the person."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a record can stand.

    `turn` and `Step.tell` name people: a role ("quality_office") or something the record knows ("author", "owners").
    """

    label: Words
    tone: Tone = "going"
    turn: Sequence[str] = ()
    workdays: int | None = None  # time allowed in it
    ask: Words = ""  # what is asked of them, where it is no step
    is_closed: bool = False  # nothing of the record can be changed here


@dataclass(frozen=True, slots=True)
class Step:
    """A way from some states to one, or from each of them to one of its own."""

    name: str
    sources: Sequence[str]
    target: str | Mapping[str, str]  # a mapping where it depends on the source
    label: Words
    by: Words = ""  # who takes it, in words, for those who may not
    note: Literal["optional", "required"] = "optional"
    tell: Sequence[str] = ()  # who hears of it

    def target_from(self, source: str) -> str:
        """Where it leads from this state; from nowhere, where filing leads."""
        return self.target if isinstance(self.target, str) else self.target[source]

    @property
    def stays(self) -> bool:
        """Whether it moves nothing: the record stands where it stood, and only its facts changed."""
        return bool(self.sources) and all(source == target for source, target in self.arrows())

    def arrows(self) -> Iterator[tuple[str, str]]:
        """Each source with where the step leads from there."""
        return ((source, self.target_from(source)) for source in self.sources)


class Workflow:
    """The states a record can be in, and the steps between them.

    Raises ValueError where the table contradicts itself: an unknown state, a state that no step reaches,
    a step named twice, or no way to file.
    """

    def __init__(self, name: str, states: Mapping[str, State], steps: Sequence[Step]) -> None:
        self.name = name
        self.states = dict(states)
        self.steps = {step.name: step for step in steps}
        self._check(steps)

    @property
    def start(self) -> str:
        return self.steps[FILE].target_from("")

    def steps_from(self, state: str) -> Iterator[Step]:
        return (step for step in self.steps.values() if state in step.sources)

    def closed_states(self) -> list[str]:
        return [name for name, state in self.states.items() if state.is_closed]

    def mermaid(self) -> str:
        """The same table as a picture, for the documentation."""
        arrows = (
            f"    {source} --> {target}: {step.name}"
            for step in self.steps.values()
            for source, target in step.arrows()
        )
        return "\n".join(["stateDiagram-v2", f"    [*] --> {self.start}", *arrows])

    def _check(self, steps: Sequence[Step]) -> None:
        if FILE not in self.steps:
            raise ValueError(f"{self.name} has no step “{FILE}”: nothing could ever enter it")
        if len(self.steps) != len(steps):
            raise ValueError(f"{self.name} names a step twice")
        reached = {self.start}
        for step in steps:
            if not isinstance(step.target, str) and set(step.target) != set(step.sources):
                raise ValueError(f"{self.name}.{step.name} does not say for each source where it leads")
            targets = {step.target} if isinstance(step.target, str) else set(step.target.values())
            for state in (*step.sources, *sorted(targets)):
                if state not in self.states:
                    raise ValueError(f"{self.name}.{step.name} names an unknown state: {state}")
            reached |= targets
        unreached = self.states.keys() - reached
        if unreached:
            raise ValueError(f"{self.name} has states that no step reaches: {', '.join(sorted(unreached))}")
