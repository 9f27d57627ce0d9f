"""Whether a model may be used: its calibration held against limits that stand in `limits.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from ..standardising import exact_limits
from .calibrating import Calibration, Tenth

ANY_OF_TEN = 0.995  # so sure of each tenth that one of ten good ones is refused once in twenty


@dataclass(frozen=True)
class Limit:
    """From where to where a number is well, and why; None: no limit on that side."""

    lower: float | None
    upper: float | None
    source: str
    verified: str

    def holds(self, number: float) -> bool:
        """A number that is not known (nan) never does."""
        return (self.lower is None or number >= self.lower) and (self.upper is None or number <= self.upper)


@cache
def limits() -> Mapping[str, Limit]:
    """Of `c`, `large`, `slope` and `tenths`."""
    told = yaml.safe_load((files(__package__) / "limits.yaml").read_text("utf-8"))
    return {
        name: Limit(each.get("from"), each.get("to"), each["source"], each["verified"]) for name, each in told.items()
    }


def faults(calibration: Calibration) -> list[str]:
    """Why the model may not be used, as names of limits; none where it may."""
    known = limits()
    wrong = [name for name in ("c", "large", "slope") if not known[name].holds(getattr(calibration, name))]
    factor = known["tenths"].upper or 1
    return [*wrong, *(["tenths"] if any(_parts(each, factor) for each in calibration.deciles) else [])]


def _parts(tenth: Tenth, factor: float) -> bool:
    lower, upper = exact_limits(tenth.observed, ANY_OF_TEN)
    return lower > tenth.expected * factor or upper < tenth.expected / factor
