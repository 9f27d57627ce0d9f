"""Small worlds of facts, definitions, and what must come out of them for the whole hospital.

Run on every engine: `test_measuring.py` on DuckDB, `spark/test_spark.py` on Spark.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhian.engines.indicators.definition import Definition

from .definitions import define

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Case:
    """What must come out, as (numerator, denominator, value) or the reason why nothing does."""

    says: str
    definition: Definition
    rows: Rows
    expected: tuple[float | None, float | None, float | None] | str
    switches: Mapping[str, bool] | None = None


def stays(*leaving: str) -> list[dict[str, Any]]:
    return [{"leaving": each} for each in leaving]


DIED_OF_THREE = {"stay": stays("died", "against_advice", "advised")}
MORTALITY = define(
    "DEATH",
    numerator="leaving = 'died'",
    switches={"hidden": {"zh": "x", "en": "x", "numerator": "leaving in ('died', 'against_advice')"}},
)
AT = [{"stay": "a", "leaving": "died"}, {"stay": "b"}, {"stay": "c", "age": 0}]
LENGTHS = {"stay": [{"days": each} for each in (9, 1, 4, 2)]}
FALLS = define(
    "FALLS",
    "rate",
    of="bed_day",
    denominator_sum="occupied",
    numerator_of="incident",
    numerator="category = 'fall'",
    unit={"symbol": "‰", "factor": 1000},
)
DELAYS = {
    "stay": [{"stay": "a", "admitted_at": "2026-01-01 23:59"}],
    "procedure": [
        {"stay": "a", "started_at": "2026-01-02 00:01"},  # two minutes later: one stroke of the clock
        {"stay": "a", "started_at": "2026-01-03 23:59"},  # 48 hours to the minute
        {"stay": "a", "started_at": "2026-01-04 00:00"},
        {"stay": "a"},
    ],
}
NULLS = {"stay": [{"readmission_planned": each} for each in (True, False, None)]}
SURGERY = {
    "stay": [{"stay": "a"}, {"stay": "b"}, {"stay": "c"}],
    "procedure": [
        {"stay": "a", "rank": 1, "grade": "grade_2", "started_at": "2026-01-02"},
        {"stay": "a", "rank": 2, "grade": "grade_4", "started_at": "2026-01-03"},
        {"stay": "b", "rank": 1, "grade": "grade_4", "started_at": "2026-01-05"},
    ],
    "diagnosis": [{"stay": "a", "code": "I21.900"}, {"stay": "c", "code": "I210"}, {"stay": "c", "code": "C50.1"}],
}

CASES = [
    Case("a share of stays", MORTALITY, DIED_OF_THREE, (1, 3, 1 / 3)),
    Case(
        "leaving against advice counts as dying where the hospital says so",
        MORTALITY,
        DIED_OF_THREE,
        (2, 3, 2 / 3),
        {"hidden": True},
    ),
    Case("nobody in the denominator", define("X", denominator="age > 90"), {"stay": [{"age": 5}]}, "denominator_zero"),
    Case("too few in the denominator", define("X", minimum_denominator=4), DIED_OF_THREE, "denominator_small"),
    Case("too early to say", define("X", follow_up=1), DIED_OF_THREE, "follow_up_runs"),
    Case(
        "followed up when the later month is there",
        define("X", numerator="leaving = 'died'", follow_up=1),
        {"stay": [*stays("died", "advised"), {"discharged_at": "2026-02-03 10:00"}]},
        (1, 2, 0.5),
    ),
    Case("no facts at all", FALLS, {"stay": stays("died")}, "no_facts"),
    Case("a column that nobody fills", define("X", numerator="autopsy"), DIED_OF_THREE, "column_missing"),
    Case(
        "a column filled too seldom",
        define("X", availability=[{"column": "age", "filled": 0.5}]),
        {"stay": AT},
        "column_missing",
    ),
    Case(
        "a column filled often enough",
        define("X", availability=[{"column": "age", "filled": 0.3}]),
        {"stay": AT},
        (3, 3, 1),
    ),
    Case(
        "an excluded row leaves both",
        define("X", exclusions=["age = 0"], numerator="leaving <> 'died'"),
        {"stay": AT},
        (1, 2, 0.5),
    ),
    Case("what is not known is not excluded", define("X", exclusions=["not readmission_planned"]), NULLS, (2, 2, 1)),
    Case("not null is null", define("X", numerator="not readmission_planned"), NULLS, (1, 3, 1 / 3)),
    Case("null or true is true", define("X", numerator="readmission_planned or true"), NULLS, (3, 3, 1)),
    Case("null is in no list", define("X", numerator="not age in (1, 2)"), {"stay": AT}, (1, 3, 1 / 3)),
    Case(
        "an exception stays where it met the numerator",
        define("X", numerator="leaving = 'died'", exceptions=["leaving = 'died' or age = 0"]),
        {"stay": AT},
        (1, 2, 0.5),
    ),
    Case(
        "whole numbers divide into fractions",
        define("X", numerator="days / 2 = 3.5"),
        {"stay": [{"days": 7}]},
        (1, 1, 1),
    ),
    Case(
        "a division by nought is null",
        define("X", numerator="coalesce(days / (days - 7), 0) = 0"),
        {"stay": [{"days": 7}]},
        (1, 1, 1),
    ),
    Case(
        "hours that passed, not strokes of the clock",
        define("X", of="procedure", numerator="hours(stay.admitted_at, started_at) < 1"),
        DELAYS,
        (1, 4, 0.25),
    ),
    Case(
        "within 48 hours",
        define("X", of="procedure", numerator="hours(stay.admitted_at, started_at) <= 48"),
        DELAYS,
        (2, 4, 0.5),
    ),
    Case(
        "days by the calendar",
        define("X", of="procedure", numerator="days(stay.admitted_at, started_at) = 1"),
        DELAYS,
        (1, 4, 0.25),
    ),
    Case(
        "the hour and month of a moment",
        define("X", of="procedure", numerator="hour(started_at) = 23 and month(started_at) = 1"),
        DELAYS,
        (1, 4, 0.25),
    ),
    Case(
        "a rate of events per bed-days",
        FALLS,
        {"bed_day": [{"occupied": 30}, {"occupied": 20}], "incident": [{"category": "fall"}]},
        (1, 50, 20),
    ),
    Case("none happened, and that is known", FALLS, {"bed_day": [{"occupied": 30}], "incident": []}, (0, 30, 0)),
    Case("no beds were occupied", FALLS, {"bed_day": [{"occupied": 0}], "incident": []}, "denominator_zero"),
    Case(
        "a mean of what is filled in",
        define("X", "mean", observation="age"),
        {"stay": [{"age": 1}, {"age": 4}, {}]},
        (5, 2, 2.5),
    ),
    Case(
        "a weighted mean",
        define("X", "weighted_mean", observation="age", weight="days"),
        {"stay": [{"age": 10, "days": 1}, {"age": 20, "days": 3}, {"days": 9}]},
        (70, 4, 17.5),
    ),
    Case("an exact median of an even number", define("X", "median", observation="days"), LENGTHS, (None, 4, 3)),
    Case("a median of some", define("X", "median", observation="days", denominator="days > 1"), LENGTHS, (None, 3, 4)),
    Case(
        "a median of none",
        define("X", "median", observation="days", denominator="days > 9"),
        LENGTHS,
        "denominator_zero",
    ),
    Case(
        "observed against expected",
        define("X", "observed_expected", numerator="leaving = 'died'", expected="death_risk"),
        {"stay": [{"leaving": "died", "death_risk": 0.5}, {"death_risk": 0.25}]},
        (1, 0.75, 1 / 0.75),
    ),
    Case("a count", define("X", "count", numerator="leaving = 'transferred'"), DIED_OF_THREE, (0, None, 0)),
    Case(
        "a distinct count",
        define("X", "count_distinct", distinct="group"),
        {"stay": [{"group": each} for each in ("甲", "乙", "甲", None)]},
        (2, None, 2),
    ),
    Case(
        "patients instead of stays",
        define("X", grain="patient", distinct="patient", numerator="leaving = 'died'"),
        {"stay": [{"patient": "p"}, {"patient": "p", "leaving": "died"}, {"patient": "q"}]},
        (1, 2, 0.5),
    ),
    Case(
        "any row of the same stay", define("X", numerator="any(procedure, grade = 'grade_4')"), SURGERY, (2, 3, 2 / 3)
    ),
    Case(
        "how many rows of the same stay",
        define("X", numerator="count(procedure, true) = 2 or count(procedure, true) = 0"),
        SURGERY,
        (2, 3, 2 / 3),
    ),
    Case(
        "a sum over rows of the same stay", define("X", numerator="sum(procedure, rank) >= 1"), SURGERY, (2, 3, 2 / 3)
    ),
    Case(
        "the first row that meets a condition",
        define("X", numerator="days('2026-01-01', first(procedure, started_at, grade = 'grade_4')) = 2"),
        SURGERY,
        (1, 3, 1 / 3),
    ),
    Case(
        "the last row",
        define("X", numerator="last(procedure, grade) = 'grade_4' and first(procedure, grade) = 'grade_2'"),
        SURGERY,
        (1, 3, 1 / 3),
    ),
    Case(
        "from a row to its siblings",
        define("X", of="procedure", numerator="any(diagnosis, in_group(code, 'I21'))"),
        SURGERY,
        (2, 3, 2 / 3),
    ),
    Case(
        "what is gathered may look at the stay",
        define("X", numerator="any(procedure, days(stay.admitted_at, started_at) > 3)"),
        SURGERY,
        (1, 3, 1 / 3),
    ),
    Case(
        "a group of codes and a range",
        define("X", of="diagnosis", numerator="in_group(code, 'I21.9', 'C00-C97')"),
        SURGERY,
        (2, 3, 2 / 3),
    ),
    Case(
        "Chinese words in the order of their code points",
        define("X", numerator="group < '内科' and group between '一' and '外科'"),
        {"stay": [{"group": each} for each in ("儿科", "内科", "外科", "丁")]},
        (2, 4, 0.5),
    ),
    Case(
        "bands of ages",
        define("X", numerator="age_band(age) in ('0', '5-14', '85+')"),
        {"stay": [{"age": each} for each in (0, 4, 5, 14, 15, 85, None)]},
        (4, 7, 4 / 7),
    ),
    Case(
        "least and greatest pass over what is missing",
        define("X", numerator="least(age, days) = 7 and greatest(age, days) = 7"),
        {"stay": [{"age": None, "days": 7}]},
        "column_missing",
    ),
    Case(
        "what somebody typed in",
        define("TYPED", data="manual"),
        {
            "entry": [
                {"indicator": "TYPED", "edition": "1", "numerator": 3, "denominator": 4},
                {"indicator": "TYPED", "edition": "2", "numerator": 9, "denominator": 9},
            ]
        },
        (3, 4, 0.75),
    ),
    Case(
        "half an entry is none",
        define("HALF", data="manual"),
        {"entry": [{"indicator": "HALF", "edition": "1", "numerator": 3}]},
        "not_entered",
    ),
    Case(
        "medians are not added up",
        define("MEDIANS", "median", data="manual"),
        {
            "entry": [
                {"indicator": "MEDIANS", "edition": "1", "numerator": 3, "denominator": 4, "department": each}
                for each in "AB"
            ]
        },
        "not_computable",
    ),
]
