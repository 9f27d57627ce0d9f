"""Where rows come from, and when: what checks need to know of the world."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Place:
    """A hospital on the day of an import."""

    hospital: str
    today: date
    departments: Mapping[str, str] = field(default_factory=dict)  # code or name as sources write it → our code
    other_hospitals: Sequence[str] = ()
