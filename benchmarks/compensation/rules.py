"""The rules that both sides are given, the random cases, and what is right to the fen.

Medical cost; disability compensation: income × years (20; 80 − age from 60; 5 from 75) × (11 − level) / 10; dependants:
for each of twenty years the shares (1 / supporters) of those who are still supported, times the same coefficient, at
most 1, times consumption; each head and the total times the ratio of responsibility.
"""

from fractions import Fraction
from math import floor

import numpy as np

HEADS = ("medical", "disability", "dependants")
TWENTY = range(20)


def random_cases(count: int, seed: int = 1) -> tuple[dict, dict]:
    """Columns of cases, and of dependants sorted by `case` (one a case on average). Money in fen, ratio in 1/10,000."""
    random = np.random.default_rng(seed)

    def draw(low, high, size=count):
        return random.integers(low, high + 1, size, np.int64)

    cases = {
        "age": draw(0, 100),
        "level": draw(1, 10),
        "medical": draw(0, 50_000_000),
        "ratio": draw(0, 100) * 100,
        "income": draw(2_000_000, 10_000_000),
        "consumption": draw(1_000_000, 6_000_000),
    }
    people = {
        "case": np.sort(draw(0, count - 1)),
        "age": draw(0, 100),
        "incapable": draw(0, 1),
        "supporters": draw(1, 4),
    }
    return cases, people


def right(cases: dict, people: dict, count: int) -> list[tuple[int, ...]]:
    """What each of the first `count` cases is owed, in whole fen: three heads and the total."""
    starts = np.searchsorted(people["case"], range(count + 1))
    return [
        _one(
            {name: int(column[k]) for name, column in cases.items()},
            [
                tuple(int(people[f][row]) for f in ("age", "incapable", "supporters"))
                for row in range(*starts[k : k + 2])
            ],
        )
        for k in range(count)
    ]


def _one(case: dict, people: list[tuple[int, int, int]]) -> tuple[int, ...]:
    coefficient = Fraction(11 - case["level"], 10)
    terms = [(18 - age if age < 18 else _years(age) * incapable, supporters) for age, incapable, supporters in people]
    units = sum(min(1, coefficient * sum(Fraction(1, s) for term, s in terms if y < term)) for y in TWENTY)
    gross = (
        Fraction(case["medical"]),
        case["income"] * _years(case["age"]) * coefficient,
        case["consumption"] * units,
    )
    fen = [_half_up(value) for value in gross]
    owed = [_half_up(Fraction(value * case["ratio"], 10_000)) for value in fen]
    return (*owed, _half_up(Fraction(sum(fen) * case["ratio"], 10_000)))


def _years(age: int) -> int:
    return max(5, 20 - max(0, age - 60))


def _half_up(fen: Fraction) -> int:
    return floor(fen + Fraction(1, 2))
