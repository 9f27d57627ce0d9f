"""The reference page of the charts: each with its picture, formula and source, and the rules that read it."""

from collections.abc import Iterator

from zhian.engines.spc.beside import BESIDE, About
from zhian.engines.spc.kinds import KINDS, Kind
from zhian.engines.spc.proposed import PROPOSALS
from zhian.engines.spc.rules import rule_sets

TOP = """# Charts and rules 控制图与规则

<!-- Made by script/reference from the program. Do not edit. -->

Every picture is drawn by the program from invented numbers: 24 months of baseline, then a change from March of the
last year. Limits are those of the formula; the published results of the reference packages come out to a millionth.
图均由本系统按虚构数据绘制：基线24个月，其后自第三年3月起有变化。

## Charts 图
"""
WARNING = """
## Early warning 预警

Of many charts a chart warns where its own rules see a lasting change for the worse, where the evidence holds against
all charts watched beside it, and where its numbers could show a doubling at all. The evidence is one chance for the
newest 1, 2, 3, 4, 6, 8 and 12 points, each tested against the baseline without them and weighed together (Simes
1986): shares by Fisher's exact test, rates by the binomial law of two Poisson counts (Przyborowski and Wilenski
1940), waiting times by the F distribution, measured values by Student's t. What varies more than counting explains is
allowed for (Laney's sigma z). The chance that may warn is the smaller of what Benjamini and Hochberg (1995) allow at
the hospital's share of false warnings, and of its budget of false warnings a month divided by the number of charts.
"""


def page() -> str:
    return "\n".join([TOP, *_charts(), *_proposals(), *_rules(), WARNING]).rstrip() + "\n"


def _charts() -> Iterator[str]:
    for about in (*KINDS.values(), *BESIDE.values()):
        yield from _chart(about)


def _chart(about: Kind | About) -> Iterator[str]:
    yield f"### {about.zh} {about.en} (`{about.code}`)\n"
    yield f"![{about.zh}](charts/{about.code}.svg)\n"
    yield f"- needs: {about.needs}\n- formula: {about.formula}\n- source: {about.source}\n"


def _proposals() -> Iterator[str]:
    yield "## Which one 选哪一种\n\n| chart | when | 何时 |\n|---|---|---|"
    for proposal in PROPOSALS.values():
        yield f"| {KINDS[proposal.kind].zh} `{proposal.kind}` | {proposal.en} | {proposal.zh} |"


def _rules() -> Iterator[str]:
    yield "\n## Rules 规则\n"
    for rules in rule_sets().values():
        mark = "" if rules.verified else " **待核对**"
        yield f"### {rules.zh} {rules.en} (`{rules.code}`){mark}\n\n{rules.source}\n"
        yield from (f"- `{pattern.code}` {pattern.zh}: {pattern.en}" for pattern in rules.patterns)
        yield ""
