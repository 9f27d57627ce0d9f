"""A calculation sheet in the terminal, as a lawyer would write it: verdict first, then head by head."""

from collections.abc import Iterable

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Column, Table
from rich.text import Text

from zhian.engines.compensation.setting_out.sheet import HeadLine, RegimeSheet, Remark, Sheet
from zhian.engines.compensation.words import Words

HEADINGS = {
    "head": Words("项目", "head"),
    "owed": Words("应付", "owed"),
    "least": Words("至少 ", "at least "),
    "yuan": Words("元", "yuan"),
    "range": Words("幅度", "range"),
    "to": Words("至", "to"),
    "ratio": Words("责任比例", "ratio"),
    "figure": Words("数据", "figure"),
    "excluded": Words("未计入", "not counted"),
    "other": Words("另解", "otherwise"),
    "claim": Words("与请求的对照", "The claim beside it"),
    "asked": Words("请求", "asked"),
    "moves": Words("什么最能改变金额", "What moves the amount"),
    "procedure": Words("程序", "Procedure"),
    "flags": Words("提示", "To be heeded"),
    "elsewhere": Words(
        "其他地方对同一数额的要求（本地规定尚未收录）", "What other places ask (this one's rules are not known)"
    ),
    "ways": Words("更高金额的合法途径", "When more can be lawful"),
    "evidence": Words("尚缺的证据", "Evidence that is missing"),
    "next": Words("下一个问题", "The next question"),
    "stated": Words("金额由案件写明；按规定计算为", "the case states the amount; the rule gives"),
    "less": Words("减", "less"),
}


def print_note(sheet: Sheet, language: str, console: Console | None = None) -> None:
    """The whole sheet."""
    Note(sheet, language, console or Console(highlight=False)).print()


class Note:
    """A sheet on its way to the screen."""

    def __init__(self, sheet: Sheet, language: str, console: Console) -> None:
        self.sheet, self.language, self.console = sheet, language, console

    def print(self) -> None:
        show = self.console.print
        verdict = Text(self.sheet.verdict, style="bold")
        show(Panel(Group(verdict, *map(Text, self.sheet.says)), title=self.sheet.title or None))
        for regime in self.sheet.regimes:
            self._regime(regime)
        self._claim()
        self._list("moves", self._movers())
        self._list("evidence", (f"{fact.name}：{fact.value}" for fact in self.sheet.evidence))
        for name in ("procedure", "flags", "elsewhere", "ways"):
            self._list(name, map(_remark, getattr(self.sheet, name)))
        if self.sheet.next:
            self._list("next", [f"{self.sheet.next.words} {self.sheet.next.why}"])

    def _said(self, name: str) -> str:
        return HEADINGS[name].said_in(self.language)

    def _regime(self, regime: RegimeSheet) -> None:
        show, yuan = self.console.print, self._said("yuan")
        show(Rule(regime.title, align="left"))
        for why in regime.why:
            show(Text(f"{regime.standing}：{_remark(why)}", style="dim"))
        for line in regime.lines:
            if line.amount != "0.00" or line.excluded:
                self._head(line)
        for each in regime.deductions:
            show(f"{self._said('less')} {each.what} {each.amount} {yuan}")
        low_to_high = f"{self._said('range')} {regime.low} {self._said('to')} {regime.high}"
        least = self._said("least") if regime.gaps else ""
        show(Text(f"{self._said('owed')} {least}{regime.payable} {yuan}（{low_to_high}）", style="bold green"))
        show()

    def _head(self, line: HeadLine) -> None:
        table = Table.grid(Column(ratio=1), Column(justify="right", no_wrap=True), expand=True, padding=(0, 1))
        table.add_row(Text(f"{line.head}　{line.article}", style="bold"), Text(line.owed or "—", style="bold"))
        self.console.print(table)
        self.console.print(Padding(Group(*map(Text, self._how(line))), (0, 0, 0, 2)))

    def _how(self, line: HeadLine) -> Iterable[str]:
        yield line.rule
        if not line.amount:
            yield f"! {line.words}"
            return
        yield f"＝ {line.words}" + "".join(f"〔{each}〕" for each in line.because)
        yield f"＝ {line.numbers} ＝ {line.amount}" + (f"（{line.rounding}）" if line.rounding else "")
        yield f"× {self._said('ratio')} {line.ratio} ＝ {line.owed}"
        yield from (f"  {each.words}" + "".join(f"〔{why}〕" for why in each.because) for each in line.steps)
        yield from (f"{self._said('figure')}　{_remark(each)}" for each in line.figures)
        yield from (
            f"{self._said('excluded')}　{each.what} {each.asked} → {each.counted}；{each.why}" for each in line.excluded
        )
        yield from (
            f"{self._said('other')}　{each.question}：{each.answer} → {each.amount}（{each.difference}）"
            for each in line.alternatives
        )
        if line.computed:
            yield f"{self._said('stated')}　{line.computed}"

    def _claim(self) -> None:
        if not self.sheet.claim:
            return
        heads = [self._said("head"), self._said("asked"), "A", "B", ""]
        table = Table(*(Column(head, justify="right" if at in (1, 2, 3) else "left") for at, head in enumerate(heads)))
        for each in self.sheet.claim:
            table.add_row(each.head, each.asked, each.a, each.b, each.says)
        self.console.print(Rule(self._said("claim"), align="left"), table)

    def _movers(self) -> Iterable[str]:
        for regime in self.sheet.regimes:
            for each in regime.movers:
                yield f"{regime.key} {each.what}：{each.low} {self._said('to')} {each.high}"

    def _list(self, name: str, lines: Iterable[str]) -> None:
        if found := list(lines):
            self.console.print(Rule(self._said(name), align="left"))
            for line in found:
                self.console.print(Padding(Text(f"· {line}"), (0, 0, 0, 1)))


def _remark(told: Remark) -> str:
    sources = "，".join(filter(None, (told.source, told.check)))
    return f"{told.words}（{sources}）" if sources else told.words
