"""From what was lost to what is owed: shares of responsibility, what was paid before, several hospitals, the insurer.

The patient is owed the whole; how hospitals and insurers divide it among themselves never lessens that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from .figures import known_as
from .formula import to_fen
from .options import Choice
from .stored import stored

FEN = Fraction(1, 100)


@dataclass(frozen=True)
class Band:
    """What a label is worth: the lowest share, the usual one and the highest."""

    low: Fraction
    usual: Fraction
    high: Fraction
    source: str
    verified: str


@cache
def bands() -> Mapping[str, Mapping[str, Band]]:
    """For each table of ratios, what each label is worth in it."""
    return {
        table: {label: _band(row, str(about["verified"])) for label, row in about["labels"].items()}
        for table, about in _tables().items()
    }


def table_at(place: str) -> str | None:
    """The table that a place has of its own."""
    return next((table for table, about in _tables().items() if about.get("place") == known_as(place)), None)


@cache
def _tables() -> Mapping[str, Any]:
    return stored(files(__package__) / "responsibility.yaml")


def _band(row: Mapping[str, str], verified: str) -> Band:
    return Band(Fraction(row["low"]), Fraction(row["usual"]), Fraction(row["high"]), row["source"], verified)


@dataclass(frozen=True)
class Settled:
    """What is owed for each head, in all, and after what was paid in advance."""

    owed: Mapping[str, Any]
    total: Any
    deducted: Any
    payable: Any


def settled(gross: Mapping[str, tuple[str, Any]], case: Any, option: Choice) -> Settled:
    """Apply the ratio and take off what was paid in advance. `gross`: by head, its kind and amount.

    Works on amounts and on names alike, so that one case and columns share it.
    """
    owed: dict[str, Any] = {}
    whole = reached = 0
    for head, (kind, amount) in gross.items():
        if not is_scaled(kind, option):
            owed[head] = amount
        elif option.ratio_per_head == "per_head":
            owed[head] = to_fen(amount * getattr(case, f"ratio:{head}"))
        else:  # the sum is scaled and rounded once; a head gets what it adds to the sum
            whole = whole + amount
            before, reached = reached, to_fen(whole * case.ratio)
            owed[head] = reached - before
    total = sum(owed.values())
    deducted = case.prepaid if option.prepaid == "after" else to_fen(case.prepaid * case.ratio)
    return Settled(owed, total, deducted, max(total - deducted, 0))


def is_scaled(kind: str, option: Choice) -> bool:
    """Whether a head of this kind stands inside the ratio."""
    if kind == "mental":
        return option.mental_ratio == "scaled"
    return option.fees_ratio == "inside" if kind == "fee" else True


def divided(amount: Fraction, shares: Sequence[Fraction]) -> list[Fraction]:
    """An amount in whole fen by shares that make up one: each to the fen, and together the whole.

    The fen left over go to the largest remainders, the first of equal ones.
    """
    exact = [amount * share / sum(shares) for share in shares]
    whole = [(part // FEN) * FEN for part in exact]
    left = int((amount - sum(whole)) / FEN)
    for place in sorted(range(len(shares)), key=lambda k: (whole[k] - exact[k], k))[:left]:
        whole[place] += FEN
    return whole


def insurers_share(due: Fraction, mental: Fraction, fees: Fraction, policy: Mapping[str, Any], answer: str) -> Fraction:
    """What the insurer bears of what a hospital owes.

    `mental` and `fees`: the parts of `due` for mental damages (covered only by a rider) and for legal cost (under a
    limit of its own where the policy has one). `answer`: base and order of the deductible, an answer to `deductible`.
    """
    if not policy or policy.get("appraised") is False:
        return Fraction(0)
    legal = min(fees, policy["cost_limit"]) if "cost_limit" in policy else Fraction(0)
    covered = due - (fees if "cost_limit" in policy else 0) - (0 if policy.get("mental_covered") else mental)
    base, _, order = answer.partition("_")
    limits = [policy[name] for name in ("person_limit", "accident_limit", "aggregate_left") if name in policy]
    if order == "before":
        paid = min([covered - deductible(base, covered, policy), *limits])
    else:
        capped = min([covered, *limits])
        paid = capped - deductible(base, capped if base == "rate" else covered, policy)
    return min(due, to_fen(max(paid, Fraction(0))) + legal)


def deductible(base: str, loss: Fraction, policy: Mapping[str, Any]) -> Fraction:
    """The deductible on a loss: a fixed sum or a rate of the base, whichever is more, as the policy has them."""
    fixed, rate = policy.get("deductible", Fraction(0)), policy.get("rate", Fraction(0))
    if base == "fixed":
        return fixed
    if base == "rate":
        return rate * loss
    return max(fixed, rate * (policy.get("person_limit", Fraction(0)) if base == "limit" else loss))
