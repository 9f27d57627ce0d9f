"""Every indicator of the catalogue on its worked rows, all in one measurement, each in a hospital of its own."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from zhian.engines.indicators.catalogue import shipped
from zhian.engines.indicators.definition import Definition, Valid, Worked
from zhian.engines.indicators.months import Months
from zhian.engines.indicators.running.engine import Engine
from zhian.engines.indicators.running.worked import compared, held

JANUARY = Months.of("2026-01")
Trial = tuple[str, Definition, Worked]


def differences(engine: type[Engine]) -> list[str]:
    """What comes out otherwise than the worked rows say, by indicator."""
    trials = [(f"{one.key} {place}", one, worked) for one in shipped() for place, worked in enumerate(one.tests)]
    return [each for switched in (False, True) for each in _differences(trials, engine, switched=switched)]


def _differences(trials: list[Trial], engine: type[Engine], *, switched: bool) -> Iterator[str]:
    chosen = [trial for trial in trials if any(trial[2].switches.values()) == switched]
    definitions = {one.key: _lifted(one) for _hospital, one, _worked in chosen}
    switches = {name: True for _hospital, _one, worked in chosen for name in worked.switches}
    with held(_rows(chosen)) as facts, engine(facts) as running:  # type: ignore[call-arg]
        values = running.measure(definitions.values(), JANUARY, (), switches=switches)
    found = defaultdict(list)
    for value in values:
        found[value.hospital, f"{value.indicator}@{value.edition}"].append(value)
    for hospital, one, worked in chosen:
        yield from (f"{hospital}: {each}" for each in compared(found[hospital, one.key], worked))


def _rows(trials: list[Trial]) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for hospital, _one, worked in trials:
        for table, some in worked.rows.items():
            rows[table] += [{**row, "hospital": hospital} for row in some]
    return rows


def _lifted(one: Definition) -> Definition:
    """In force in any month, and content with few rows of one month, half filled in."""
    return replace(one, minimum_denominator=0, follow_up=0, availability=(), valid=Valid())
