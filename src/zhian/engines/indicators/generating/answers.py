"""What is true of the invented facts: counted from what was drawn, not from what was written."""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from .front_pages import AGAINST_ADVICE, DIED, Drawn
from .measurements import SLOW, Critical
from .medications import Given
from .mix import Mix
from .moves import Moved
from .plan import Plan
from .stays import DAY, EMERGENCY, NEVER

SOON = 31 * DAY
Counted = Mapping[str, tuple[np.ndarray, np.ndarray]]  # of an answer: numerator and denominator by department


def of_stays(mix: Mix, stays: np.ndarray, drawn: Drawn, operations: Mapping[str, np.ndarray]) -> Counted:
    """The answers that rest on stays and their procedures."""
    department, alive, of = stays["department"], drawn["leaving"] != DIED, operations["of"]
    back = alive & (stays["next_admitted"] != NEVER) & (stays["next_admitted"] - stays["discharged"] <= SOON)
    against, every = drawn["leaving"] == AGAINST_ADVICE, np.ones(len(stays), bool)
    questions = {
        "deaths": (~alive, every),
        "deaths_with_leaving_against_advice": (~alive | against, every),
        "readmissions_in_31_days": (back, alive),
        "emergency_readmissions_in_31_days": (back & (stays["next_route"] == EMERGENCY), alive),
        "deaths_in_truth": (stays["died"], every),  # however they were coded
        "complicated_operations": (drawn["complicated"], drawn["operations"] > 0),
        "operated_stays": (drawn["operations"] > 0, every),
        "infected_stays": (drawn["infected"], every),
        "intensive_stays": (drawn["icu_hours"] > 0, every),
        "bed_days_of_stays": (drawn["days"], every),
        "complete_front_pages": (~drawn["incomplete"], every),
        "expected_deaths": (~alive, stays["risk"].astype(np.float64)),
    }
    where, each = department[of], np.ones(len(of), bool)
    operated = {
        "unplanned_returns_to_theatre": (operations["returned"], each),
        "clean_wounds_infected": (operations["infected"], operations["clean"]),
    }
    return {**_counted(mix, department, questions), **_counted(mix, where, operated)}


def of_care(mix: Mix, stays: np.ndarray, drawn: Drawn, moved: Moved, given: Given, critical: Critical) -> Counted:
    """The answers that rest on wards, drugs and critical values."""
    department, of, every = stays["department"], given["of"], np.ones(len(stays), bool)
    treated, infused, sampled = (
        np.bincount(of[given[each]], minlength=len(stays)) > 0 for each in ("antibacterial", "intravenous", "sampled")
    )
    intensive = drawn["icu_hours"] > 0
    doses = np.bincount(of, weights=given["ddds"], minlength=len(stays))
    questions = {
        "intensive_returns_in_48_hours": (moved["back"], moved["out"]),
        "stays_with_antibacterials": (treated, every),
        "specimens_before_antibacterials": (sampled, treated),
        "specimens_before_antibacterials_in_intensive_care": (sampled & intensive, treated & intensive),
        "infused_stays": (infused, every),
        "daily_doses_of_antibacterials": (doses, drawn["days"]),
    }
    slow = critical["after"] > SLOW
    called = {"critical_values_told_late": (slow, np.ones(len(slow), bool))}
    return {**_counted(mix, department, questions), **_counted(mix, department[critical["of"]], called)}


def of_wards(mix: Mix, counts: Mapping[str, np.ndarray]) -> Counted:
    """Device-days over bed-days, for each device."""
    return {f"{name}_days": (counts["devices"][:, at], counts["occupied"]) for at, name in enumerate(mix.devices)}


def of_infections(mix: Mix, rows: np.ndarray) -> Counted:
    """Infections of each kind among all, by the month in which they showed."""
    every = np.ones(len(rows), bool)
    questions = {f"infections_{kind}": (rows["kind"] == at, every) for at, kind in enumerate(mix.kinds)}
    return _counted(mix, rows["department"], questions)


class Answers:
    """The answers of every hospital and month, gathered as they are counted."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.rows: dict[str, list[tuple[str, str, str, float, float]]] = defaultdict(list)

    def take(self, hospital: str, month: str, counted: Counted) -> None:
        for name, (top, under) in counted.items():
            for department, numerator, denominator in zip(
                self.plan.mix.departments, top.tolist(), under.tolist(), strict=True
            ):
                if numerator or denominator:
                    self.rows[name].append((hospital, month, department, numerator, denominator))

    def told(self) -> dict[str, object]:
        """For a file: the plan, the true probabilities, the faults' places, and each answer in all and in detail."""
        plan = self.plan
        return {
            "plan": plan._replace(faults=())._asdict(),
            "true_probabilities": {
                name: dict(
                    zip(plan.mix.departments, np.round(plan.mix.numbers[name].astype(float), 6).tolist(), strict=True)
                )
                for name in (
                    "died",
                    "back",
                    "operated",
                    "infected",
                    "intensive",
                    "emergency",
                    "antibacterial",
                    "infused",
                )
            },
            "faults": [fault._asdict() for fault in plan.faults],
            "answers": {
                name: {
                    "numerator": sum(row[3] for row in rows),
                    "denominator": sum(row[4] for row in rows),
                    "columns": ["hospital", "month", "department", "numerator", "denominator"],
                    "rows": rows,
                }
                for name, rows in self.rows.items()
            },
        }


def _counted(mix: Mix, department: np.ndarray, questions: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> Counted:
    """By department: of how many each is true, or what its numbers sum up to."""

    def added(of: np.ndarray) -> np.ndarray:
        sums = np.bincount(department, weights=of, minlength=len(mix.departments))
        return sums if of.dtype.kind == "f" else np.rint(sums).astype(np.int64)

    return {name: (added(numerator), added(denominator)) for name, (numerator, denominator) in questions.items()}
