"""One example of each chart, by seeded chance: for the reference page."""

from functools import cache

import numpy as np

from zhian.engines.spc import cumulative
from zhian.engines.spc.chart import Phase, chart
from zhian.engines.spc.funnel import proportions, standardised
from zhian.engines.spc.kinds import KINDS
from zhian.engines.spc.pareto import pareto
from zhian.engines.spc.points import Points, individual, ratio, subgroups
from zhian.engines.spc.rules import spoken_for
from zhian.engines.spc.svg import (
    FunnelPicture,
    Note,
    Picture,
    Series,
    SumPicture,
    funnel_svg,
    pareto_svg,
    sum_svg,
    svg,
)

MONTHS = [f"{month}\n{year}" if month == 1 else str(month) for year in (2024, 2025, 2026) for month in range(1, 13)]
CHANGE = 26  # the month in which something changed
CAUSES = {"跌倒": 41, "用药": 33, "导管滑脱": 17, "压力性损伤": 12, "输血": 3, "设备": 2}


@cache
def pictures() -> dict[str, str]:
    """By the chart's code the picture as SVG."""
    return {
        **{code: _control(code) for code in KINDS},
        "ewma": _ewma(),
        "cusum": _cusum(),
        "bernoulli_cusum": _bernoulli(),
        "risk_adjusted_cusum": _risk_adjusted(),
        "vlad": _vlad(),
        "funnel_proportions": _funnel(),
        "funnel_standardised": _standardised(),
        "pareto": pareto_svg(pareto(CAUSES), "柏拉图", "各类事件的例数，多者在前"),
    }


def _control(code: str) -> str:
    found = chart(code, _points(code), phases=(Phase(0, 24),), factor=100 if code in ("p", "pp") else 1)
    return svg(
        Picture(
            found,
            MONTHS,
            KINDS[code].zh,
            f"{KINDS[code].zh}：基线24个月，其后有变化",
            said=lambda value: f"{value:.4g}",
            signals=spoken_for(found, "anhoej"),
            notes=[Note(CHANGE, "改变做法")],
        )
    )


def _points(code: str) -> Points:
    chance = np.random.default_rng(7)
    later = np.where(np.arange(36) < CHANGE, 1.0, 1.7)
    if code in ("p", "np"):
        return ratio(list(chance.binomial(300, 0.06 * later)), list(chance.integers(280, 320, 36)))
    if code in ("pp", "up", "ip"):
        size = chance.integers(18000, 22000, 36)
        return ratio(list(chance.binomial(size, chance.normal(0.05, 0.004, 36) * later)), list(size))
    if code == "u":
        return ratio(list(chance.poisson(6 * later)), list(chance.uniform(2.5, 3.5, 36)))
    if code == "c":
        return individual(chance.poisson(7 * later).astype(float))
    if code == "g":
        return individual(chance.geometric(0.03 * later).astype(float))
    if code == "t":
        return individual(chance.exponential(14 / later))
    if KINDS[code].needs == "subgroups":
        return subgroups([list(chance.normal(30 * step, 6, 5)) for step in later])
    return individual(chance.normal(50 * np.sqrt(later), 5))


def _ewma() -> str:
    values = _points("i").value
    found = cumulative.ewma(values, float(values[:24].mean()), float(values[:24].std(ddof=1)))
    return _sums(
        "EWMA 图",
        [Series("EWMA", found.average, found.outside)],
        [Series("上限", found.upper), Series("下限", found.lower)],
    )


def _cusum() -> str:
    values = _points("i").value
    found = cumulative.cusum(values, float(values[:24].mean()), float(values[:24].std(ddof=1)))
    return _up_and_down("CUSUM 图", found, 5)


def _bernoulli() -> str:
    return _up_and_down("Bernoulli CUSUM 图", cumulative.bernoulli_cusum(_outcomes()[0], 0.08), 3.5)


def _risk_adjusted() -> str:
    found = cumulative.risk_adjusted_cusum(*_outcomes())
    lines = [Series("变差", found.up, found.alarms_up), Series("变好", found.down, found.alarms_down)]
    return _sums("风险调整 CUSUM 图", lines, [Series("上限", np.full(len(found.up), 4.5))], len(found.up))


def _vlad() -> str:
    return _sums("VLAD 图", [Series("多救活", cumulative.vlad(*_outcomes()))], [], len(_outcomes()[0]))


def _outcomes() -> tuple[list[int], list[float]]:
    chance = np.random.default_rng(9)
    risks = np.clip(chance.beta(1.2, 14, 240), 0.005, 0.9)
    worse = np.where(np.arange(240) < 120, 1.0, 2.2)
    return [int(died) for died in chance.random(240) < risks * worse], [float(risk) for risk in risks]


def _up_and_down(title: str, found: cumulative.Cusum, limit: float) -> str:
    count = len(found.up)
    edges = [Series(name, np.full(count, side * limit)) for name, side in (("上限", 1), ("下限", -1))]
    lines = [Series("向上", found.up, found.alarms_up), Series("向下", found.down, found.alarms_down)]
    return _sums(title, lines, edges, count)


def _sums(title: str, lines: list[Series], limits: list[Series], count: int = 36) -> str:
    periods = MONTHS if count == 36 else [str(number + 1) for number in range(count)]
    return sum_svg(SumPicture(lines, limits, periods, title, title, said=lambda value: f"{value:.3g}"))


def _funnel() -> str:
    chance = np.random.default_rng(3)
    sizes = np.sort(chance.integers(80, 2400, 28))
    events = chance.binomial(sizes, np.where(np.arange(28) == 20, 0.09, 0.05))
    found = proportions(list(events), list(sizes))
    names = [f"第{number}科" for number in range(1, 29)]
    return funnel_svg(
        FunnelPicture(
            found, names, sizes.astype(float), "漏斗图", "各科的率与出院人次", "出院人次",
            said=lambda value: f"{value:.3g}%", factor=100,
        )
    )  # fmt: skip


def _standardised() -> str:
    chance = np.random.default_rng(5)
    expected = np.sort(chance.uniform(4, 90, 28))
    observed = chance.poisson(expected * np.where(np.arange(28) == 22, 1.7, 1.0))
    found = standardised(list(observed), list(expected))
    names = [f"{number}号医院" for number in range(1, 29)]
    return funnel_svg(
        FunnelPicture(
            found, names, expected, "标化比漏斗图", "各院实际与预期死亡之比", "预期死亡人数",
            said=lambda value: f"{value:.3g}", is_widened=False,
        )
    )  # fmt: skip
