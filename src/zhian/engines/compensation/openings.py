"""What is open in a case, and from what to what it moves the sum."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter
from typing import Any

from .award import Mover, Range
from .case import Case
from .law import Head
from .options import Choice, options
from .reckoning import Reckoning
from .responsibility import bands
from .words import Words

SETTLING = ("ratio_per_head", "mental_ratio", "fees_ratio", "prepaid")  # questions that no head asks
Way = tuple[Choice, Mapping[str, Any]]


@dataclass(frozen=True)
class Opening:
    """Something that is open: the ways in which it may come out, and the heads that it moves."""

    name: str
    words: Words
    ways: list[Way]
    moved: list[Head]


def range_of(reckoning: Reckoning, choice: Choice, usual: Mapping[str, int | None], payable: int) -> Range:
    """From lowest to highest over what is open: each by itself, then all that lower it together, all that raise it."""
    lowest: list[tuple[Way, Opening]] = []
    highest: list[tuple[Way, Opening]] = []
    movers, ends = [], [payable]
    for opening in _open(reckoning, choice):
        paid = [(reckoning.payable(*way, usual, opening.moved), way) for way in opening.ways]
        (low, low_way), (high, high_way) = min(paid, key=itemgetter(0)), max(paid, key=itemgetter(0))
        if low < payable:
            lowest.append((low_way, opening))
        if high > payable:
            highest.append((high_way, opening))
        if low != payable or high != payable:
            ends += [low, high]
            movers.append(Mover(opening.name, opening.words, _yuan(min(low, payable)), _yuan(max(high, payable))))
    ends += [_together(reckoning, choice, usual, taken) for taken in (lowest, highest) if len(taken) > 1]
    movers.sort(key=lambda m: -m.width)
    return Range(_yuan(min(ends)), _yuan(max(ends)), tuple(movers))


def _together(
    reckoning: Reckoning, choice: Choice, usual: Mapping[str, int | None], taken: list[tuple[Way, Opening]]
) -> int:
    """What is payable if several things come out in one direction."""
    answers = {n: a for way, _ in taken for n, a in way[0] if a != choice.answer(n)}
    facts = {n: v for way, _ in taken for n, v in way[1].items()}
    moved = {head.name: head for _, opening in taken for head in opening.moved}
    return reckoning.payable(choice.but(**answers), facts, usual, list(moved.values()))


def _open(reckoning: Reckoning, choice: Choice) -> Iterator[Opening]:
    """Questions that the case does not answer, the label's band, facts that were assumed."""
    case, turns_on = reckoning.case, reckoning.turns_on(choice)
    for name, option in options().items():
        if name not in case.answers and (name in turns_on or name in SETTLING):
            others = [a for a in option.answers if a != choice.answer(name)]
            yield Opening(name, option.words, [(choice.otherwise(name, a), {}) for a in others], turns_on.get(name, []))
    yield from _labelled(case, choice)
    for assumed in case.assumed:
        ways: list[Way] = [(choice, {assumed.fact: value}) for value in (assumed.low, assumed.high)]
        yield Opening(assumed.field, assumed.words, ways, turns_on.get(assumed.fact, []))


def _labelled(case: Case, choice: Choice) -> Iterator[Opening]:
    """Where only a label is told: which table of ratios holds, and where in its band the share lies."""
    label = case.part("responsibility").get("label")
    if not label or "ratio" in case.told:
        return
    chosen, open_table = str(choice.answer("label_ratios")), "label_ratios" not in case.answers
    others = [table[label] for name, table in bands().items() if open_table and name != chosen]
    band = bands()[chosen][label]
    if others:
        usual: list[Way] = [(choice, {"ratio": other.usual}) for other in others]
        yield Opening("label_ratios", options()["label_ratios"].words, usual, [])
    words = Words(f"{label}责任的比例（{band.source}）", f"share for the label {label} ({band.source})")
    ends: list[Way] = [(choice, {"ratio": end}) for each in (band, *others) for end in (each.low, each.high)]
    yield Opening("label", words, ends, [])


def _yuan(fen: int) -> Fraction:
    return Fraction(fen, 100)
