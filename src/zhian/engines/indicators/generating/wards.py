"""What lies in the beds day by day: patients, nurses, and the devices that patients have."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from .stays import DAY, Hospital
from .tables import day, number, word, written


class Census:
    """Counts, by department and day, who came, who went and who lay in bed at midnight."""

    def __init__(self, hospital: Hospital) -> None:
        self.hospital = hospital
        self.days = [hospital.begin(at) // DAY for at in range(hospital.plan.months + 1)]  # where each month begins
        self.shape = len(hospital.mix.departments), self.days[-1] - self.days[0]
        self.came, self.went = np.zeros(self.shape, np.int64), np.zeros(self.shape, np.int64)
        self.before = np.zeros(self.shape[0], np.int64)  # who came before the first day and lay there on it

    def count(self, stays: np.ndarray) -> None:
        """Takes a month's stays in."""
        came, went = (stays[each] // DAY - self.days[0] for each in ("admitted", "discharged"))
        early = (came < 0) & (went >= 0)
        self.before += np.bincount(stays["department"][early], minlength=self.shape[0])
        for counts, on in ((self.came, came), (self.went, went)):
            inside = (on >= 0) & (on < self.shape[1])
            at = stays["department"][inside].astype(np.int64) * self.shape[1] + on[inside]
            counts += np.bincount(at, minlength=counts.size).reshape(self.shape)

    def by_month(self) -> Iterator[tuple[str, dict[str, pa.Table], dict[str, np.ndarray]]]:
        """The tables `bed_day` and `device_day` of each month, and the bed-days and device-days that are in them."""
        occupied = np.cumsum(self.came - self.went, axis=1) + self.before[:, None]
        open_beds = np.ceil(occupied.mean(axis=1) / 0.86).astype(np.int64)
        for at, month in enumerate(map(self.hospital.plan.month, range(self.hospital.plan.months))):
            first, end = self.days[at] - self.days[0], self.days[at + 1] - self.days[0]
            within = occupied[:, first:end]
            devices = self._devices(within)
            tables = {
                "bed_day": written("bed_day", self._bed_days(first, end, within, open_beds), self.hospital.code, month),
                "device_day": written("device_day", self._device_days(first, devices), self.hospital.code, month),
            }
            yield month, tables, {"occupied": within.sum(axis=1), "devices": devices.sum(axis=1)}

    @property
    def _intensive(self) -> np.ndarray:
        return self.hospital.mix.numbers["intensive"] == 1

    def _bed_days(self, first: int, end: int, occupied: np.ndarray, open_beds: np.ndarray) -> dict[str, pa.Array]:
        department, on = _grid(*occupied.shape)
        beds = np.repeat(open_beds, occupied.shape[1])
        lying, intensive = occupied.ravel(), self._intensive[department]
        nurses = np.maximum(np.rint(beds * np.where(intensive, 2.6, 0.45) * 4) / 4, 2)
        restrained = self.hospital.random.binomial(lying, np.where(intensive, 0.25, 0.006))
        return {
            "department": word(department, self.hospital.mix.departments),
            "day": day(self.days[0] + first + on),
            "intensive": pa.array(intensive),
            "open_beds": number(beds),
            "occupied": number(lying),
            "admitted": number(self.came[:, first:end].ravel()),
            "discharged": number(self.went[:, first:end].ravel()),
            "nurses": number(nurses),
            "nursing_hours": number(nurses * 8),
            "restrained": number(restrained),
        }

    def _devices(self, occupied: np.ndarray) -> np.ndarray:
        """Patients with each device (departments, days, devices)."""
        share = self.hospital.mix.device[:, np.where(self._intensive, 0, 1)].T
        return self.hospital.random.binomial(occupied[:, :, None], share[:, None, :])

    def _device_days(self, first: int, patients: np.ndarray) -> dict[str, pa.Array]:
        department, on, device = _grid(*patients.shape)
        some = patients.ravel() > 0
        return {
            "department": word(department[some], self.hospital.mix.departments),
            "day": day((self.days[0] + first + on)[some]),
            "device": word(device[some], self.hospital.mix.devices),
            "intensive": pa.array(self._intensive[department][some]),
            "patients": number(patients.ravel()[some]),
        }


def _grid(*sizes: int) -> list[np.ndarray]:
    """Every combination of positions, the last one running fastest."""
    return [each.ravel() for each in np.indices(sizes)]
