"""What patients were given: antibacterials with their daily doses, and everything else."""

import numpy as np
import pyarrow as pa

from .front_pages import Drawn
from .stays import Hospital
from .tables import moment, number, word

SECOND = 0.22  # of those with an antibacterial are given a second one
SAMPLED = 0.56  # of them have a specimen sent before it
STRENGTH = 1.1  # defined daily doses of one antibacterial on a day
BY_VEIN = 0.85  # of antibacterials
Given = dict[str, np.ndarray]


def give(hospital: Hospital, stays: np.ndarray, drawn: Drawn) -> Given:
    """One row for each drug: whose it is (positions), which line, and what is told of it."""
    size, department, numbers, chance = len(stays), stays["department"], hospital.mix.numbers, hospital.beside.random
    treated = (chance(size) < numbers["antibacterial"][department]) | drawn["infected"]
    infused = chance(size) < numbers["infused"][department]
    sampled = treated & (chance(size) < SAMPLED)
    lines = 1 + treated + (treated & (chance(size) < SECOND))
    of = np.repeat(np.arange(size), lines)
    line = np.arange(1, len(of) + 1) - np.repeat(np.cumsum(lines) - lines, lines)
    antibacterial = line > 1
    days = np.maximum(np.rint(drawn["days"] * (0.35 + 0.5 * chance(size))), 1)
    doses = np.rint(2 * STRENGTH * days[of] * (0.7 + 0.6 * chance(len(of)))) / 2  # halves, which add up exactly
    return {
        "of": of,
        "line": line,
        "antibacterial": antibacterial,
        "intravenous": np.where(antibacterial, infused[of] & (chance(len(of)) < BY_VEIN), infused[of]),
        "ddds": np.where(antibacterial, np.maximum(doses, 0.5), 0),
        "sampled": antibacterial & sampled[of],
        "drug": _drugs(hospital, antibacterial),
        "started": stays["admitted"][of] + 60 + (60 * 24 * chance(len(of))).astype(np.int64),
    }


def medications(hospital: Hospital, stays: np.ndarray, given: Given, names: pa.Array) -> dict[str, pa.Array]:
    """The columns of the table `medication`."""
    of, other = given["of"], ~given["antibacterial"]
    return {
        "stay": names.take(pa.array(of)),
        "line": number(given["line"]),
        "department": word(stays["department"][of], hospital.mix.departments),
        "drug": word(given["drug"], hospital.mix.drugs),
        "started_at": moment(given["started"]),
        "antibacterial": pa.array(given["antibacterial"]),
        "intravenous": pa.array(given["intravenous"]),
        "ddds": number(given["ddds"], other),
        "sampled_before": pa.array(given["sampled"], mask=other),
    }


def _drugs(hospital: Hospital, antibacterial: np.ndarray) -> np.ndarray:
    slot = hospital.beside.integers(0, hospital.mix.drug.shape[1], len(antibacterial))
    return hospital.mix.drug[antibacterial.astype(int), slot]
