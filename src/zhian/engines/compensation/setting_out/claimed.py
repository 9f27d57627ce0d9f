"""A claim set out beside what each law supports, and the steps that must be gone through before it may be paid."""

from ..claims import ClaimedHead
from ..figures import places
from ..missing import Question
from ..procedure import Requirement
from ..words import Words
from . import sheet as s
from .setting import PART, Setting

OF_PLACE = Words("{}：{}", "{}: {}")
IF_KNOWN = Words("取决于{}", "depends on {}")
DUE = Words("截止{}", "until {}")
BETWEEN = Words("未回答前，应付额在{}元至{}元之间", "until it is answered, between {} and {} yuan are payable")


def claimed(setting: Setting, head: ClaimedHead) -> s.Claimed:
    """One head of the claim."""
    supported = {regime: setting.money(amount) for regime, amount in head.supported.items()}
    remarks = "；".join(map(setting.say, head.remarks))
    asked = setting.money(head.asked)
    return s.Claimed(setting.say(head.words), asked, supported.get("A", ""), supported.get("B", ""), remarks)


def required(setting: Setting, each: Requirement, place: str = "") -> s.Remark:
    """A step of the procedure: what it depends on, and until when it may be taken; `place` where others ask for it."""
    words = setting.say(each.words)
    if place:
        words = setting.say(OF_PLACE).format(setting.say(places()[place].words), words)
    if each.if_known:
        unknown = "、".join(map(setting.say, each.if_known))
        words = setting.say(PART).format(words, setting.say(IF_KNOWN).format(unknown))
    if each.due:
        words = setting.say(PART).format(words, setting.say(DUE).format(each.due))
    return s.Remark(words, setting.cited(each.source), setting.check(each.is_verified))


def asked_next(setting: Setting, question: Question) -> s.Next:
    """The question to ask first, and between which sums the award lies until it is answered."""
    low, high = setting.money(question.low), setting.money(question.high)
    why = setting.say(BETWEEN).format(low, high)
    return s.Next(question.field, setting.say(question.words), why, low, high)
