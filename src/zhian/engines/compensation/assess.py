"""One case under the law, with its whole explanation: line by line, what moves it, and who bears it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter
from types import SimpleNamespace
from typing import Any

from .award import Alternative, Assessment, Award, Deduction, Line, Mover, Range, Share, Sum, Supported
from .case import Case
from .law import Head, Instrument
from .law.cn.applicable import Applicable, applicable, text_of_the_day
from .law.cn.dependants import by_person
from .law.formulas import Ready
from .law.registry import instrument
from .options import Answer, Choice, options
from .reckoning import Gross, Reckoning
from .responsibility import bands, divided, insurers_share
from .words import NOTHING, Words

SETTLING = ("ratio_per_head", "mental_ratio", "fees_ratio", "prepaid")
BOTH = ("A", "B")


def assess(case: Case, regimes: tuple[str, ...] = BOTH) -> Assessment:
    """A case under each regime: which of them governs, and what each of them supports."""
    governing, texts = laws(case, regimes)
    return Assessment(case, governing, {regime: award(law, case) for regime, law in texts.items()})


def sums(case: Case, regimes: tuple[str, ...] = BOTH) -> dict[str, Sum]:
    """What is payable under each regime, without any explanation."""
    return {regime: _sum(Reckoning(law, case)) for regime, law in laws(case, regimes)[1].items()}


def ranges(case: Case, regimes: tuple[str, ...] = BOTH) -> dict[str, Range]:
    """From the lowest to the highest under each regime, without any explanation."""
    found = {}
    for regime, law in laws(case, regimes)[1].items():
        reckoning, choice = Reckoning(law, case), Choice(case.answers)
        usual = {head.name: reckoning.gross(head, choice).stated for head in law.heads}
        found[regime] = _range(reckoning, choice, usual, reckoning.settle(choice, usual).payable)
    return found


def _sum(reckoning: Reckoning) -> Sum:
    choice = Choice(reckoning.case.answers)
    found = {head.name: reckoning.gross(head, choice) for head in reckoning.law.heads}
    settled = reckoning.settle(choice, {name: gross.stated for name, gross in found.items()})
    gaps = {gap.series: gap for gross in found.values() for gap in gross.gaps}
    return Sum(_yuan(settled.payable), tuple(gaps.values()))


def laws(case: Case, regimes: tuple[str, ...] = BOTH) -> tuple[list[Applicable], dict[str, Instrument]]:
    """Which laws govern a case, the leading one first, and the text that computes each regime."""
    governing = _governing(case)
    forced = case.answers.get("regime", "by_date")
    wanted = regimes if forced == "by_date" else tuple(r for r in regimes if r == forced)
    return governing, {regime: _text(regime, governing, case) for regime in wanted}


def _governing(case: Case) -> list[Applicable]:
    accident = case.part("accident")
    established = accident.get("established", True if accident.get("grade") else None)
    return applicable(
        forum=case.forum,
        act=case.dates.get("act"),
        until=case.dates.get("until"),
        accepted=case.dates.get("accepted"),
        debate_closed=case.dates.get("debate_closed"),
        established=established,
    )


def _text(regime: str, governing: list[Applicable], case: Case) -> Instrument:
    """The text that computes a regime: what governs, or else what would on the day of the act."""
    named = [found.instrument for found in governing if found.regime == regime and found.instrument]
    return instrument(named[0] if named else text_of_the_day(regime, case.dates.get("act")))


def award(law: Instrument, case: Case) -> Award:
    """One instrument applied to one case."""
    choice = Choice(case.answers)
    reckoning = Reckoning(law, case)
    found = {head.name: reckoning.gross(head, choice) for head in law.heads}
    usual = {name: g.stated for name, g in found.items()}
    settled = reckoning.settle(choice, usual)
    lines = tuple(_line(reckoning, head, choice, found[head.name], settled.owed[head.name]) for head in law.heads)
    kept = Fraction(sum(g.stated or 0 for g in found.values()), 100)
    payable = Fraction(settled.payable, 100)
    return Award(
        law, lines, kept, Fraction(settled.total, 100), tuple(_deductions(case, choice, settled.deducted)), payable,
        _range(reckoning, choice, usual, settled.payable), tuple(_split(case, choice, lines, payable)),
        tuple(_dependants(law, case, choice, lines)),
    )  # fmt: skip


def _dependants(law: Instrument, case: Case, choice: Choice, lines: tuple[Line, ...]) -> Iterator[Supported]:
    """Who gets what of the dependants' living costs."""
    line = next(line for line in lines if line.head.name == "dependants")
    if not line.gross or line.is_stated:
        return
    rows, option = case.tables["dependants"], choice.but()
    figures = {
        key: [f.value for f in found] if key.startswith("dependants.") else found[0].value
        for key, found in line.sources.items()
    }
    plain = SimpleNamespace(**case.facts, injuries=[SimpleNamespace(**row) for row in case.tables["injuries"]])
    parts = by_person(law.regime, line.gross, rows, figures, plain, option)
    yield from (Supported(name, part) for name, part in zip(case.labels["dependants"], parts, strict=True))


# --- a line


def _line(reckoning: Reckoning, head: Head, choice: Choice, gross: Gross, owed: int) -> Line:
    case = reckoning.case
    stated = gross.fen != gross.stated
    return Line(
        head,
        None if gross.stated is None else Fraction(gross.stated, 100),
        reckoning.ratio(head, choice),
        Fraction(owed, 100),
        gross,
        reckoning.sources(gross.ready, choice),
        tuple(_alternatives(reckoning, head, choice, gross)),
        gross.gaps,
        head.evidence if reckoning.lacks(gross.ready) else NOTHING,
        Fraction(gross.fen or 0, 100) if stated else None,
        case.tables,
        case.labels,
    )


def _alternatives(reckoning: Reckoning, head: Head, choice: Choice, gross: Gross) -> Iterator[Alternative]:
    """What each answer that was not taken would give. Nothing told gives nothing under any answer."""
    if reckoning.lacks(gross.ready):
        return
    for name, answer in _others(reckoning, gross.ready, choice):
        other = reckoning.gross(head, choice.but(**{name: answer})).fen
        if other is not None and other != gross.fen:
            yield Alternative(name, answer, options()[name].answers[answer], Fraction(other, 100))


def _others(reckoning: Reckoning, made: Ready, choice: Choice) -> Iterator[tuple[str, Answer]]:
    for name in (*made.asked, *(("statistical_year",) if made.is_dated else ())):
        for answer in options()[name].answers:
            if answer != choice.answer(name):
                yield name, answer


# --- the range


Way = tuple[Choice, Mapping[str, Any]]


@dataclass(frozen=True)
class Opening:
    """Something that is open: the ways in which it may come out, and the heads that it moves."""

    name: str
    words: Words
    ways: list[Way]
    moved: list[Head]


def _range(reckoning: Reckoning, choice: Choice, usual: Mapping[str, int | None], payable: int) -> Range:
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
            yield Opening(name, option.words, [(choice.but(**{name: a}), {}) for a in others], turns_on.get(name, []))
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


# --- who bears it


def _deductions(case: Case, choice: Choice, deducted: int) -> Iterator[Deduction]:
    if deducted:
        words = Words("已先行支付", "paid in advance")
        yield Deduction(str(choice.answer("prepaid")), words, Fraction(deducted, 100))


def _split(case: Case, choice: Choice, lines: tuple[Line, ...], payable: Fraction) -> Iterator[Share]:
    """What each hospital bears, the first of them with its insurer. Together they bear what is payable."""
    joint = case.part("responsibility").get("joint", [])
    policy = case.part("insurance")
    if not joint and not policy:
        return
    names = [row.get("hospital", f"{k}") for k, row in enumerate(joint, 1)] or [""]
    parts = divided(payable, [row.get("share", Fraction(0)) for row in joint] or [Fraction(1)])
    whole = sum(line.owed for line in lines)
    for k, (name, part) in enumerate(zip(names, parts, strict=True)):
        mental, fees = (_owed(lines, kind) * part / whole if whole else Fraction(0) for kind in ("mental", "fee"))
        borne = insurers_share(part, mental, fees, policy, str(choice.answer("deductible"))) if k == 0 else Fraction(0)
        yield Share(name, part, borne)


def _owed(lines: tuple[Line, ...], kind: str) -> Fraction:
    return sum((line.owed for line in lines if line.head.kind == kind), Fraction(0))
