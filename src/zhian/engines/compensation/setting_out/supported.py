"""The first sentence of a sheet where nothing is claimed: what each law supports."""

from ..award import Assessment, Award
from ..words import Words
from .setting import grouped, leading_first


def supported(assessment: Assessment) -> Words:
    """The law that governs first, then what is shown beside it."""
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
