"""How many control charts a second, beside the best Python peer on the same series: python -m benchmarks.charts

Each library gets the same 3,000 series of 36 months (half U, half P charts, baseline 24), draws limits and finds
Anhøj's runs. Ours also weighs the evidence of each and ranks all against each other.
"""

import platform
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import median

import numpy as np

from zhian.engines.spc.chart import Chart, Phase, chart
from zhian.engines.spc.icons import Direction
from zhian.engines.spc.points import ratio
from zhian.engines.spc.rules import signals
from zhian.engines.spc.warning import Watched, watch

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/charts-speed.md"
CHARTS, MONTHS, BASELINE, ROUNDS = 3000, 36, 24, 5
Series = tuple[str, list[float], list[float]]


def series() -> list[Series]:
    """Kind, numerators and denominators of each chart, by seeded chance."""
    chance = np.random.default_rng(20261122)
    each: list[Series] = []
    for number in range(CHARTS):
        if number % 2:
            cases = chance.integers(150, 250, MONTHS)
            each.append(("p", [float(n) for n in chance.binomial(cases, 0.06)], [float(n) for n in cases]))
        else:
            days = chance.integers(900, 1100, MONTHS)
            each.append(("u", [float(n) for n in chance.poisson(5, MONTHS)], [float(n) for n in days]))
    return each


def drawn(each: list[Series]) -> list[Chart]:
    return [chart(kind, ratio(above, below), phases=(Phase(0, BASELINE),)) for kind, above, below in each]


def limits_and_rules(each: list[Series]) -> None:
    for found in drawn(each):
        signals(found, "anhoej")


def all_judged(each: list[Series]) -> None:
    watch([Watched(str(place), found, "anhoej", Direction.LOWER) for place, found in enumerate(drawn(each))])


def peer(each: list[Series]) -> None:
    from qikit import qic

    for kind, above, below in each:
        qic(y=above, n=below, chart=kind, freeze=BASELINE)


def largest_difference(each: list[Series]) -> float:
    """Between the two libraries' limits, relative."""
    from qikit import qic

    worst = 0.0
    for (kind, above, below), ours in zip(each[:200], drawn(each[:200]), strict=True):
        theirs = qic(y=above, n=below, chart=kind, freeze=BASELINE).data
        for mine, their in ((ours.centre, theirs["cl"]), (ours.upper, theirs["ucl"])):
            worst = max(worst, float(np.max(np.abs(mine - np.asarray(their)) / mine)))
    return worst


def rates(each: list[Series]) -> dict[str, float]:
    """Charts a second: the median of rounds that take turns."""
    deeds: dict[str, Callable[[list[Series]], None]] = {
        "limits and rules": limits_and_rules,
        "limits, rules, evidence, ranking": all_judged,
        "clinical-qikit": peer,
    }
    taken: dict[str, list[float]] = {name: [] for name in deeds}
    for _ in range(ROUNDS):
        for name, deed in deeds.items():
            some = each if name != "clinical-qikit" else each[:300]
            start = time.process_time()
            deed(some)
            taken[name].append((time.process_time() - start) / len(some))
    return {name: 1 / median(seconds) for name, seconds in taken.items()}


def page(found: dict[str, float], difference: float) -> str:
    theirs = found["clinical-qikit"]
    rows = "\n".join(f"| {name} | {rate:,.0f} | {rate / theirs:.1f} |" for name, rate in found.items())
    return f"""# How quick control charts are

Made by `python -m benchmarks.charts` (with `requirements/bench.txt`); made anew by the same command. {CHARTS:,} series
of {MONTHS} months, half U and half P charts, limits from the first {BASELINE}; seconds of one processor, the median of
{ROUNDS} rounds in turns. Python {platform.python_version()}, numpy {np.__version__}, clinical-qikit
{version("clinical-qikit")}.

| | charts a second | times the peer |
| --- | ---: | ---: |
{rows}

The centre lines and limits of both agree to {difference:.0e} relative.
"""


if __name__ == "__main__":
    told = series()
    limits_and_rules(told[:50]), peer(told[:50])  # what is set up once is not timed
    text = page(rates(told), largest_difference(told))
    PAGE.write_text(text, encoding="utf-8")
    print(text)
