"""The ways in which a sum that the formulas do not support can still be lawful, and what each would need."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..case import Case
from ..figures.reading import in_yuan
from ..options import Choice
from ..responsibility import bands
from ..varied import varied
from ..words import Words
from .estimates import Largest, filled, largest

REGIMES = {
    "A": Words("《医疗事故处理条例》", "the Regulation"),
    "B": Words("民法典与人身损害赔偿解释", "the Civil Code and the Interpretation"),
}
LEVELS = range(10, 0, -1)  # from the lightest on
YEARS_OF_CARE = range(1, 21)  # Interpretation, Art. 8 (2003: Art. 21): twenty years at most
SETTLEMENT = Words(
    "双方自愿签订书面和解协议，数额以事实为依据，不畸高也不畸低；公立医院另须遵守程序，经办人员可能被追责",
    "a voluntary written settlement that rests on the facts and is neither far too high nor far too low; a public "
    "hospital has its procedure to keep, and its staff may answer for it",
)


@dataclass(frozen=True)
class Way:
    """`letter`: a to d. `reaches`: whether it can make up the whole sum. `needed`: yuan, a level, or years."""

    letter: str
    words: Words
    reaches: bool
    needed: Fraction | int | None = None


def lawful_ways(case: Case, most: Mapping[str, Largest], asked: Fraction) -> Iterator[Way]:
    """(a) documented treatment and earnings, (b) a disability level, (c) certified care, (d) a written settlement.

    `most`: what each regime supports without them, less than `asked`.
    """
    yield _by_receipts(case, most, asked)
    if not case.facts["died"]:
        yield _by_level(case, asked)
        yield _by_care(case, asked)
    yield Way("d", SETTLEMENT, reaches=True)


def _by_receipts(case: Case, most: Mapping[str, Largest], asked: Fraction) -> Way:
    ratio = _highest_ratio(case)
    if not ratio:
        return Way(
            "a", Words("医院没有责任，单据再多也不支持", "without responsibility no receipt helps"), reaches=False
        )
    needed = {regime: _up_to_fen((asked - each.high) / ratio) for regime, each in most.items()}
    zh = "，".join(f"按{REGIMES[r].zh}尚需{in_yuan(amount)}元" for r, amount in needed.items())
    en = ", ".join(f"{in_yuan(amount)} more under {REGIMES[r].en}" for r, amount in needed.items())
    words = Words(
        f"有凭据、与损害有因果关系且不属原发病的医疗费和误工收入达到该数：{zh}（责任比例{in_yuan(ratio * 100)}%）",
        f"documented, causal treatment (not of the original disease) and lost income that reach it: {en} "
        f"(at a share of {in_yuan(ratio * 100)}%)",
    )
    return Way("a", words, True, min(needed.values(), default=None))


def _highest_ratio(case: Case) -> Fraction:
    """The share of treatment that is owed: as told, or the upper end of its label."""
    told = case.part("responsibility")
    if (own := told.get("heads", {}).get("medical", told.get("ratio"))) is not None:
        return own
    if label := told.get("label"):
        return bands()[str(Choice(case.answers).answer("label_ratios"))][label].high
    return Fraction(1)


def _by_level(case: Case, asked: Fraction) -> Way:
    level, estimate = _first(case, asked, LEVELS, lambda level: {"injuries": [{"level": level}]})
    if level is None:
        words = Words("即使鉴定为一级伤残也达不到", "not even disability level 1 reaches it")
        return Way("b", _with(words, estimate), reaches=False)
    words = Words(
        f"司法鉴定为{'一二三四五六七八九十'[level - 1]}级或者更重的伤残（事故等级与伤残等级可以不一致）",
        f"a forensic disability of level {level} or worse, which may differ from the grade of the accident",
    )
    return Way("b", _with(words, estimate), True, level)


def _by_care(case: Case, asked: Fraction) -> Way:
    care = lambda years: {"permanent_care": {"years": years, "level": "full"}}  # noqa: E731
    years, estimate = _first(case, asked, YEARS_OF_CARE, care)
    if years is None:
        words = Words("二十年的护理费也达不到", "not even twenty years of care reach it")
        return Way("c", _with(words, estimate), reaches=False)
    words = Words(
        f"有证明的长期护理：完全护理依赖{years}年以上",
        f"certified long-term care: full dependence for {years} years or more",
    )
    return Way("c", _with(words, estimate), True, years)


def _first(case: Case, asked: Fraction, steps: Sequence[int], change: Callable[[int], Any]) -> tuple[int | None, Words]:
    """The first step that reaches the sum; each step supports at least as much as the one before."""
    last = largest(varied(case, change(steps[-1])), "B")
    if last.high < asked:
        return None, last.estimate
    known = filled(case, last.borrowed)
    place = bisect_left(steps, asked, key=lambda step: largest(varied(known, change(step)), "B").high)
    return steps[place], last.estimate


def _with(words: Words, estimate: Words) -> Words:
    if not estimate.zh:
        return words
    return Words(f"{words.zh}（{estimate.zh}）", f"{words.en} ({estimate.en})")


def _up_to_fen(amount: Fraction) -> Fraction:
    return Fraction(-((-amount * 100) // 1), 100)
