"""The invented hospital's departments as arrays: read from `mix.yaml`, ready for drawing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import yaml

SLOTS = 4096  # a weight is kept as its share of so many slots: drawing is then one look into a table
ANY, MALE, FEMALE = 0, 1, 2
DEVICE = {"vap": "ventilator", "clabsi": "central_line", "cauti": "urinary_catheter"}  # where an infection comes from
OF_A_DEPARTMENT = ("share", "male", "a_day", "died", "emergency", "back", "operated", "infected", "intensive")
GIVEN = ("antibacterial", "infused")


@dataclass(frozen=True, slots=True)
class Mix:
    """Arrays by department, diagnosis and procedure; a table of slots holds positions in the list of its words."""

    departments: list[str]
    numbers: Mapping[str, np.ndarray]  # of a department: OF_A_DEPARTMENT, GIVEN, and age, age_spread, days, days_spread
    principal: np.ndarray  # (departments, SLOTS)
    procedure: np.ndarray  # (departments, SLOTS)
    group: np.ndarray  # of a diagnosis: its place among the treatments, or -1
    treatment: np.ndarray  # (groups, SLOTS)
    diagnoses: list[str]
    deadly: np.ndarray  # of a diagnosis
    sex: np.ndarray  # of a diagnosis: ANY, MALE or FEMALE
    low_risk: np.ndarray  # of a diagnosis
    often: np.ndarray  # of a diagnosis: how many are operated on, or -1 where that is the department's
    besides: np.ndarray  # (SLOTS,)
    others: np.ndarray  # diagnoses that are written besides
    complications: np.ndarray  # (SLOTS,), positions of diagnoses
    complicated: float  # the true probability after an operation
    procedures: list[str]
    grade: np.ndarray  # of a procedure
    incision: np.ndarray
    minimally_invasive: np.ndarray
    kinds: list[str]  # of infections
    from_device: np.ndarray  # of a kind: the position of the device that it comes from, or -1
    kind: np.ndarray  # (2, SLOTS): elsewhere, in intensive care
    organisms: list[str]
    organism: np.ndarray  # (SLOTS,)
    devices: list[str]
    device: np.ndarray  # (devices, 2): the share of patients who have it, in intensive care, elsewhere
    drugs: list[str]
    drug: np.ndarray  # (2, SLOTS): others, antibacterials
    criticals: list[str]  # kinds of critical values
    units: list[str]
    critical: np.ndarray  # (kinds, 2): from, to
    season: np.ndarray
    names: Mapping[str, str]  # of diagnoses and procedures

    def deadlier(self, department: np.ndarray, principal: np.ndarray) -> np.ndarray:
        """How many times likelier than an average patient of the department one with this diagnosis dies."""
        return self.deadly[principal] / self.deadly[self.principal].mean(axis=1)[department]

    def operated(self, department: np.ndarray, principal: np.ndarray) -> np.ndarray:
        """How likely a patient is operated on."""
        often = self.often[principal]
        return np.where(often >= 0, often, self.numbers["operated"][department])

    def of(self, department: str) -> np.ndarray:
        """Which departments have this name: one, or none."""
        return np.array(self.departments) == department

    @property
    def chemotherapy(self) -> int:
        return self.diagnoses.index("Z51.100")

    @property
    def symptom(self) -> int:
        return self.diagnoses.index("R07.400")


def slots(weights: Iterable[float]) -> np.ndarray:
    """Positions, each as often as its weight asks."""
    shares = np.cumsum(list(weights))
    return np.searchsorted(shares / shares[-1], (np.arange(SLOTS) + 0.5) / SLOTS).astype(np.uint8)


@cache
def mix(departments: int) -> Mix:
    """So many departments; where more are asked for than there are, second and third wards of the same."""
    told = yaml.safe_load((files(__package__) / "mix.yaml").read_text("utf-8"))
    known = list(told["departments"].items())
    wards = [(at // len(known), *known[at % len(known)]) for at in range(departments)]
    chosen = [(_ward(name, more), about) for more, name, about in wards]
    diagnoses, procedures = list(told["diagnoses"]), list(told["procedures"])
    devices = list(told["devices"])
    drugs = [*told["drugs"], *told["antibacterials"]]
    kinds = list(dict.fromkeys([*told["infections"], *told["intensive_infections"]]))
    return Mix(
        departments=[name for name, _ in chosen],
        numbers=_numbers([about for _, about in chosen])
        | {each: _given(told[each], [known[at % len(known)][0] for at in range(departments)]) for each in GIVEN},
        principal=_drawn([about["principal"] for _, about in chosen], diagnoses),
        procedure=_drawn([about["procedures"] for _, about in chosen], procedures),
        group=_groups(told["treatments"], diagnoses),
        treatment=_drawn([each["by"] for each in told["treatments"]], procedures),
        diagnoses=diagnoses,
        deadly=np.array([told["deadly"].get(code, 1.0) for code in diagnoses], np.float32),
        sex=np.array([_sex(told, code) for code in diagnoses], np.uint8),
        low_risk=np.isin(diagnoses, told["low_risk"]),
        often=np.array([told["operated"].get(code, -1) for code in diagnoses], np.float32),
        besides=slots(told["besides"].values()),
        others=np.array([diagnoses.index(code) for code in told["besides"]], np.uint8),
        complications=_drawn([told["complications"]], diagnoses)[0],
        complicated=told["complicated"],
        procedures=procedures,
        grade=np.array([about[1] for about in told["procedures"].values()], np.uint8),
        incision=np.array([about[2] for about in told["procedures"].values()], np.uint8),
        minimally_invasive=np.array([about[3] for about in told["procedures"].values()]),
        kinds=kinds,
        from_device=np.array([devices.index(DEVICE[kind]) if kind in DEVICE else -1 for kind in kinds]),
        kind=_drawn([told["infections"], told["intensive_infections"]], kinds),
        organisms=list(told["organisms"]),
        organism=slots(told["organisms"].values()),
        devices=devices,
        device=np.array(list(told["devices"].values())) / 100,
        drugs=list(drugs),
        drug=_drawn([told["drugs"], told["antibacterials"]], drugs),
        criticals=list(told["criticals"]),
        units=[unit for unit, *_ in told["criticals"].values()],
        critical=np.array([between for _, *between in told["criticals"].values()], float),
        season=np.array(told["season"]),
        names={**told["diagnoses"], **{code: about[0] for code, about in told["procedures"].items()}},
    )


def _ward(name: str, more: int) -> str:
    return name if not more else f"{name}{'二三四五六七八九'[more - 1]}病区"


def _sex(told: Mapping[str, Any], code: str) -> int:
    return MALE if code in told["male"] else FEMALE if code in told["female"] else ANY


def _given(shares: Mapping[str, float], departments: Sequence[str]) -> np.ndarray:
    return np.array([shares.get(name, shares["else"]) for name in departments], np.float32)


def _groups(treatments: Sequence[Mapping[str, Any]], diagnoses: list[str]) -> np.ndarray:
    """Of each diagnosis the first of the treatments that is for it."""
    group = np.full(len(diagnoses), -1)
    for at, each in reversed(list(enumerate(treatments))):
        group[np.isin(diagnoses, each["for"])] = at
    return group


def _numbers(departments: Sequence[Mapping[str, Any]]) -> dict[str, np.ndarray]:
    numbers = {each: np.array([about[each] for about in departments], np.float32) for each in OF_A_DEPARTMENT}
    for pair in ("age", "days"):
        numbers[pair], numbers[f"{pair}_spread"] = np.array([about[pair] for about in departments], np.float32).T
    return numbers


def _drawn(weights: Sequence[Mapping[str, float]], words: list[str]) -> np.ndarray:
    """For each department its slots, as positions in the list of words."""
    return np.array(
        [np.array([words.index(code) for code in each])[slots(each.values())] for each in weights], np.uint8
    )
