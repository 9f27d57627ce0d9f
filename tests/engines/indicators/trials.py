"""Many expressions over the same rows in one measurement, against what Python says of each."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from zhian.engines.indicators.months import Months
from zhian.engines.indicators.running import Engine

from .definitions import define
from .expressions import Said

OPTIONAL = ("age", "cost", "weight", "route", "readmission_planned", "autopsy")


def agree(engine: Engine, conditions: Sequence[Said], numbers: Sequence[Said], rows: Sequence[dict[str, Any]]) -> None:
    """Each condition counts the rows for which Python says that it is true; each number has the same sum and count."""
    anyway = [{"column": each, "filled": 0} for each in OPTIONAL]  # also where nobody has filled a column
    base = define("X", availability=anyway)
    counted = [replace(base, code=f"C{place}", numerator=said.text) for place, said in enumerate(conditions)]
    means = [replace(base, code=f"N{place}", type="mean", observation=said.text) for place, said in enumerate(numbers)]
    found = {value.indicator: value for value in engine.measure([*counted, *means], Months.of("2026-01"), ())}
    for place, said in enumerate(conditions):
        assert found[f"C{place}"].numerator == sum(said.of(row) is True for row in rows), said.text
    for place, said in enumerate(numbers):
        told = [number for number in map(said.of, rows) if number is not None]
        assert found[f"N{place}"].denominator == len(told), said.text
        if told:
            scale = sum(map(abs, told)) * 1e-12
            assert found[f"N{place}"].numerator == pytest.approx(sum(told), rel=1e-9, abs=scale), said.text
