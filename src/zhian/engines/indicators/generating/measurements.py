"""Critical values of the laboratory, and how soon the ward heard of them."""

import numpy as np
import pyarrow as pa

from .front_pages import Drawn
from .stays import Hospital
from .tables import moment, number, word

OFTEN, SELDOM = 1.6, 0.09  # of a stay with and without intensive care
MINUTES, SPREAD = 7.0, 0.55  # until reported: median, and spread of the logarithm
SLOW = 30  # minutes
Critical = dict[str, np.ndarray]


def call(hospital: Hospital, stays: np.ndarray, drawn: Drawn) -> Critical:
    """One row for each critical value: whose it is (positions), which line, and what is told of it."""
    random, mix = hospital.beside, hospital.mix
    counts = random.poisson(np.where(drawn["icu_hours"] > 0, OFTEN, SELDOM))
    of = np.repeat(np.arange(len(stays)), counts)
    kind = random.integers(0, len(mix.criticals), len(of))
    low, high = mix.critical[kind].T
    length = (stays["discharged"] - stays["admitted"])[of]
    return {
        "of": of,
        "line": np.arange(1, len(of) + 1) - np.repeat(np.cumsum(counts) - counts, counts),
        "kind": kind,
        "taken": stays["admitted"][of] + 1 + (0.9 * length * random.random(len(of))).astype(np.int64),
        "value": np.round(low + (high - low) * random.random(len(of)), 1),
        "after": np.maximum(np.rint(MINUTES * np.exp(SPREAD * random.standard_normal(len(of)))), 1),
    }


def measurements(hospital: Hospital, stays: np.ndarray, critical: Critical, names: pa.Array) -> dict[str, pa.Array]:
    """The columns of the table `measurement`."""
    of, mix = critical["of"], hospital.mix
    return {
        "stay": names.take(pa.array(of)),
        "line": number(critical["line"]),
        "department": word(stays["department"][of], mix.departments),
        "kind": word(critical["kind"], mix.criticals).cast(pa.string()),
        "taken_at": moment(critical["taken"]),
        "value": number(critical["value"]),
        "unit": word(critical["kind"], mix.units).cast(pa.string()),
        "reported_after": number(critical["after"]),
    }
