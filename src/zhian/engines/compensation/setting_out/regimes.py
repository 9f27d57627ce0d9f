"""What each law supports, set out line by line."""

from ..award import Award, Line
from ..exclusions import PUT_FORWARD, Excluded
from ..figures import Figure
from ..figures.reading import in_yuan
from ..formula.explained import Said
from ..law.cn.applicable import Applicable
from ..options import options
from ..words import Words
from . import sheet as s
from .setting import PART, Setting, percent

STANDING = {True: Words("适用", "applies"), False: Words("并列参照", "shown beside it")}
COMPARED = Words("不是本案所适用的规定，列出以供比较", "does not govern this case; shown to compare")
FIGURE = Words("{}：{}{}年 {}{}", "{}: {} {}, {} {}")
UNITS = {
    "元": Words("元", "yuan"),
    "元/天": Words("元/天", "yuan a day"),
    "元/月": Words("元/月", "yuan a month"),
    "元/年": Words("元/年", "yuan a year"),
    "倍": Words("倍", "times"),
}
DAYS = Words("{}天", "{} days")


def regime(setting: Setting, award: Award) -> s.RegimeSheet:
    """One law: why it governs, its heads, what is owed, paid, and left open."""
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
        figures=[figure(setting, each) for each in line.figures],
        excluded=[_excluded(setting, each) for each in line.excluded if each.asked],
        alternatives=[
            s.Other(
                say(options()[each.question].words),
                say(each.words),
                money(each.amount),
                setting.signed(each.amount - (line.gross or 0)),
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


def figure(setting: Setting, known: Figure) -> s.Remark:
    """职工年平均工资：重庆2002年 11,000元/年, and where that is published."""
    series = known.series
    told = setting.say(series.words), known.place, known.year, in_yuan(known.value), setting.say(UNITS[series.unit])
    return s.Remark(
        setting.say(FIGURE).format(*told), setting.cited(known.source.title), setting.check(known.is_verified)
    )
