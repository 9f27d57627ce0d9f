"""What every part of the sheet needs: the assessment, the language, and how amounts and sources are written."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files

from ..award import Assessment, Award
from ..stored import stored
from ..words import Words

TO_CHECK = Words("待核对", "to be verified")
PART = Words("{}（{}）", "{} ({})")
Money = Callable[[Fraction | None], str]


def grouped(amount: Fraction | None) -> str:
    """12,345.60: for people. Empty where it is not known."""
    return "" if amount is None else f"{Decimal(amount.numerator) / amount.denominator:,.2f}"


def bare(amount: Fraction | None) -> str:
    """12345.60: for programs."""
    return grouped(amount).replace(",", "")


@cache
def titles() -> Mapping[str, str]:
    """The words by which a source is known, with its short English title."""
    return stored(files(__package__) / "titles.yaml")


class Setting:
    """What every part needs: the assessment, the language, and how amounts are written."""

    def __init__(self, assessment: Assessment, language: str, money: Money) -> None:
        self.assessment, self.language, self.money = assessment, language, money

    def say(self, words: Words) -> str:
        """In the language of the sheet."""
        return words.said_in(self.language)

    def cited(self, source: str) -> str:
        """A source in the original, with what an English reader calls it in front."""
        if self.language.startswith("zh"):
            return source
        known = "; ".join(english for title, english in titles().items() if title in source)
        return f"{known}: {source}" if known else source

    def check(self, is_verified: bool) -> str:
        """The mark of what nobody has verified."""
        return "" if is_verified else self.say(TO_CHECK)

    def signed(self, amount: Fraction) -> str:
        """A change: +37.67, −12.00, ±0.00."""
        return f"{'+' if amount > 0 else '−' if amount < 0 else '±'}{self.money(abs(amount))}"


def percent(ratio: Fraction) -> str:
    """70% or 33.33%: ratios are whole hundredths of a per cent."""
    written = f"{Decimal((ratio * 10_000).numerator) / 100:.2f}"
    return f"{written.rstrip('0').rstrip('.')}%"


def leading_first(assessment: Assessment) -> list[Award]:
    """The award under the law that governs, then what is shown beside it."""
    return sorted(assessment.awards.values(), key=lambda award: award is not assessment.governing)
