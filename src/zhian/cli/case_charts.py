"""What `zhian chart` does with charts of cases: Bernoulli CUSUM, risk-adjusted CUSUM and VLAD."""

from collections.abc import Callable

import numpy as np
import typer

from zhian.engines.spc.cumulative import Cusum, bernoulli_cusum, risk_adjusted_cusum, vlad
from zhian.engines.spc.points import Floats
from zhian.engines.spc.reading import Cases, TableError
from zhian.engines.spc.svg import Series, SumPicture, sum_svg

from .other_charts import said, words

BERNOULLI, RISK_ADJUSTED = 3.5, 4.5  # their limits


def drawn(kind: str, cases: Cases, title: str, freeze: int | None, target: float | None) -> str:
    """Print which cases raise an alarm and give the picture. Raises TableError where the cases do not suit it."""
    return DRAWERS[kind](cases, title, freeze, target)


def _bernoulli(cases: Cases, title: str, freeze: int | None, target: float | None) -> str:
    """Against `target`, the share expected, or else against the share among the first `freeze` cases."""
    expected = float(np.mean(cases.outcomes[:freeze])) if target is None else target
    if not 0 < expected < 1:
        raise TableError(
            "预期发生率须在 0 与 1 之间，请用 --target 给出",
            "the share expected lies between 0 and 1; give it by --target",
        )
    typer.echo(f"预期发生率 expected: {expected:.4g}")
    found = bernoulli_cusum(cases.outcomes, expected, limit=BERNOULLI)
    return _sums("bernoulli_cusum", cases, title, found.up, found.down, found, (BERNOULLI, -BERNOULLI))


def _risk_adjusted(cases: Cases, title: str, freeze: int | None, target: float | None) -> str:
    found = risk_adjusted_cusum(cases.outcomes, _risks(cases), limit=RISK_ADJUSTED)
    limits = (RISK_ADJUSTED, -RISK_ADJUSTED)
    return _sums("risk_adjusted_cusum", cases, title, found.up, -found.down, found, limits)


def _vlad(cases: Cases, title: str, freeze: int | None, target: float | None) -> str:
    saved = vlad(cases.outcomes, _risks(cases))
    typer.echo(f"预期减实际 expected minus observed: {saved[-1]:.4g}")
    lines = [Series("VLAD", saved), Series("0", np.zeros(len(saved)))]
    return sum_svg(SumPicture(lines[:1], lines[1:], cases.names, title, words("vlad", title), said=said))


DRAWERS: dict[str, Callable[[Cases, str, int | None, float | None], str]] = {
    "bernoulli_cusum": _bernoulli,
    "risk_adjusted_cusum": _risk_adjusted,
    "vlad": _vlad,
}


def _risks(cases: Cases) -> Floats:
    if cases.risks is None:
        raise TableError("需要一列预期风险（risk、风险）", "a column of risks is needed, called risk")
    return cases.risks


def _sums(
    code: str, cases: Cases, title: str, up: Floats, down: Floats, found: Cusum, limits: tuple[float, float]
) -> str:
    for word, alarms in (("升高 higher", found.alarms_up), ("降低 lower", found.alarms_down)):
        told = "、".join(cases.names[place] for place in np.flatnonzero(alarms))
        typer.echo(f"{word}: {told or '—'}")
    lines = [Series("升高 up", up, found.alarms_up), Series("降低 down", down, found.alarms_down)]
    drawn_limits = [Series("限 limit", np.full(len(up), limit)) for limit in limits]
    return sum_svg(SumPicture(lines, drawn_limits, cases.names, title, words(code, title), said=said))
