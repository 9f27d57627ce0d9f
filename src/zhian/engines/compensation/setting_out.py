"""An assessment set out as a sheet, in one language."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from . import sheet as s
from .assess import assess
from .award import Assessment, Award, Line
from .case import read_case
from .claims import Claim, ClaimedHead, check_claim
from .exclusions import PUT_FORWARD, Excluded
from .fields import Field, document
from .figures import Figure, Yearbook, places
from .figures.reading import in_yuan
from .formula.explained import Said
from .law.cn.applicable import Applicable
from .missing import Question, next_question
from .options import options
from .procedure import Procedure, Requirement, needed
from .stored import stored
from .words import Words

TO_CHECK = Words("待核对", "to be checked")
UNVERIFIED = {"unverified", "待核对"}
STANDING = {True: Words("适用", "applies"), False: Words("并列参照", "shown beside it")}
COMPARED = Words("不是本案所适用的规定，列出以供比较", "does not govern this case; shown to compare")
YES_NO = {True: Words("是", "yes"), False: Words("否", "no")}
OF_PLACE = Words("{}：{}", "{}: {}")
PART = Words("{}（{}）", "{} ({})")
IF_KNOWN = Words("取决于{}", "depends on {}")
DUE = Words("截止{}", "until {}")
BETWEEN = Words("未回答前，应付额在{}元至{}元之间", "until it is answered, between {} and {} yuan are payable")
FIGURE = Words("{}：{}{}年 {}{}", "{}: {} {}, {} {}")
UNITS = {
    "元": Words("元", "yuan"),
    "元/天": Words("元/天", "yuan a day"),
    "元/月": Words("元/月", "yuan a month"),
    "元/年": Words("元/年", "yuan a year"),
    "倍": Words("倍", "times"),
}
DAYS = Words("{}天", "{} days")
Say = Callable[[Words], str]
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
        return words.said_in(self.language)

    def cited(self, source: str) -> str:
        """A source in the original, with what an English reader calls it in front."""
        if self.language.startswith("zh"):
            return source
        known = "; ".join(english for title, english in titles().items() if title in source)
        return f"{known}: {source}" if known else source

    def check(self, is_verified: bool) -> str:
        return "" if is_verified else self.say(TO_CHECK)


@dataclass(frozen=True)
class Answered:
    """All that the engine says of a case; set out in any language."""

    assessment: Assessment
    claim: Claim | None
    procedure: Procedure
    question: Question | None

    def sheet(self, language: str = "zh-hans", *, money: Money = grouped) -> s.Sheet:
        """`money` writes amounts of yuan: `grouped` for people, `bare` for programs."""
        setting, claim = Setting(self.assessment, language, money), self.claim
        return s.Sheet(
            title=self.assessment.case.part("title", ""),
            verdict=setting.say(claim.verdict if claim else _supported(self.assessment)),
            facts=list(_facts(setting)),
            regimes=[_regime(setting, award) for award in leading_first(self.assessment)],
            figures=list(_figures(setting)),
            options=[_question(setting, name) for name in options()],
            evidence=list(_evidence(setting)),
            claimed=money(claim.asked) if claim else "",
            says=[setting.say(words) for words in claim.sums] if claim else [],
            claim=[_claimed(setting, head) for head in claim.heads] if claim else [],
            procedure=[_required(setting, each) for each in self.procedure.required],
            flags=[_required(setting, each) for each in self.procedure.flags],
            elsewhere=[_required(setting, each, each.gate.place) for each in self.procedure.elsewhere],
            ways=[s.Remark(f"（{way.letter}）{setting.say(way.words)}") for way in claim.ways] if claim else [],
            next=_next(setting, self.question) if self.question else None,
        )


def leading_first(assessment: Assessment) -> list[Award]:
    """The award under the law that governs, then what is shown beside it."""
    return sorted(assessment.awards.values(), key=lambda award: award is not assessment.governing)


def answer(document: Any, book: Yearbook | None = None) -> Answered:
    """Everything about the case in a document. Raises CaseError for what cannot be read, and for what cannot be.

    `book`: the published figures with a hospital's own laid over, where it has any.
    """
    case = read_case(document, book=book)
    assessment = assess(case)
    claim = check_claim(case, assessment) if case.part("claim") else None
    steps = claim.procedure if claim else _needed(assessment)
    return Answered(assessment, claim, steps, next_question(case, assessment))


def _needed(assessment: Assessment) -> Procedure:
    """The procedure where nothing is claimed: for the largest sum that is payable."""
    return needed(assessment.case, max((award.payable for award in assessment.awards.values()), default=Fraction(0)))


def _supported(assessment: Assessment) -> Words:
    """The verdict where nothing is claimed: what each regime supports."""
    said = [_supports(award) for award in leading_first(assessment)]
    zh, en = "；".join(words.zh for words in said), "; ".join(words.en for words in said)
    return Words(f"按现有事实，{zh}。", f"On the facts told, {en}.")


def _supports(award: Award) -> Words:
    """What one regime supports; where figures are missing, which heads are not in that."""
    title, sum = award.instrument.words, grouped(award.payable)
    lacking = [line.head.words for line in award.lines if line.gross is None]
    if not lacking:
        return Words(f"《{title.zh}》支持{sum}元", f"{title.en} supports {sum} yuan")
    zh, en = "、".join(words.zh for words in lacking), ", ".join(words.en for words in lacking)
    return Words(
        f"《{title.zh}》至少支持{sum}元，{zh}缺少公布数据，未计入",
        f"{title.en} supports at least {sum} yuan, without {en}, for which no figure is published here",
    )


def _claimed(setting: Setting, head: ClaimedHead) -> s.Claimed:
    supported = {regime: setting.money(amount) for regime, amount in head.supported.items()}
    remarks = "；".join(map(setting.say, head.remarks))
    asked = setting.money(head.asked)
    return s.Claimed(setting.say(head.words), asked, supported.get("A", ""), supported.get("B", ""), remarks)


def _required(setting: Setting, each: Requirement, place: str = "") -> s.Remark:
    words = setting.say(each.words)
    if place:
        words = setting.say(OF_PLACE).format(setting.say(places()[place].words), words)
    if each.if_known:
        unknown = "、".join(map(setting.say, each.if_known))
        words = setting.say(PART).format(words, setting.say(IF_KNOWN).format(unknown))
    if each.due:
        words = setting.say(PART).format(words, setting.say(DUE).format(each.due))
    return s.Remark(words, setting.cited(each.source), setting.check(each.is_verified))


def _next(setting: Setting, question: Question) -> s.Next:
    low, high = setting.money(question.low), setting.money(question.high)
    why = setting.say(BETWEEN).format(low, high)
    return s.Next(question.field, setting.say(question.words), why, low, high)


# Facts -------------------------------------------------------------------------------------------------------
UNSHOWN = ("title", "options", "figures", "amounts", "claim")  # they stand elsewhere on the sheet


def _facts(setting: Setting) -> Iterator[s.Fact]:
    """What the case says, each field by its own words."""
    for name, told in setting.assessment.case.document.items():
        if name not in UNSHOWN and told is not None:
            yield from _told(setting, document().fields[name], told)


def _told(setting: Setting, known: Field, told: Any) -> Iterator[s.Fact]:
    name = setting.say(known.words)
    match told:
        case Mapping() if known.fields:
            for key, inner in told.items():
                yield from _told(setting, known.fields[key], inner)
        case list():
            for at, row in enumerate(told, 1):
                cells = (fact for key, cell in row.items() for fact in _told(setting, known.fields[key], cell))
                yield s.Fact(f"{name} {at}", "；".join(f"{cell.name} {cell.value}" for cell in cells))
        case None:
            return
        case _:
            yield s.Fact(name, _value(setting, known, told))


def _value(setting: Setting, known: Field, told: Any) -> str:
    match told:
        case bool():
            return setting.say(YES_NO[told])
        case date():
            return told.isoformat()
        case Fraction() if known.kind in ("ratio", "share") and (told * 10_000).denominator == 1:
            return percent(told)
        case Fraction() if known.kind == "share":
            return str(told)
        case Fraction():
            return setting.money(told)
        case Mapping():
            return "；".join(f"{key} {_value(setting, known, inner)}" for key, inner in told.items())
    return setting.say(known.answers[told]) if told in known.answers else str(told)


def percent(ratio: Fraction) -> str:
    """70% or 33.33%: ratios are whole hundredths of a per cent."""
    written = f"{Decimal((ratio * 10_000).numerator) / 100:.2f}"
    return f"{written.rstrip('0').rstrip('.')}%"


# A regime ----------------------------------------------------------------------------------------------------
def _regime(setting: Setting, award: Award) -> s.RegimeSheet:
    say, money = setting.say, setting.money
    ruling = [each for each in setting.assessment.applicable if each.regime == award.regime]
    return s.RegimeSheet(
        key=award.regime,
        title=say(award.instrument.words),
        standing=say(STANDING[any(each.row.leads for each in ruling)]),
        why=[_reason(setting, each) for each in ruling] or [s.Remark(say(COMPARED))],
        lines=[_line(setting, line) for line in award.lines],
        gross=money(award.gross),
        owed=money(award.owed),
        deductions=[s.Deducted(say(each.words), money(each.amount)) for each in award.deductions],
        payable=money(award.payable),
        low=money(award.range.low),
        high=money(award.range.high),
        movers=[s.Moves(say(each.words), money(each.low), money(each.high)) for each in award.range.movers],
        split=[
            s.Bears(each.hospital, money(each.amount), money(each.insurer), money(each.own)) for each in award.split
        ],
        gaps=[s.Remark(say(gap.words)) for gap in award.gaps],
    )


def _reason(setting: Setting, each: Applicable) -> s.Remark:
    """Why this law governs, or may: with what leaves it open."""
    words = setting.say(each.reason)
    for edge in each.edges:
        words = setting.say(PART).format(words, setting.say(edge))
    return s.Remark(words, setting.cited(each.source), setting.check(each.is_verified))


def _line(setting: Setting, line: Line) -> s.HeadLine:
    say, money = setting.say, setting.money
    told = line.shown.said_in(setting.language) if line.gross is not None else None
    return s.HeadLine(
        key=line.head.name,
        head=say(line.head.words),
        article=say(line.head.article),
        rule=say(line.head.plain),
        words=told.whole.words if told else "；".join(dict.fromkeys(say(gap.words) for gap in line.gaps)),
        numbers=told.whole.numbers if told else "",
        amount=money(line.gross),
        ratio=percent(line.ratio),
        owed=money(None if line.gross is None else line.owed),
        rounding=told.whole.rounding if told else "",
        because=list(told.whole.because) if told else [],
        steps=_steps(told) if told else [],
        figures=[_figure(setting, figure) for figure in line.figures],
        excluded=[_excluded(setting, each) for each in line.excluded if each.asked],
        alternatives=[
            s.Other(
                say(options()[each.question].words),
                say(each.words),
                money(each.amount),
                _signed(setting, each.amount - (line.gross or 0)),
            )
            for each in line.alternatives
        ],
        computed=money(line.computed) if line.is_stated else "",
        evidence=say(line.evidence),
    )


def _excluded(setting: Setting, each: Excluded) -> s.Uncounted:
    """Money, or days where it is days that were put forward."""
    said = setting.money if PUT_FORWARD.get(each.table) != "days" else setting.say(DAYS).format
    return s.Uncounted(setting.say(each.what), said(each.asked), said(each.counted), setting.say(each.why))


def _steps(told: Said) -> list[s.Step]:
    """Each row and each named part once, however often it is met; the rule of a part only the first time."""
    found: dict[str, s.Step] = {}
    heard: set[str] = set()
    for step in (*told.rows, *told.parts):
        words = " ＝ ".join(dict.fromkeys(filter(None, (step.name, step.words, step.numbers, step.value))))
        if words not in found:
            rounding = [step.rounding] if step.rounding else []
            found[words] = s.Step(words, [*step.because, *rounding], "" if step.says in heard else step.says)
            heard.add(step.says)
    return list(found.values())


def _signed(setting: Setting, amount: Fraction) -> str:
    return f"{'+' if amount > 0 else '−' if amount < 0 else '±'}{setting.money(abs(amount))}"


# What it rests on --------------------------------------------------------------------------------------------
def _figure(setting: Setting, figure: Figure) -> s.Remark:
    """职工年平均工资：重庆2002年 11,000元/年, and where that is published."""
    series = figure.series
    told = setting.say(series.words), figure.place, figure.year, in_yuan(figure.value), setting.say(UNITS[series.unit])
    return s.Remark(
        setting.say(FIGURE).format(*told), setting.cited(figure.source.title), setting.check(figure.is_verified)
    )


def _figures(setting: Setting) -> Iterator[s.Remark]:
    used = (figure for award in setting.assessment.awards.values() for line in award.lines for figure in line.figures)
    yield from dict.fromkeys(_figure(setting, figure) for figure in used)


def _evidence(setting: Setting) -> Iterator[s.Fact]:
    """What would prove a head for which the case has nothing; said once for both regimes."""
    missing: dict[str, s.Fact] = {}
    for award in setting.assessment.awards.values():
        for line in award.lines:
            if line.evidence.zh and not line.gross:
                head = setting.say(line.head.words)
                missing.setdefault(head, s.Fact(head, setting.say(line.evidence)))
    yield from missing.values()


def _question(setting: Setting, name: str) -> s.Question:
    option, case = options()[name], setting.assessment.case
    taken = case.answers.get(name, option.default)
    answers = [
        s.Answer(str(answer), setting.say(words), answer == taken, _effect(setting, name, answer))
        for answer, words in option.answers.items()
    ]
    return s.Question(
        id=name,
        question=setting.say(option.words),
        answer=setting.say(option.answers[taken]),
        answers=answers,
        citation=setting.say(option.citation),
        check=setting.check(option.verified not in UNVERIFIED),
        others="；".join(f"{each.words} {each.effect}" for each in answers if each.effect),
    )


def _effect(setting: Setting, question: str, answer: Any) -> str:
    """What the answer would change of each regime's heads together: A +37.67，B −12.00."""
    changes = ((award.regime, _change(award, question, answer)) for award in setting.assessment.awards.values())
    return "，".join(f"{regime} {_signed(setting, change)}" for regime, change in changes if change)


def _change(award: Award, question: str, answer: Any) -> Fraction:
    """In yuan, to the fen, after the ratio."""
    changes = (
        (each.amount - (line.gross or 0)) * line.ratio
        for line in award.lines
        for each in line.alternatives
        if (each.question, each.answer) == (question, answer)
    )
    return Fraction(round(sum(changes, Fraction(0)) * 100), 100)
