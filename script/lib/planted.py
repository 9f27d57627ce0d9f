"""What early warning finds of the demo hospital's planted problems, how soon, and what else it tells, with other seeds.

Called by script/planted. Each seed is a process of its own with an empty home; its hospital is watched month by month.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from zhian.engines.spc.chart import chart
from zhian.engines.spc.icons import Direction
from zhian.engines.spc.points import ratio
from zhian.engines.spc.warning import DOUBTLESS, NO_DOUBT, Verdict, Watched, allowed, watch

SEEDS = ("20260", "11", "12", "13", "14", "15")
PAGE = Path("docs/reference/planted-problems.md")
CHILD = Path(__file__).with_name("planted_in.py")
# What is planted: the ward, how the codes of what may tell of it begin, and in how many of the last months it shows.
PLANTED = {
    "falls": ("GK1", ("NUR-07", "NUR-08", "ZA-HARM"), 5),
    "coding error": ("XHN", ("ZA-AMA",), 5),
    "infection cluster": ("ZZY", ("HAI", "ICU24-1", "NUR-1"), 3),
}
# For the power: chart, events and cases of a usual month, how many times as many there are then, in how many months.
POWERS = {
    "falls of 骨一科 double": ("u", 0.4, 1100, 2, 5),
    "falls of 骨一科 are nine times as many (planted)": ("u", 0.4, 1100, 9, 5),
    "falls of the whole hospital double": ("u", 6, 21000, 2, 5),
    "infections of 重症医学科 double for one month": ("p", 6, 49, 2, 1),
    "infections of 重症医学科 are four times as many for one month (planted)": ("p", 6, 49, 4, 1),
    "of 消化内科 twice as many leave against advice": ("p", 8, 190, 2, 5),
    "of 消化内科 four times as many leave against advice (planted)": ("p", 8, 190, 4, 5),
}
TRIALS, CALM, SMALL = 400, 430, 400  # trials; charts beside, and those among them that are too small for a doubling


def main(seeds: list[str]) -> None:
    found = [_tried(seed) for seed in seeds]
    PAGE.write_text("\n".join(_page(found)), "utf-8")


def _tried(seed: str) -> dict[str, Any]:
    with TemporaryDirectory() as home:
        told = subprocess.run(  # noqa: S603 (our own program)
            [sys.executable, str(CHILD), seed],
            env={**os.environ, "ZHIAN_HOME": home},
            stdout=subprocess.PIPE,
            check=True,
        )
    print(f"seed {seed} watched", file=sys.stderr)
    return json.loads(told.stdout.splitlines()[-1])


def _page(found: list[dict[str, Any]]) -> Iterator[str]:
    yield "# What early warning finds in the demo hospital\n"
    yield "Made by `script/planted`, not to be edited."
    yield (
        "Three problems are planted in the demo (`src/zhian/site/demo/feeds.yaml`, `cases.py`): the lights of 骨一科"
        "\nmake patients fall at night, stays of 消化内科 are coded as left against advice, infections come in a"
        "\ncluster in 重症医学科. The same hospital was invented anew with other seeds and watched month by month as"
        "\na hospital is: whole hospital and departments, a budget of one false alarm a month.\n"
    )
    yield (
        "| seed | charts | too small | "
        + " | ".join(PLANTED)
        + " | other alerts in nine months | expected a month by chance |"
    )
    yield "|---" * (6 + len(PLANTED)) + "|"
    yield from map(_line, found)
    yield "\n## What can be seen at all\n"
    yield (
        f"Of {TRIALS} invented charts of 25 months each, so many warned in the last of them, judged beside {CALM}"
        "\ncalm ones. What is small must change much before it can be told from chance; whoever wants to hear of"
        "\nless raises the budget, and hears more false alarms.\n"
    )
    yield "| what | usual in a month | found |"
    yield "|---|---|---|"
    for what, (kind, events, cases, times, months) in POWERS.items():
        yield f"| {what} | {events} | {_power(kind, events, cases, times, months):.0%} |"
    yield ""


def _line(told: dict[str, Any]) -> str:
    last = told["months"][-1]
    soon = [_soon(told["months"], *each) for each in PLANTED.values()]
    others = sorted({f"{each['name']}, {each['place']}" for month in told["months"] for each in month["told"]
                     if not any(_is(each, month["ago"], *planted) for planted in PLANTED.values())})  # fmt: skip
    listed = f"{len(others)}: {'; '.join(others)}" if others else "0"
    seed = f"{told['seed']}{' (the demo)' if str(told['seed']) == SEEDS[0] else ''}"
    return f"| {seed} | {last['charts']} | {last['small']} | {' | '.join(soon)} | {listed} | {last['expected']:.1f} |"


def _soon(months: list[dict[str, Any]], ward: str, codes: tuple[str, ...], since: int) -> str:
    """In which month of the problem it was first told."""
    seen = [
        month["ago"] for month in months if any(_is(each, month["ago"], ward, codes, since) for each in month["told"])
    ]
    return f"found in month {since - max(seen)}" if seen else "missed"


def _is(told: dict[str, Any], ago: int, ward: str, codes: tuple[str, ...], since: int) -> bool:
    return told["ward"] == ward and told["code"].startswith(codes) and ago < since


def _power(kind: str, events: float, cases: float, times: float, months: int) -> float:
    """In how many trials the chart warns, each trial beside calm charts of the same kind."""
    random = np.random.default_rng(1)
    level = np.full(25, events)
    level[-months:] *= times
    calm = [_chance(_judged("p", random.binomial(600, 0.05, 25), 600)) for _ in range(CALM)]
    draw = random.poisson if kind == "u" else lambda mean: random.binomial(int(cases), mean / cases)
    tried = [_judged(kind, draw(level), cases) for _ in range(TRIALS)]
    return sum(_warns(each, calm) for each in tried) / TRIALS


def _judged(kind: str, events: np.ndarray, cases: float) -> Verdict:
    drawn = chart(kind, ratio([float(each) for each in events], [cases] * len(events)))
    [verdict] = watch([Watched("", drawn, "western_electric", Direction.LOWER)]).verdicts
    return verdict


def _chance(verdict: Verdict) -> float:
    return verdict.evidence.chance if verdict.evidence else 1.0


def _warns(verdict: Verdict, calm: list[float]) -> bool:
    """Whether it still does among so many others."""
    if verdict.evidence is None or verdict.episode is None:
        return False
    beside = allowed([_chance(verdict), *calm], share=0.1, budget=1)
    return _chance(verdict) <= (beside if verdict.evidence.visible else min(NO_DOUBT, DOUBTLESS / SMALL))


if __name__ == "__main__":
    main(sys.argv[1:] or list(SEEDS))
