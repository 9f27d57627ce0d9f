"""Infections that patients caught in hospital, on the day when they showed."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from .front_pages import Drawn
from .keys import keys
from .stays import DAY, Hospital
from .tables import day, word, written

INFECTION = np.dtype(
    [("stay", "i8"), ("onset", "i4"), ("department", "u1"), ("kind", "u1"), ("organism", "u1"), ("intensive", "?")]
)


def caught(hospital: Hospital, month: str, stays: np.ndarray, drawn: Drawn, first: int) -> np.ndarray:
    """One for each infected stay; `first` is the number of the month's first stay."""
    of, mix = np.flatnonzero(drawn["infected"]), hospital.mix
    found = np.zeros(len(of), INFECTION)
    found["stay"], found["department"] = first + of, stays["department"][of]
    found["intensive"] = mix.numbers["intensive"][found["department"]] == 1
    length = stays["discharged"][of] // DAY - stays["admitted"][of] // DAY
    found["onset"] = stays["admitted"][of] // DAY + 2 + ((length - 2) * hospital.chance(len(of))).astype(np.int64)
    found["kind"] = mix.kind[found["intensive"].astype(int), hospital.slot(len(of))]
    found["organism"] = mix.organism[hospital.slot(len(of))]
    for fault in hospital.plan.faults:
        if fault.kind == "infection_cluster" and fault.holds(hospital.code, month):
            cluster = drawn["cluster"][of]
            found["organism"][cluster] = mix.organisms.index(fault.organism)
            found["onset"][cluster] = np.maximum(found["onset"][cluster], _day(month))
    return found


def by_month(hospital: Hospital, found: np.ndarray) -> Iterator[tuple[str, pa.Table, np.ndarray]]:
    """The table `infection` of each month of onset, and the rows that it was written from."""
    months = found["onset"].astype("M8[D]").astype("M8[M]")
    for at in range(hospital.plan.months):
        month = hospital.plan.month(at)
        rows = np.sort(found[months == np.datetime64(month, "M")], order=["department", "onset", "stay"])
        if len(rows):
            yield month, written("infection", _columns(hospital, rows), hospital.code, month), rows


def _columns(hospital: Hospital, rows: np.ndarray) -> dict[str, pa.Array]:
    mix, seed = hospital.mix, hospital.plan.seed
    device = mix.from_device[rows["kind"]]
    return {
        "infection": keys(rows["stay"], seed, "infection"),
        "stay": keys(rows["stay"], seed, "stay"),
        "department": word(rows["department"], mix.departments),
        "onset_on": day(rows["onset"]),
        "kind": word(rows["kind"], mix.kinds),
        "device": word(np.maximum(device, 0), mix.devices, device < 0),
        "organism": word(rows["organism"], mix.organisms),
        "multiresistant": pa.array(hospital.chance(len(rows)) < 0.3),
        "intensive": pa.array(rows["intensive"].copy()),
        "reported": pa.array(hospital.chance(len(rows)) < 0.97),
    }


def _day(month: str) -> int:
    return int(np.datetime64(month, "D").astype(int))
