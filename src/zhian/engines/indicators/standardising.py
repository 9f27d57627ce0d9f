"""Direct standardisation: what the rate would be if everybody's patients were of the same ages and sexes.

Each stratum's own rate is weighted by the share of that stratum in a fixed population. Confidence limits by the
method of Dobson, Kuulasmaa, Eberle and Scherer (Stat Med 1991;10:457-462), with exact Poisson limits for the count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from scipy.special import chdtri

Stratum = tuple[str, ...]  # such as ("male", "65-74")


@dataclass(frozen=True)
class Standardised:
    """`rate` and its limits as fractions, beside the crude one; `covered`: the population's share in strata met."""

    rate: float
    lower: float
    upper: float
    crude: float
    covered: float


def standardised(
    counts: Mapping[Stratum, tuple[float, float]], population: Mapping[Stratum, float], *, confidence: float = 0.95
) -> Standardised:
    """From events and cases of each stratum. Strata that have no cases leave the weights of the others as they are.

    Raises ValueError where no stratum of the population was met.
    """
    met = {stratum: weight for stratum, weight in population.items() if counts.get(stratum, (0, 0))[1] > 0}
    weighed = sum(met.values())
    if not weighed:
        raise ValueError("no stratum of the population has cases")
    shares = {stratum: weight / weighed for stratum, weight in met.items()}
    rate = sum(share * counts[stratum][0] / counts[stratum][1] for stratum, share in shares.items())
    variance = sum(share**2 * counts[stratum][0] / counts[stratum][1] ** 2 for stratum, share in shares.items())
    events = sum(counts[stratum][0] for stratum in met)
    cases = sum(counts[stratum][1] for stratum in met)
    low, high = exact_limits(events, confidence)
    scale = sqrt(variance / events) if events else 1 / cases
    lower, upper = rate + scale * (low - events), rate + scale * (high - events)
    return Standardised(rate, max(lower, 0), upper, events / cases, weighed / sum(population.values()))


def exact_limits(events: float, confidence: float = 0.95) -> tuple[float, float]:
    """Between which means a Poisson count of `events` is not unusual (Garwood, Biometrika 1936;28:437-442)."""
    tail = (1 - confidence) / 2
    lower = float(chdtri(2 * events, 1 - tail)) / 2 if events else 0.0
    return lower, float(chdtri(2 * (events + 1), tail)) / 2


def population(counts: Iterable[Mapping[Stratum, tuple[float, float]]]) -> dict[Stratum, float]:
    """All cases together as the population that each is held against: all hospitals, or a hospital's own past."""
    summed: dict[Stratum, float] = {}
    for each in counts:
        for stratum, (_, cases) in each.items():
            summed[stratum] = summed.get(stratum, 0) + cases
    return summed
