"""A claim beside the rule: head by head, as a sum, what it lacks, and the answer in one sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..assess import assess
from ..award import Assessment, Award, Line
from ..case import Case
from ..figures.reading import in_yuan
from ..procedure import Procedure, needed
from ..words import Words
from .arithmetic import remarks_on_sum
from .estimates import Largest, largest
from .ways import REGIMES, Way, lawful_ways

SAME_LOSS = {"disability_allowance": "disability", "disability": "disability_allowance"}


@dataclass(frozen=True)
class ClaimedHead:
    """One head as it is asked for, beside what each regime gives (None: a figure is missing, absent: no such head).

    `too_much`: what is asked beyond the law that governs; below nought, what could be asked more.
    """

    name: str
    words: Words
    asked: Fraction
    supported: Mapping[str, Fraction | None]
    too_much: Fraction | None
    remarks: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Claim:
    """All that can be said of a claim.

    `added`: the sum of its heads; `sums`: what is wrong with its own arithmetic. `supported`: what each regime gives as
    the case stands; `supported_max`: with every open question answered for the claimant. `gap`: what is asked beyond
    that. `lacking`: heads for which the case shows no evidence, with what would prove them. `ways`: how a sum that
    nothing supports could yet be lawful.
    """

    asked: Fraction
    added: Fraction | None
    sums: tuple[Words, ...]
    heads: tuple[ClaimedHead, ...]
    supported: Mapping[str, Fraction]
    supported_max: Mapping[str, Largest]
    gap: Mapping[str, Fraction]
    lacking: tuple[tuple[Words, Words], ...]
    procedure: Procedure
    ways: tuple[Way, ...]
    verdict: Words

    @property
    def is_supported(self) -> bool:
        return not all(self.gap.values())


def check_claim(case: Case, assessment: Assessment | None = None) -> Claim:
    """All that can be said of the claim that a case holds. Raises ValueError where it holds none."""
    told, found = case.part("claim"), assessment or assess(case)
    heads = told.get("heads", {})
    if not heads and told.get("stated_total") is None:
        raise ValueError("the case holds no claim: give its heads, its stated total, or both")
    added = sum(heads.values(), Fraction(0)) if heads else None
    stated = told.get("stated_total", added)
    asked = told.get("demanded", stated)
    most = {regime: largest(case, regime, award) for regime, award in found.awards.items()}
    gap = {regime: max(Fraction(0), asked - each.high) for regime, each in most.items()}
    steps = needed(case, asked, is_supported=not all(gap.values()))
    return Claim(
        asked=asked,
        added=added,
        sums=tuple(_sums(told, heads, stated, found)),
        heads=tuple(_head(name, amount, found) for name, amount in heads.items()),
        supported={regime: award.payable for regime, award in found.awards.items()},
        supported_max=most,
        gap=gap,
        lacking=tuple(_lacking(heads, found)),
        procedure=steps,
        ways=tuple(lawful_ways(case, most, asked)) if all(gap.values()) else (),
        verdict=_verdict(asked, found, most, steps),
    )


# The heads


def _head(name: str, asked: Fraction, found: Assessment) -> ClaimedHead:
    lines = {regime: line for regime, award in found.awards.items() if (line := _line(award, name))}
    leading = found.governing
    line = _line(leading, name) if leading else None
    gross = line.gross if line else Fraction(0)
    return ClaimedHead(
        name=name,
        words=_words(name, found),
        asked=asked,
        supported={regime: each.gross for regime, each in lines.items()},
        too_much=None if gross is None else asked - gross,
        remarks=tuple(_remarks(asked, line, leading)),
    )


def _remarks(asked: Fraction, line: Line | None, leading: Award | None) -> Iterator[Words]:
    if line is None:
        title = leading.instrument.words if leading else Words("所适用的法律", "the law that governs")
        yield Words(f"《{title.zh}》没有这一项", f"{title.en} has no such head")
        return
    if line.gross is None:
        yield from (gap.words for gap in line.gaps)
        return
    if asked != line.gross:
        off = in_yuan(abs(asked - line.gross))
        yield Words(
            f"按{line.head.article.zh}为{in_yuan(line.gross)}元，{'多' if asked > line.gross else '少'}要{off}元",
            f"{line.head.article.en} gives {in_yuan(line.gross)}: {off} "
            f"too {'much' if asked > line.gross else 'little'}",
        )
    for other in line.alternatives:
        if other.amount == asked != line.gross:
            yield Words(f"与另一种解读相符：{other.words.zh}", f"it agrees with another reading: {other.words.en}")
    if asked > line.gross:
        yield line.head.plain
    yield from (each.why for each in line.excluded)


def _line(award: Award, name: str) -> Line | None:
    known = {line.head.name: line for line in award.lines}
    return known.get(name) or known.get(SAME_LOSS.get(name, ""))


def _words(name: str, found: Assessment) -> Words:
    lines = (line for award in found.awards.values() for line in award.lines)
    return next((line.head.words for line in lines if line.head.name == name), Words(name, name))


# The sums


def _sums(
    told: Mapping[str, Any], heads: Mapping[str, Fraction], stated: Fraction, found: Assessment
) -> Iterator[Words]:
    if heads:
        yield from remarks_on_sum(heads, stated, {name: _words(name, found) for name in heads})
    ratio, demanded = told.get("ratio"), told.get("demanded")
    if ratio is not None and demanded is not None:
        product = Fraction((stated * ratio * 100 + Fraction(1, 2)).__floor__(), 100)
        if product != demanded:
            yield Words(
                f"{in_yuan(stated)}元按比例应为{in_yuan(product)}元，而非{in_yuan(demanded)}元",
                f"{in_yuan(stated)} times its ratio is {in_yuan(product)}, not {in_yuan(demanded)}",
            )


def _lacking(heads: Mapping[str, Fraction], found: Assessment) -> Iterator[tuple[Words, Words]]:
    """Heads asked for (all heads where only a sum is asked) for which the case has nothing."""
    for award in filter(None, [found.governing]):
        for line in award.lines:
            if line.evidence.zh and not line.gross and (not heads or line.head.name in heads):
                yield line.head.words, line.evidence


# The answer


def _verdict(asked: Fraction, found: Assessment, most: Mapping[str, Largest], steps: Procedure) -> Words:
    leading = found.governing
    if leading and asked <= leading.payable:
        zh, en = "所适用的法律按现有事实支持这一数额", "the law that governs supports it on the facts told"
    elif leading and asked <= most[leading.regime].high:
        zh, en = "只有未定问题都作有利于患方的回答才够", "only if every open question is answered for the claimant"
    elif any(asked <= each.high for each in most.values()):
        zh, en = "所适用的法律不支持，另一制度才支持", "the law that governs does not support it, the other regime does"
    else:
        zh, en = (
            "两种制度的算法都不支持，只有经下列途径才合法",
            "the formulas of neither regime support it: it is lawful only in the ways below",
        )
    sums = [_supports(REGIMES[regime], each) for regime, each in most.items()]
    return Words(
        f"索赔{in_yuan(asked)}元：{zh}。{'；'.join(each.zh for each in sums)}。"
        f"须履行的程序{len(steps.required)}项，须注意{len(steps.flags)}项。",
        f"{in_yuan(asked)} yuan asked: {en}. Supported: {'; '.join(each.en for each in sums)}. "
        f"Procedure: {len(steps.required)} requirements, {len(steps.flags)} warnings.",
    )


def _supports(regime: Words, most: Largest) -> Words:
    high = in_yuan(most.high)
    said = Words(f"{regime.zh}最多支持{high}元", f"at most {high} under {regime.en}")
    if not most.borrowed:
        return said
    return Words(f"{said.zh}（{most.estimate.zh}）", f"{said.en} ({most.estimate.en})")
