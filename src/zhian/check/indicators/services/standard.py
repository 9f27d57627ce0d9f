"""Beside observed against expected: what share would have died if every department's patients were as old and of the
same sexes as the hospital's.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.conf import settings

from zhian.engines.indicators.definition import Definition, Unit
from zhian.engines.indicators.lake import Lake
from zhian.engines.indicators.months import Months
from zhian.engines.indicators.running import DuckDB
from zhian.engines.indicators.standardising import Stratum, standardised
from zhian.kernel.people.models import Department

from .drawing import Drawing
from .saying import said

MONTHS = 12
BY = ("department", "sex", "age_band(age)")
FEWEST = 30  # cases, below which a department is not told
SHARE = Unit("%", 100, 1)

Counts = Mapping[Stratum, tuple[float, float]]


@dataclass(frozen=True)
class Standard:
    """A department's share of deaths as it is, and as it would be with the hospital's patients, with 95 % limits."""

    department: Department
    crude: str
    rate: str
    limits: str


def by_standard(definition: Definition, departments: Sequence[Department], drawing: Drawing) -> list[Standard]:
    """Over the last year; empty for whatever is not observed against expected."""
    if definition.type != "observed_expected" or not drawing.months or not departments:
        return []
    share = replace(definition, type="ratio", expected="", unit=SHARE, availability=(), minimum_denominator=0)
    period = Months(drawing.months[-MONTHS:][0], drawing.months[-1])
    counts = _counts(share, departments[0].hospital, period)
    population = {stratum: cases for stratum, (_events, cases) in counts.get("", {}).items()}
    told = ((place, counts.get(place.code, {})) for place in departments)
    return [_standard(share, place, of, population) for place, of in told if _cases(of) >= FEWEST]


def _counts(share: Definition, hospital: Department | None, period: Months) -> dict[str, Counts]:
    """Deaths and stays by sex and age, of each department and, under "", of the hospital."""
    found: dict[str, dict[Stratum, tuple[float, float]]] = defaultdict(dict)
    with DuckDB(Lake(settings.LAKE)) as engine:
        for value in engine.measure([share], period, BY, hospital=hospital.code if hospital else None, monthly=False):
            stratum = tuple(word for _name, word in value.strata)
            found[value.department or ""][stratum] = (value.numerator or 0, value.denominator or 0)
    return dict(found)


def _cases(counts: Counts) -> float:
    return sum(cases for _events, cases in counts.values())


def _standard(share: Definition, place: Department, counts: Counts, population: Mapping[Stratum, float]) -> Standard:
    found = standardised(counts, population)
    crude, rate, lower, upper = (
        said(share, SHARE.factor * each) for each in (found.crude, found.rate, found.lower, found.upper)
    )
    return Standard(place, crude, rate, f"{lower} – {upper}")
