"""A record's way as stations: where it has been, where it stands, and what lies ahead on the straight road."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zhian.engines.workflow import Step, Workflow


@dataclass(frozen=True, slots=True)
class Station:
    """A state on the way; `place` is was, now or empty for what lies ahead."""

    label: str
    place: str = ""
    at: datetime | None = None


def stations(workflow: Workflow, state: str, moves: Iterable[tuple[str, str, datetime]]) -> list[Station]:
    """The stations of a record in that state, whose moves are (from, to, when), oldest first."""
    came, reached = "", {}
    for before, after, at in moves:
        if before != after:
            reached[after] = at
        if after == state and before != after:
            came = before
    road = straight_road(workflow)
    if state not in road:
        behind = road[: road.index(came) + 1] if came in road else road
        ahead = [] if workflow.states[state].is_closed else road[len(behind) :]
        road = [*behind, state, *ahead]
    here = road.index(state)
    return [
        Station(
            workflow.states[name].label,
            _place(i, here, is_end=i == len(road) - 1),
            reached.get(name) if i <= here else None,
        )
        for i, name in enumerate(road)
    ]


def straight_road(workflow: Workflow) -> list[str]:
    """The fewest steps from the start to the first state that closes it well, told by its states."""
    roads = [[workflow.start]]
    for road in roads:
        end = workflow.states[road[-1]]
        if end.is_closed and end.tone == "done":
            return road
        targets = dict.fromkeys(step.target_from(road[-1]) for step in workflow.steps_from(road[-1]))
        roads += [[*road, target] for target in targets if target not in road]
    return [workflow.start]


def step_onwards(workflow: Workflow, state: str) -> Step | None:
    """The step that leads from the state along the straight road, or back to it."""
    road = straight_road(workflow)
    onwards = [step for step in workflow.steps_from(state) if step.target_from(state) != state]
    ahead = road[road.index(state) + 1 :] if state in road else road
    return next((step for step in onwards if step.target_from(state) in ahead), None)


def _place(i: int, here: int, *, is_end: bool) -> str:
    if i < here or (i == here and is_end):
        return "was"
    return "now" if i == here else ""
