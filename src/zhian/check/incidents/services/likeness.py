"""How likely two reports tell of the same event, or of the same kind of event: the weights were chosen by measuring.

`benchmarks/similar.py` plants duplicates in other words and says what each part is worth.
"""

import math
from dataclasses import dataclass
from datetime import timedelta

TEXT, TIME, PLACE, CATEGORY, PATIENT = 0.50, 0.20, 0.25, 0.05, 0.10
FADES = timedelta(hours=6)  # after so long closeness in time is worth a third
SAME_EVENT = 0.65  # from here on it is worth asking whether it is the same


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two reports have in common. `text` is the cosine of their words, from 0 to 1."""

    text: float
    apart: timedelta
    is_same_department: bool
    is_same_category: bool
    is_same_patient: bool = False

    @property
    def score(self) -> float:
        """From 0 to 1; near 1 it is the same event told twice. Far apart in time, little but the words counts."""
        near = math.exp(-abs(self.apart) / FADES)
        facts = near * (TIME + PLACE * self.is_same_department) + PATIENT * self.is_same_patient
        return min(1.0, TEXT * math.sqrt(self.text) + CATEGORY * self.is_same_category + facts)

    @property
    def percent(self) -> int:
        return round(100 * self.score)

    @property
    def may_be_the_same(self) -> bool:
        """Whether somebody should look if it is one event reported twice."""
        return self.score >= SAME_EVENT and abs(self.apart) <= timedelta(days=3)
