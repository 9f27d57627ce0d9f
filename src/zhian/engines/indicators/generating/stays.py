"""Who is in the hospital month by month, and who comes back: the hidden truth from which the tables are written."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from .mix import ANY, FEMALE, MALE, SLOTS
from .plan import Plan

DAY = 24 * 60  # times are whole minutes since 1970
NEVER = -1
EMERGENCY, OUTPATIENT, TRANSFER, OTHER = range(4)
STAY = np.dtype(
    [
        *((each, "i8") for each in ("patient", "admitted", "discharged", "next_admitted")),
        *(("born", "i4"), ("risk", "f4"), ("visit", "i2")),  # days since 1970; a probability; from 1
        *((each, "u1") for each in ("department", "principal", "sex", "route", "next_principal", "next_route")),
        *(("died", "?"), ("planned", "?")),
    ]
)
CHEMOTHERAPY_GOES_ON, COMES_LATER = 0.75, 0.15  # probabilities
SAME_PRINCIPAL, LATER_SAME = 0.7, 0.5
BEFORE = 4  # months


class Hospital:
    """One invented hospital; its months are drawn one after the other, and what is drawn depends on the plan alone."""

    def __init__(self, plan: Plan, at: int) -> None:
        self.plan, self.mix, self.code, self.sizes = plan, plan.mix, plan.codes[at], plan.stays()[at]
        self.random = np.random.default_rng([plan.seed, at + 1])
        self.beside = np.random.default_rng([plan.seed, at + 1, 1])  # for what nothing else hangs on
        self.deadliness = float(self.random.lognormal(0, 0.2)) if plan.hospitals > 1 else 1.0
        self.departments = np.searchsorted(
            np.cumsum(self.mix.numbers["share"]) / self.mix.numbers["share"].sum(), (np.arange(SLOTS) + 0.5) / SLOTS
        ).astype(np.uint8)
        months = np.datetime64(plan.start, "M") + np.arange(-BEFORE, plan.months + 2)
        self.edges = months.astype("M8[m]").astype(np.int64)
        self.patients = (at + 1) << 40
        self.waiting: dict[int, list[np.ndarray]] = defaultdict(list)

    def months(self) -> Iterator[np.ndarray]:
        """The stays that are discharged in each month, by department; a month more follows, of those still in bed.

        Some months that nobody sees come before, so that as many come back in the first month as in any other.
        """
        for at in range(-BEFORE, self.plan.months + 1):
            stays = self._month(at, self._size(at))
            if at >= 0:
                yield stays

    def begin(self, at: int) -> int:
        """When a month begins."""
        return int(self.edges[at + BEFORE])

    def _size(self, at: int) -> int:
        return int(self.sizes[min(max(at, 0), self.plan.months - 1)])

    def chance(self, size: int) -> np.ndarray:
        return self.random.random(size, np.float32)

    def slot(self, size: int) -> np.ndarray:
        return self.random.integers(0, SLOTS, size, np.uint16)

    def _month(self, at: int, size: int) -> np.ndarray:
        due = self.waiting.pop(at, [])
        coming = np.concatenate([*due, self._arrivals(size - sum(map(len, due)), at)])
        parent, child, month = self._returns(coming, at)
        taken, whole = _fitting(np.bincount(parent[month == at], minlength=len(coming)), size)
        kept = np.where(month == at, parent < whole, parent < taken)
        for later in np.unique(month[kept & (month > at)]):
            kept &= self._await(child, kept & (month == later), int(later)) | (month != later)
        seen = kept & (month < self.plan.months)  # what lies beyond the last month is nobody's next stay
        _link(coming, parent[seen], child[seen])
        everybody = np.concatenate([coming[:taken], child[kept & (month == at)]])
        return everybody[np.argsort(everybody["department"], kind="stable")]

    def _await(self, child: np.ndarray, chosen: np.ndarray, later: int) -> np.ndarray:
        """Those of the chosen who come back in a later month: no more than half of it."""
        room = self._size(later) // 2 - sum(map(len, self.waiting[later]))
        chosen = chosen & (np.cumsum(chosen) <= room)
        if later <= self.plan.months:
            self.waiting[later].append(child[chosen])
        return chosen

    def _arrivals(self, size: int, at: int) -> np.ndarray:
        """Patients who were not here before."""
        new, mix = np.zeros(size, STAY), self.mix
        new["patient"] = np.arange(self.patients, self.patients + size)
        self.patients += size
        new["visit"] = 1
        new["next_admitted"] = NEVER
        new["department"] = department = self.departments[self.slot(size)]
        new["principal"] = principal = mix.principal[department, self.slot(size)]
        male = self.chance(size) < mix.numbers["male"][department]
        new["sex"] = np.where(mix.sex[principal] == ANY, np.where(male, MALE, FEMALE), mix.sex[principal])
        emergency = self.chance(size) < mix.numbers["emergency"][department]
        other = np.array([OUTPATIENT, TRANSFER, OTHER])[np.searchsorted([0.93, 0.99], self.chance(size))]
        new["route"] = np.where(emergency, EMERGENCY, other)
        new["discharged"] = self._leaving_time(size, at)
        new["admitted"] = new["discharged"] - self._length(department)
        new["born"] = new["admitted"] // DAY - self._age_in_days(department)
        self._fate(new)
        self._miscode(new)
        return new

    def _leaving_time(self, size: int, at: int) -> np.ndarray:
        """Within the month, rarely at the weekend, from eight to five."""
        days = np.arange(self.begin(at), self.begin(at + 1), DAY)
        weekend = (days // DAY + 3) % 7 >= 5  # 1970 began on a Thursday
        shares = np.cumsum(np.where(weekend, 0.45, 1.0))
        day = np.searchsorted(shares / shares[-1], self.random.random(size))
        return days[day] + self.random.integers(8 * 60, 17 * 60, size)

    def _length(self, department: np.ndarray) -> np.ndarray:
        """Minutes in hospital."""
        numbers = self.mix.numbers
        spread = self.random.standard_normal(len(department), np.float32) * numbers["days_spread"][department]
        days = np.clip(numbers["days"][department] * np.exp(spread), 0.15, 120)
        return (days * DAY).astype(np.int64)

    def _age_in_days(self, department: np.ndarray) -> np.ndarray:
        age, spread = self.mix.numbers["age"][department], self.mix.numbers["age_spread"][department]
        years = np.clip(age + spread * self.random.standard_normal(len(age), np.float32), 0.1, 101)
        newborn = self.random.integers(0, 20, len(age))
        return np.where(age == 0, newborn, years * 365.2425).astype(np.int64)

    def _fate(self, stays: np.ndarray) -> None:
        """Who dies: by department, diagnosis and age, and by how deadly this hospital is beyond that."""
        department, numbers = stays["department"], self.mix.numbers
        older = (stays["admitted"] // DAY - stays["born"]) / 365.2425 - numbers["age"][department]
        risk = numbers["died"][department] * self.mix.deadlier(department, stays["principal"]) * np.exp(0.025 * older)
        stays["risk"] = np.minimum(risk, 0.9)
        stays["died"] = self.chance(len(stays)) < np.minimum(risk * self.deadliness, 0.95)

    def _returns(self, stays: np.ndarray, at: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Of those discharged: who comes back (positions), as which stay, and in which month that one ends."""
        doubled = self._doubled(at)
        chemotherapy = stays["principal"] == self.mix.chemotherapy
        goes_on = chemotherapy & (self.chance(len(stays)) < CHEMOTHERAPY_GOES_ON) & ~stays["died"]
        stays["planned"] = goes_on
        soon = self.mix.numbers["back"] * doubled
        draw = self.chance(len(stays))
        back = draw < soon[stays["department"]]
        later = draw > 1 - COMES_LATER
        parent = np.flatnonzero((goes_on | back | later) & ~stays["died"])
        child = self._return_of(stays[parent], goes_on[parent], back[parent])
        return parent, child, np.searchsorted(self.edges, child["discharged"], "right") - 1 - BEFORE

    def _doubled(self, at: int) -> np.ndarray:
        doubled = np.ones(len(self.mix.departments), np.float32)
        for fault in self.plan.faults:
            if fault.kind == "readmissions_doubled" and fault.holds(self.code, self.plan.month(at)):
                doubled[self.mix.of(fault.department)] = 2
        return doubled

    def _return_of(self, first: np.ndarray, goes_on: np.ndarray, back: np.ndarray) -> np.ndarray:
        again, size, department = first.copy(), len(first), first["department"]
        again["visit"] += 1
        again["planned"] = False
        soon = 1 + (29 * self.random.random(size) ** 1.5).astype(np.int64)
        days = np.where(
            goes_on, self.random.integers(19, 24, size), np.where(back, soon, self.random.integers(33, 240, size))
        )
        again["admitted"] = (first["discharged"] // DAY + days) * DAY + self.random.integers(8 * 60, 20 * 60, size)
        length = self._length(department)
        again["discharged"] = again["admitted"] + length
        same = goes_on | (self.chance(size) < np.where(back, SAME_PRINCIPAL, LATER_SAME))
        other = self.mix.principal[department, self.slot(size)]
        fits = (self.mix.sex[other] == ANY) | (self.mix.sex[other] == first["sex"])
        again["principal"] = np.where(same | ~fits, first["principal"], other)
        again["route"] = np.where(~goes_on & (self.chance(size) < np.where(back, 0.6, 0.3)), EMERGENCY, OUTPATIENT)
        self._fate(again)
        self._miscode(again)
        return again

    def _miscode(self, stays: np.ndarray) -> None:
        """Where a department has come to write the symptom for the diagnosis."""
        for fault in self.plan.faults:
            if fault.kind == "principal_by_symptom" and fault.hospital == self.code:
                since, until = (
                    np.datetime64(each or "9999-01", "M").astype(int) for each in (fault.since, fault.until)
                )
                month = (stays["discharged"] // DAY).astype("M8[D]").astype("M8[M]").astype(int)
                hit = self.mix.of(fault.department)[stays["department"]] & (since <= month) & (month <= until)
                stays["principal"][hit & (self.chance(len(stays)) < fault.share)] = self.mix.symptom


def _fitting(returning: np.ndarray, size: int) -> tuple[int, int]:
    """How many stays fit into a month, and how many of them together with those who come back in it.

    The one between the two comes without coming back, so that the month has exactly its size.
    """
    filled = np.arange(1, len(returning) + 1) + np.cumsum(returning)
    whole = int(np.searchsorted(filled, size, "right"))
    return whole + int(whole < len(filled) and (filled[whole - 1] if whole else 0) < size), whole


def _link(stays: np.ndarray, parent: np.ndarray, child: np.ndarray) -> None:
    """Each stay knows the next one of its patient."""
    for fact in ("admitted", "principal", "route"):
        stays[f"next_{fact}"][parent] = child[fact]
