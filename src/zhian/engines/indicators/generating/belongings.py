"""What belongs to stays: diagnoses and procedures."""

import numpy as np
import pyarrow as pa

from .front_pages import ON_ADMISSION, PRESENT, Drawn
from .mix import slots
from .stays import EMERGENCY, Hospital
from .tables import moment, number, word

ABSENT = ON_ADMISSION.index("absent")
GRADES = ("", "grade_1", "grade_2", "grade_3", "grade_4")
INCISIONS = ("none", "clean", "clean_contaminated", "contaminated")
HEALING = ("well", "imperfect", "infected")
FESTERS = np.array([0, 0.004, 0.012, 0.03], np.float32)  # of wounds, by class of incision
RETURNS = 0.02  # of second procedures: an unplanned return to theatre
ANAESTHESIA, NUMBED = ("局部麻醉", "椎管内麻醉", "全身麻醉", "静脉麻醉"), slots((18, 17, 50, 15))
ASA = slots((22, 52, 22, 3.6, 0.4))
STEP = 5  # has no factor in common with the number of diagnoses that are written besides, so that none comes twice


def diagnoses(hospital: Hospital, stays: np.ndarray, drawn: Drawn, names: pa.Array) -> dict[str, pa.Array]:
    """The principal diagnosis, those besides, and last of all a complication."""
    of, rank = _ranked(drawn["diagnoses"])
    others, principal = hospital.mix.others, stays["principal"]
    first = hospital.mix.besides[hospital.slot(len(stays))].astype(np.int64)
    code = others[(first[of] + STEP * rank) % len(others)]
    spare = others[(first + STEP * (drawn["diagnoses"] + 1)) % len(others)]
    code = np.where(code == principal[of], spare[of], code)
    complication = drawn["complicated"][of] & (rank == drawn["diagnoses"][of])
    code = np.where(complication, hospital.mix.complications[hospital.slot(len(of))], code)
    present = np.where(complication, ABSENT, PRESENT[hospital.slot(len(of))])
    return {
        "stay": names.take(pa.array(of)),
        "department": word(stays["department"][of], hospital.mix.departments),
        "rank": number(rank),
        "code": word(np.where(rank == 1, principal[of], code), hospital.mix.diagnoses),
        "on_admission": word(present, ON_ADMISSION),
    }


def procedures(
    hospital: Hospital, stays: np.ndarray, drawn: Drawn, names: pa.Array
) -> tuple[dict[str, pa.Array], dict[str, np.ndarray]]:
    """The columns of the table `procedure`, and as arrays what is counted of them."""
    mix, chance = hospital.mix, hospital.chance
    of, rank = _ranked(drawn["operations"])
    size, again, code = len(of), rank > 1, _fitting(hospital, stays[of])
    incision = mix.incision[code]
    infected = chance(size) < FESTERS[incision]
    healing = np.where(infected, 2, (chance(size) < 0.01).astype(int))
    returned = again & (chance(size) < RETURNS)
    started = _started(stays[of], rank, chance(size))
    columns = {
        "stay": names.take(pa.array(of)),
        "department": word(stays["department"][of], mix.departments),
        "rank": number(rank),
        "code": word(code, mix.procedures),
        "started_at": moment(started),
        "grade": word(mix.grade[code], GRADES),
        "elective": pa.array((stays["route"][of] != EMERGENCY) & ~returned),
        "minimally_invasive": pa.array(mix.minimally_invasive[code]),
        "unplanned_return": pa.array(returned),
        "incision": word(incision, INCISIONS),
        "healing": word(healing, HEALING, incision == 0),
        "anaesthesia": word(NUMBED[hospital.slot(size)], ANAESTHESIA),
        "asa": number(np.int64(1) + ASA[hospital.slot(size)]),
        "previous_at": moment(np.roll(started, 1), ~again),
    }
    return columns, {"of": of, "returned": returned, "clean": incision == 1, "infected": infected & (incision == 1)}


def _fitting(hospital: Hospital, stays: np.ndarray) -> np.ndarray:
    """What is done for the diagnosis; where that says nothing, what the department does."""
    mix, slot = hospital.mix, hospital.slot(len(stays))
    group = mix.group[stays["principal"]]
    return np.where(group >= 0, mix.treatment[group, slot], mix.procedure[stays["department"], slot])


def _ranked(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For so many rows of each stay: the position of the stay, and the row's rank from 1."""
    of = np.repeat(np.arange(len(counts)), counts)
    return of, np.arange(1, len(of) + 1) - np.repeat(np.cumsum(counts) - counts, counts)


def _started(stays: np.ndarray, rank: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """One procedure after the other, each in its own quarter of the stay."""
    quarter = (stays["discharged"] - stays["admitted"]) // 4
    return stays["admitted"] + quarter * (rank - 1) + 1 + (quarter * 0.9 * chance).astype(np.int64)
