"""From ward to ward: where a stay began, its time in intensive care, and who came back there too soon."""

import numpy as np
import pyarrow as pa

from .front_pages import Drawn
from .stays import DAY, Hospital
from .tables import moment, word

BACK = 0.025  # of those who left intensive care and stay long enough: back within 48 hours
LONG_ENOUGH = 3 * DAY
Moved = dict[str, np.ndarray]


def move(hospital: Hospital, stays: np.ndarray, drawn: Drawn) -> Moved:
    """One row for each time in a ward: whose it is (positions), where, from when until when; and who came back.

    Six places in time are looked at for each stay: where it began, its own ward, intensive care, the ward again,
    intensive care again, the ward again. Those that did not happen are left out.
    """
    random, home, began, ended = hospital.beside.random, stays["department"], stays["admitted"], stays["discharged"]
    size, minutes = len(stays), drawn["icu_hours"] * 60
    unit = int(np.argmax(hospital.mix.numbers["intensive"]))
    elsewhere = (drawn["icu_hours"] > 0) & (hospital.mix.numbers["intensive"][home] < 1)
    spare = (ended - began - minutes) // 2
    entered, left = began + spare, began + spare + minutes
    back = elsewhere & (ended - left > LONG_ENOUGH) & (random(size) < BACK)
    again = left + 4 * 60 + (40 * 60 * random(size)).astype(np.int64)
    at = np.stack([began, began + 1 + (0.8 * spare * random(size)).astype(np.int64), entered, left, again,
                   again + 6 * 60 + (18 * 60 * random(size)).astype(np.int64)], axis=1)  # fmt: skip
    whole = np.ones(size, bool)
    happened = np.stack([whole, drawn["admitting"] != home, elsewhere, elsewhere, back, back], axis=1)
    care = np.full(size, unit)
    where = np.stack([drawn["admitting"], home, care, home, care, home], axis=1)
    of = np.nonzero(happened)[0]
    since = at[happened]
    until = np.roll(since, -1)
    until[np.diff(of, append=-1) != 0] = ended
    return {"of": of, "department": where[happened], "entered": since, "left": until, "out": elsewhere, "back": back}


def ward_moves(hospital: Hospital, moved: Moved, names: pa.Array) -> dict[str, pa.Array]:
    """The columns of the table `ward_move`."""
    mix, department = hospital.mix, moved["department"]
    return {
        "stay": names.take(pa.array(moved["of"])),
        "department": word(department, mix.departments),
        "intensive": pa.array(mix.numbers["intensive"][department] == mix.numbers["intensive"].max()),
        "entered_at": moment(moved["entered"]),
        "left_at": moment(moved["left"]),
    }
