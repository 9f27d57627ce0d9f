"""One case under the law, with its whole explanation: line by line, what moves it, and who bears it."""

from collections.abc import Iterator
from fractions import Fraction
from types import SimpleNamespace

from .award import Alternative, Assessment, Award, Deduction, Line, Range, Share, Sum, Supported
from .case import Case
from .law import Head, Instrument
from .law.cn.applicable import Applicable, applicable, text_of_the_day
from .law.cn.dependants import by_person
from .law.formulas import Ready
from .law.registry import instrument
from .openings import range_of
from .options import Answer, Choice, options
from .reckoning import Gross, Reckoning
from .responsibility import divided, insurers_share
from .words import NOTHING, Words

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
        found[regime] = range_of(reckoning, choice, usual, reckoning.settle(choice, usual).payable)
    return found


def _sum(reckoning: Reckoning) -> Sum:
    choice = Choice(reckoning.case.answers)
    found = {head.name: reckoning.gross(head, choice) for head in reckoning.law.heads}
    settled = reckoning.settle(choice, {name: gross.stated for name, gross in found.items()})
    gaps = {gap.series: gap for gross in found.values() for gap in gross.gaps}
    return Sum(Fraction(settled.payable, 100), tuple(gaps.values()))


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
        range_of(reckoning, choice, usual, settled.payable), tuple(_split(case, choice, lines, payable)),
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
        other = reckoning.gross(head, choice.otherwise(name, answer)).fen
        if other is not None and other != gross.fen:
            yield Alternative(name, answer, options()[name].answers[answer], Fraction(other, 100))


def _others(reckoning: Reckoning, made: Ready, choice: Choice) -> Iterator[tuple[str, Answer]]:
    for name in (*made.asked, *(("statistical_year",) if made.is_dated else ())):
        for answer in options()[name].answers:
            if answer != choice.answer(name):
                yield name, answer


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
