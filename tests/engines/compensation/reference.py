"""The reference page of the law: instruments, heads, open questions, ratios and figures, written from the program."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from zhian.engines.compensation.figures import Figure, published
from zhian.engines.compensation.figures.reading import in_yuan
from zhian.engines.compensation.law import Head, Instrument
from zhian.engines.compensation.law.cn.applicable import rows
from zhian.engines.compensation.law.formulas import is_figure, ready
from zhian.engines.compensation.law.registry import instruments
from zhian.engines.compensation.options import Choice, options
from zhian.engines.compensation.responsibility import bands

UNVERIFIED = "待核对"
TOP = """# What is owed, and by what rule 赔偿项目、条文与参数

<!-- Made by script/reference from the program. Do not edit: change the rules or the data and make it anew. -->

Whatever rests on general knowledge, not on a text that was read, is marked **待核对**: verify it before you rely on it.
凡依据一般知识、未经核对原文的，均标注**待核对**，使用前须核实。
"""


def page() -> str:
    parts = [TOP, *_instruments(), *_governing(), *_heads(), *_options(), *_ratios(), *_figures()]
    return "\n".join(parts).rstrip() + "\n"


def _table(*columns: str) -> list[str]:
    return [_row(columns), "|" + "---|" * len(columns)]


def _row(cells: Iterable[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "／") for cell in cells) + " |"


def _instruments() -> Iterator[str]:
    yield "## Instruments 法律文件\n"
    yield from _table("file", "title", "regime", "from", "to", "source", "read on")
    for name, law in instruments().items():
        until = "" if law.until.year == 9999 else law.until
        yield _row((f"`{name}`", law.title, law.regime, law.since, until, law.source, law.verified))


def _governing() -> Iterator[str]:
    yield "\n## Which of them governs 适用\n"
    yield from _table("rule", "regime", "source", "")
    for row in rows():
        mark = UNVERIFIED if row.verified == "unverified" else ""
        yield _row((row.words.zh, row.regime, row.source, mark))


def _heads() -> Iterator[str]:
    for law in instruments().values():
        yield f"\n## {law.title}\n"
        yield from _table("head", "article", "in plain words", "evidence", "figures", "open questions")
        for head in law.heads:
            yield _row((f"{head.zh} {head.en}", head.article.zh, head.plain.zh, head.evidence.zh, *_asked(law, head)))


def _asked(law: Instrument, head: Head) -> tuple[str, str]:
    made = ready(law, head, Choice())
    series = dict.fromkeys(key.rpartition(".")[2] for key in made.formula.asks if is_figure(key))
    return " ".join(f"`{name}`" for name in series), " ".join(f"`{name}`" for name in made.asked)


def _options() -> Iterator[str]:
    yield "\n## Open questions 法律未定的问题\n"
    yield "The first answer is taken where nobody chooses. 未选择时取第一项。\n"
    yield from _table("question", "", "answers", "citation", "source", "read on")
    for option in options().values():
        answers = "；".join(f"`{answer}` {words.zh}" for answer, words in option.answers.items())
        yield _row((f"`{option.name}`", option.words.zh, answers, option.citation.zh, option.source, option.verified))


def _ratios() -> Iterator[str]:
    yield "\n## Labels of responsibility 责任程度与比例\n"
    yield from _table("table", "label", "lowest", "usual", "highest", "source", "read on")
    for table, labels in bands().items():
        for label, band in labels.items():
            shares = (f"{float(share):.0%}" for share in (band.low, band.usual, band.high))
            yield _row((f"`{table}`", label, *shares, band.source, band.verified))


def _figures() -> Iterator[str]:
    yield "\n## Published figures 公布数据\n"
    ordered = sorted((f for own in published() for f in (own, *own.variants)), key=_by_series)
    for series, figures in groupby(ordered, key=lambda figure: figure.series):
        yield f"\n### {series.words.zh} `{series.name}`（{series.unit}）\n"
        yield f"{series.words.en}; {series.used_for}\n"
        yield from _table("place", "statistical year", "value", "source", "")
        for figure in figures:
            mark = "" if figure.is_verified else UNVERIFIED
            yield _row((figure.place, figure.year, in_yuan(figure.value), figure.source.title, mark))


def _by_series(figure: Figure) -> tuple[str, str, int]:
    return figure.series.name, figure.place, figure.year
