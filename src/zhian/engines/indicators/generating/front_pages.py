"""The front pages of a month's stays: what is drawn for each, and the table of it."""

import numpy as np
import pyarrow as pa

from .keys import keys
from .mix import slots
from .stays import DAY, NEVER, Hospital
from .tables import moment, number, word

SEXES, ROUTES = ("", "male", "female"), ("emergency", "outpatient", "transfer", "other")
LEAVING = ("advised", "transferred", "community", "against_advice", "died", "other")
DIED, AGAINST_ADVICE = LEAVING.index("died"), LEAVING.index("against_advice")
LEFT = slots((91.5, 1.5, 2, 4.5, 0, 0.5))
PAYMENT, PAID = ("employee", "resident", "own", "commercial", "other_social", "other"), slots((44, 42, 8, 2, 2, 2))
ON_ADMISSION, PRESENT = ("present", "undetermined", "unknown", "absent"), slots((93, 3, 1, 3))
QUALITY, GRADED = ("first", "second", "third"), slots((96.6, 3, 0.4))
OPERATIONS = slots((72, 21, 7))  # of those operated on: one, two, three
Drawn = dict[str, np.ndarray]


def draw(hospital: Hospital, month: str, stays: np.ndarray) -> Drawn:
    """What a front page says beyond who came, when, and with what."""
    size, department, numbers = len(stays), stays["department"], hospital.mix.numbers
    length, chance = stays["discharged"] - stays["admitted"], hospital.chance
    drawn: Drawn = {}
    drawn["days"] = days = np.maximum(stays["discharged"] // DAY - stays["admitted"] // DAY, 1)
    operated = chance(size) < hospital.mix.operated(department, stays["principal"])
    drawn["operations"] = np.where(operated, 1 + OPERATIONS[hospital.slot(size)].astype(np.int64), 0)
    drawn["complicated"] = operated & (chance(size) < hospital.mix.complicated)
    drawn["diagnoses"] = 1 + drawn["complicated"] + hospital.random.binomial(7, np.clip(days / 60 + 0.22, 0, 0.6))
    intensive = chance(size) < numbers["intensive"][department]
    share = np.where(numbers["intensive"][department] == 1, 1, 0.15 + 0.3 * chance(size))
    drawn["icu_hours"] = np.where(intensive, np.maximum(length * share // 60, 1), 0).astype(np.int64)
    ventilated = intensive & (chance(size) < 0.45)
    drawn["ventilator_hours"] = np.where(ventilated, drawn["icu_hours"] * (0.2 + 0.7 * chance(size)), 0).astype(
        np.int64
    )
    drawn["infected"] = (chance(size) < numbers["infected"][department]) & (length > 3 * DAY)
    drawn["leaving"] = np.where(stays["died"], DIED, LEFT[hospital.slot(size)])
    drawn["incomplete"] = chance(size) < 0.004
    _go_wrong(hospital, month, stays, drawn)
    return drawn


def front_pages(hospital: Hospital, stays: np.ndarray, drawn: Drawn, names: pa.Array) -> dict[str, pa.Array]:
    """The columns of the table `stay`, also those that are made elsewhere."""
    mix, size, seed = hospital.mix, len(stays), hospital.plan.seed
    alone, operated = stays["next_admitted"] == NEVER, drawn["operations"] > 0
    rescues, saved = _rescues(hospital, stays, drawn)
    drawn["admitting"] = _admitting(hospital, stays)
    group = stays["principal"] * np.int64(2) + operated
    codes = [f"{code[0]}{at:02}{half}" for at, code in enumerate(mix.diagnoses) for half in (5, 1)]
    return {
        "stay": names,
        "patient": keys(stays["patient"], seed, "patient"),
        "department": word(stays["department"], mix.departments),
        "admitting_department": word(drawn["admitting"], mix.departments),
        "admitted_at": moment(stays["admitted"]),
        "discharged_at": moment(stays["discharged"]),
        "days": number(drawn["days"]),
        "sex": word(stays["sex"], SEXES),
        **_ages(hospital, stays),
        "route": word(stays["route"], ROUTES),
        "payment": word(PAID[hospital.slot(size)], PAYMENT, drawn["incomplete"]),
        "leaving": word(drawn["leaving"], LEAVING),
        "readmission_planned": pa.array(stays["planned"].copy(), mask=hospital.chance(size) < 0.02),
        "principal": word(stays["principal"], mix.diagnoses),
        "principal_on_admission": word(PRESENT[hospital.slot(size)], ON_ADMISSION),
        "diagnoses": number(drawn["diagnoses"]),
        "operations": number(drawn["operations"]),
        "infections": number(drawn["infected"].astype(np.int64)),
        "rescues": number(rescues),
        "rescues_succeeded": number(saved),
        "icu_hours": number(drawn["icu_hours"]),
        "ventilator_hours": number(drawn["ventilator_hours"]),
        **_nursing(hospital, drawn),
        "record_quality": word(GRADED[hospital.slot(size)], QUALITY),
        "complete": pa.array(~drawn["incomplete"]),
        "autopsy": pa.array(stays["died"] & (hospital.chance(size) < 0.01)),
        "transfusion_reaction": pa.array(hospital.chance(size) < 0.0006),
        **_costs(hospital, stays, drawn),
        "group": word(group, codes),
        "weight": number(_weights(len(codes))[group]),
        "low_risk": pa.array(mix.low_risk[stays["principal"]]),
        "death_risk": number(stays["risk"]),
        "next_admitted_at": moment(stays["next_admitted"], alone),
        "next_principal": word(stays["next_principal"], mix.diagnoses, alone),
        "next_route": word(stays["next_route"], ROUTES, alone),
    }


def ages(stays: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole years, as birthdays count them, and days, on the day of admission."""
    born, came = (days.astype("M8[D]") for days in (stays["born"], stays["admitted"] // DAY))
    months = came.astype("M8[M]").astype(int) - born.astype("M8[M]").astype(int)
    before = (came - came.astype("M8[M]")) < (born - born.astype("M8[M]"))
    return (months - before) // 12, (came - born).astype(int)


def _go_wrong(hospital: Hospital, month: str, stays: np.ndarray, drawn: Drawn) -> None:
    for fault in hospital.plan.faults:
        if not fault.holds(hospital.code, month):
            continue
        here = hospital.mix.of(fault.department)[stays["department"]]
        hit = here & (hospital.chance(len(stays)) < fault.share)
        if fault.kind == "deaths_as_against_advice":
            drawn["leaving"][hit & (drawn["leaving"] == DIED)] = AGAINST_ADVICE
        if fault.kind == "infection_cluster":
            drawn["cluster"] = hit & (drawn["days"] > 3)
            drawn["infected"] |= drawn["cluster"]


def _rescues(hospital: Hospital, stays: np.ndarray, drawn: Drawn) -> tuple[np.ndarray, np.ndarray]:
    critical = hospital.chance(len(stays)) < np.where(drawn["icu_hours"] > 0, 0.15, 0.006)
    in_vain = stays["died"] & (hospital.chance(len(stays)) < 0.9)
    return critical.astype(int) + in_vain, critical.astype(int)


def _admitting(hospital: Hospital, stays: np.ndarray) -> np.ndarray:
    elsewhere = hospital.chance(len(stays)) < 0.04
    return np.where(elsewhere, hospital.departments[hospital.slot(len(stays))], stays["department"])


def _ages(hospital: Hospital, stays: np.ndarray) -> dict[str, pa.Array]:
    years, days = ages(stays)
    newborn = days <= 28
    weight = np.clip(3250 + 480 * hospital.random.standard_normal(len(stays), np.float32), 700, 5200).astype(np.int64)
    return {
        "age": number(years),
        "age_days": number(days, days >= 365),
        "birth_weight": number(weight // 10 * 10, ~newborn),
    }


def _nursing(hospital: Hospital, drawn: Drawn) -> dict[str, pa.Array]:
    """Days at each level, which sum up to the days in hospital."""
    days = drawn["days"]
    special = np.minimum(drawn["icu_hours"] // 24, days)
    first = ((days - special) * (0.1 + 0.3 * hospital.chance(len(days)))).astype(np.int64)
    third = ((days - special - first) * (0.25 * hospital.chance(len(days)))).astype(np.int64)
    levels = {"special": special, "first": first, "second": days - special - first - third, "third": third}
    return {f"{level}_care_days": number(told) for level, told in levels.items()}


def _costs(hospital: Hospital, stays: np.ndarray, drawn: Drawn) -> dict[str, pa.Array]:
    """Whole fen."""
    spread = np.exp(0.25 * hospital.random.standard_normal(len(stays), np.float32))
    yuan = (1500 + hospital.mix.numbers["a_day"][stays["department"]] * drawn["days"]) * spread
    fen = (yuan * 100).astype(np.int64) + drawn["operations"] * 350_000
    return {
        "cost": number(fen),
        "drug_cost": number((fen * (0.15 + 0.2 * hospital.chance(len(stays)))).astype(np.int64)),
    }


def _weights(groups: int) -> np.ndarray:
    weights = np.random.default_rng(0).lognormal(-0.2, 0.35, groups)
    weights[1::2] *= 1.8
    return np.round(weights, 2)
