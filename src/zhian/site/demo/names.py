"""Invented names that read like a real staff list: no two people of the demo share one."""

from functools import cache
from random import Random

from .data import read


class Names:
    """A seeded source of names, each given out once."""

    def __init__(self, rng: Random, taken: frozenset[str] = frozenset()) -> None:
        self.rng = rng
        self.taken = set(taken)

    def draw(self, sex: str, generation: str) -> str:
        """A name that nobody has yet; `generation` is senior, middle or junior."""
        while (name := self._surname() + self.rng.choice(_pool()["given"][sex][generation])) in self.taken:
            pass
        self.taken.add(name)
        return name

    def _surname(self) -> str:
        met = _pool()["surnames"]
        return self.rng.choices(list(met), weights=met.values())[0]


@cache
def _pool() -> dict:
    return read("names.yaml")
