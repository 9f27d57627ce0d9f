"""From a case document, as a lawyer writes it, to the facts that rules ask for. Ages and days are reckoned here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from . import fields
from .facts import CASE, GRADES, TABLES, exact
from .fields import CaseError, Fault, fault
from .figures import all_series
from .law.registry import head_names
from .options import Answer
from .words import Words

Rows = list[dict[str, Any]]
Told = Mapping[str, Any]
Days = Mapping[str, date]
Named = list[tuple[str, dict[str, Any]]]  # what a row is called, and its facts
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Assumed:
    """Something that the case does not say: what was taken instead, and from what to what it may be."""

    field: str
    words: Words
    fact: str
    taken: Any
    low: Any
    high: Any


@dataclass(frozen=True)
class Case:
    """A case as rules see it; `document` is what it was read from, `told` the facts that it really states."""

    document: Mapping[str, Any]
    facts: Mapping[str, Any]
    tables: Mapping[str, Rows]
    places: Mapping[str, str]
    dates: Mapping[str, date]
    forum: str
    answers: Mapping[str, Answer]
    told: frozenset[str]
    today: date
    assumed: tuple[Assumed, ...] = ()
    labels: Mapping[str, list[str]] = field(default_factory=dict)  # what each row of a table is called

    def part(self, name: str, otherwise: Any = None) -> Any:
        """A part of the document that rules do not see: the claim, the insurance, what was paid."""
        return self.document.get(name, {} if otherwise is None else otherwise)


def read_case(document: Any, *, today: date | None = None) -> Case:
    """The facts of a case document. Raises CaseError for what cannot be read, and for what cannot be."""
    told, today = fields.read(document), today or datetime.now(UTC).date()
    faults = [*_renamed(told), *impossible(told, today)]
    if faults:
        raise CaseError(faults)
    days = told.get("dates", {})
    places = _places(told.get("places", {}))
    tables, labels = _tables(told, days)
    said = _facts(told, days)
    facts = {name: known.default for name, known in CASE.items()} | said
    for name, value in facts.items():
        exact(name, value)
    answers = _answers(told)
    forum = told.get("forum", "negotiation")
    known = frozenset(said) | frozenset(name for name, rows in tables.items() if rows)
    return Case(told, facts, tables, places, days, forum, answers, known, today, tuple(_assumed(told, said)), labels)


def _renamed(told: dict[str, Any]) -> list[Fault]:
    """Heads and series by their English names, whichever they were written by; faults for unknown ones."""
    faults: list[Fault] = []
    claim = told.get("claim", {})
    parts = [
        (told, "figures", _series()), (told, "amounts", head_names()), (claim, "heads", head_names()),
        (told.get("responsibility", {}), "heads", head_names()),
    ]  # fmt: skip
    for part, name, known in parts:
        written = part.get(name, {})
        if part is not claim:  # a claim may ask for what no law knows
            faults += [
                fault(f"{name}.{key}", each, _one_of(known)) for key, each in written.items() if key not in known
            ]
        if name in part:
            part[name] = {known.get(key, key): value for key, value in written.items()}
    return faults


def _series() -> dict[str, str]:
    return {s.words.zh: name for name, s in all_series().items()} | {name: name for name in all_series()}


def _one_of(known: Mapping[str, str]) -> Words:
    names = list(dict.fromkeys(known.values()))
    zh = [key for key, name in known.items() if key != name]
    return Words(f"只能是：{'、'.join(zh)}", f"one of {', '.join(names)}")


# What cannot be


def impossible(told: Mapping[str, Any], today: date) -> list[Fault]:
    """What contradicts itself: each as the field, its value, and the reason."""
    days, born = told.get("dates", {}), told.get("patient", {}).get("born")
    named = {"patient.born": born, **{f"dates.{name}": day for name, day in days.items()}}
    faults = [
        fault(later, named[later], _not_before(earlier, named[earlier]))
        for earlier, later in IN_ORDER
        if named.get(earlier) and named.get(later) and named[later] < named[earlier]
    ]  # fmt: skip
    for where, day in _dated(told):
        if day > today:
            faults.append(fault(where, day, Words(f"不能晚于今天 {today}", f"not after today, {today}")))
        elif where.startswith(("receipts", "stays", "absences")) and born and day < born:
            faults.append(fault(where, day, Words(f"不能早于患者出生 {born}", f"not before the birth, {born}")))
    faults += [f for name in ("stays", "absences") for f in _backwards(name, told.get(name, []))]
    return faults + _shares(told)


IN_ORDER = (
    ("patient.born", "dates.act"), ("patient.born", "dates.death"), ("dates.act", "dates.found"),
    ("dates.act", "dates.fixed"), ("dates.act", "dates.death"), ("dates.act", "dates.accepted"),
    ("dates.accepted", "dates.debate_closed"), ("dates.act", "dates.debate_closed"), ("dates.found", "dates.accepted"),
)  # fmt: skip


def _not_before(path: str, day: date | None) -> Words:
    group, _, name = path.partition(".")
    zh = fields.document().fields[group].fields[name].words.zh
    return Words(f"不能早于{zh} {day}", f"not before {path}, {day}")


def _dated(told: Mapping[str, Any]) -> list[tuple[str, date]]:
    """Every day in a document, but the ends of periods that may still run."""
    found = [(f"dates.{name}", day) for name, day in told.get("dates", {}).items() if day]
    found += [("patient.born", born)] if (born := told.get("patient", {}).get("born")) else []
    for table, name in (
        ("receipts", "on"),
        ("stays", "from"),
        ("absences", "from"),
        ("dependants", "born"),
        ("prepaid", "on"),
    ):
        rows = enumerate(told.get(table, []), 1)
        found += [(f"{table}[{k}].{name}", row[name]) for k, row in rows if row.get(name)]
    return found  # fmt: skip


def _backwards(table: str, rows: Rows) -> list[Fault]:
    return [
        fault(f"{table}[{k}].to", row["to"], Words(f"不能早于 {row['from']}", f"not before {row['from']}"))
        for k, row in enumerate(rows, 1)
        if row.get("from") and row.get("to") and row["to"] < row["from"]
    ]


def _shares(told: Mapping[str, Any]) -> list[Fault]:
    joint = told.get("responsibility", {}).get("joint", [])
    whole = sum(row.get("share") or 0 for row in joint)
    if joint and whole != 1:
        return [
            fault("responsibility.joint", f"{float(whole):g}", Words("各医院份额之和应为1", "the shares make up 1"))
        ]
    return []


# Facts of the case


def _facts(told: Told, days: Days) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for part in (_person, _harm, _income, _hospital, _later, _money, _ratios):
        facts |= part(told, days)
    return {name: value for name, value in facts.items() if value is not None}


def _person(told: Told, days: Days) -> dict[str, Any]:
    patient, act = told.get("patient", {}), days.get("act")
    fixed = days.get("death") or days.get("fixed") or act
    closed = days.get("debate_closed") or fixed
    household = patient.get("household")
    age = _age_reader(patient, act)
    return {
        "age_act": age(act), "age_fixed": age(fixed), "age_debate": age(closed),
        "rural": None if household is None else int(household == "rural"),
    }  # fmt: skip


def _age_reader(person: Mapping[str, Any], act: date | None) -> Callable[[date | None], int | None]:
    """Full years on a day: from the birthday, or else from the age at the act."""
    born, age = person.get("born"), person.get("age")

    def on(day: date | None) -> int | None:
        if born and day:
            return full_years(born, day)
        if age is None or not (act and day):
            return age
        return min(130, age + full_years(act, max(act, day)))

    return on


def full_years(born: date, day: date) -> int:
    """Age in full years on a day (周岁: from the day after the birthday's eve, that is, on the birthday itself)."""
    return max(0, day.year - born.year - ((day.month, day.day) < (born.month, born.day)))


def _harm(told: Told, days: Days) -> dict[str, Any]:
    accident, injuries = told.get("accident", {}), told.get("injuries")
    names, grade = [zh for zh, _ in GRADES], accident.get("grade")
    if accident.get("established") is False:
        grade = names[0]
    level = min((row["level"] for row in injuries if row.get("level")), default=0) if injuries is not None else None
    died = bool(days.get("death")) or grade == names[1]
    return {
        "grade": names.index(grade) if grade else None, "level": level,
        "died": 1 if died else None,
    }  # fmt: skip


KINDS = {"none": 0, "fixed": 1, "unfixed": 2, "unprovable": 3}
TIMES = {"month": 12, "year": 1}


def _income(told: Told, days: Days) -> dict[str, Any]:
    income = told.get("income", {})
    second = income.get("second_job", {})
    employer = income.get("employer")
    yearly = {"day": 365, **TIMES}[second.get("per", "month")]
    return _earned(income) | {
        "bonus": income.get("bonus"), "bonus_limit": income.get("bonus_limit"),
        "second_job": second["amount"] * yearly if second.get("amount") is not None else None,
        "private_employer": None if employer is None else int(employer == "private"),
        "tax_proof": None if income.get("tax_proof") is None else int(income["tax_proof"]),
    }  # fmt: skip


def _earned(income: Mapping[str, Any]) -> dict[str, Any]:
    """Income of the patient or of a relative: by the day, or else by the year."""
    amount, per, kind = income.get("amount"), income.get("per", "month"), income.get("kind")
    kind = kind or (None if amount is None else "fixed")
    return {
        "income_kind": KINDS[kind] if kind else None,
        "daily_income": amount if per == "day" else None,
        "annual_income": amount * TIMES[per] if amount is not None and per in TIMES else None,
    }


def _hospital(told: Told, days: Days) -> dict[str, Any]:
    stays = told.get("stays")
    counted = _covered(stays, days.get("act")) if stays else set()
    return {"hospital_days": len(counted) if stays else told.get("hospital_days")}


def _covered(periods: Rows, act: date | None) -> set[date]:
    """Each day of the periods once, from the act on: both ends count."""
    found = set()
    for row in periods:
        day = max(row["from"], act) if act else row["from"]
        while day <= row.get("to", row["from"]):
            found.add(day)
            day += ONE_DAY
    return found


def _later(told: Told, days: Days) -> dict[str, Any]:
    care, nutrition = told.get("permanent_care"), told.get("nutrition", {})
    facts = {
        "nutrition_days": nutrition.get("days"), "nutrition_per_day": nutrition.get("per_day"),
        "nutrition_sum": nutrition.get("sum"),
    }  # fmt: skip
    if care is not None:
        facts |= {
            "care_later_years": care.get("years", 20), "care_later_level": LEVELS[care.get("level", "full")],
            "care_later_rate": _paid(care, "day"), "care_later_annual": _paid(care, "month", "year"),
            "care_later_carers": care.get("carers"),
        }  # fmt: skip
    return facts


LEVELS = {"full": 0, "most": 1, "part": 2}


def _money(told: Told, days: Days) -> dict[str, Any]:
    mental, other, paid = told.get("mental", {}), told.get("other", []), told.get("prepaid", [])
    cost = lambda kind, inside=None: _sum(  # noqa: E731
        row["amount"] for row in other if row.get("kind", "other") == kind and row.get("amount") is not None
        and (inside is None or bool(row.get("inside_ratio")) is inside)
    )  # fmt: skip
    given = lambda *by: _sum(row["amount"] for row in paid if row.get("by", "hospital") in by and row.get("amount"))  # noqa: E731
    return {
        "mental_years": mental.get("years"), "mental_asked": mental.get("asked"),
        "serious": None if mental.get("serious") is None else int(mental["serious"]),
        "appraisal_cost": cost("appraisal"), "lawyer_cost": cost("lawyer"),
        "other_cost": cost("other", False), "other_loss": cost("other", True),
        "prepaid": given("hospital", "insurer"), "reimbursed": given("third_party"),
    }  # fmt: skip


def _sum(amounts: Any) -> Fraction | None:
    return sum(found) if (found := list(amounts)) else None


def _ratios(told: Told, days: Days) -> dict[str, Any]:
    responsibility = told.get("responsibility", {})
    heads = {f"ratio:{head}": share for head, share in responsibility.get("heads", {}).items()}
    return {"ratio": responsibility.get("ratio"), **heads}


# Long tables


def _tables(told: Told, days: Days) -> tuple[dict[str, Rows], dict[str, list[str]]]:
    made = {name: reader(told, days) for name, reader in TABLE_READERS.items()}
    tables, labels = {}, {}
    for name, rows in made.items():
        known = TABLES[name].facts
        labels[name] = [label or f"{k}" for k, (label, _) in enumerate(rows, 1)]
        tables[name] = [
            {n: f.default for n, f in known.items()} | {n: v for n, v in row.items() if v is not None}
            for _, row in rows
        ]
        for row in tables[name]:
            for n in known:
                exact(f"{name}.{n}", row[n])
    return tables, labels


def _flag(value: bool | None) -> int | None:
    return None if value is None else int(value)


def _label(row: Mapping[str, Any], *names: str) -> str:
    return " ".join(str(row[name]) for name in names if row.get(name) is not None)


def _receipts(told: Told, days: Days) -> Named:
    rows = [row for row in told.get("receipts", []) if row.get("kind", "medical") == "medical"]
    return [
        (
            _label(row, "on"),
            {
                "amount": row.get("amount"), "before": _before(row, days),
                "purpose": PURPOSES[row.get("for", "accident")], "accident_share": row.get("accident_share"),
                "approved": _flag(row.get("approved")), "unrelated": _flag(row.get("unrelated")),
                "overstay": _flag(row.get("overstay")),
            },
        )
        for row in rows
    ]  # fmt: skip


def _further(told: Told, days: Days) -> Named:
    return [
        (
            _label(row, "on"),
            {
                "amount": row.get("amount"), "basic": row.get("basic", row.get("amount")),
                "certain": _flag(row.get("certain")),
            },
        )
        for row in told.get("receipts", [])
        if row.get("kind") == "further"
    ]  # fmt: skip


PURPOSES = {"accident": 0, "original": 1, "mixed": 2}


def _before(row: Mapping[str, Any], days: Days) -> int:
    return int(bool(row.get("on") and days.get("act") and row["on"] < days["act"]))


def _of_kind(kind: str, *more: str) -> Callable[[Told, Days], Named]:
    def rows(told: Told, days: Days) -> Named:
        return [
            (
                _label(row, "on"),
                {
                    "amount": row.get("amount"), "before": _before(row, days),
                    "necessary": _flag(row.get("necessary")), **{name: row.get(name) for name in more},
                },
            )
            for row in told.get("receipts", [])
            if row.get("kind") == kind
        ]  # fmt: skip

    return rows


def _devices(told: Told, days: Days) -> Named:
    return [
        (
            row.get("name", ""),
            {n: row.get(n) for n in ("price", "fitting", "life", "years", "popular_price")}
            | {"certified": _flag(row.get("certified")), "popular": _flag(row.get("type", "popular") == "popular")},
        )
        for row in told.get("devices", [])
    ]


def _injuries(told: Told, days: Days) -> Named:
    """All but the heaviest, which is the fact `level`."""
    rows = sorted((row for row in told.get("injuries", []) if row.get("level")), key=lambda row: row["level"])
    return [("", {"level": row["level"], "index": row.get("index")}) for row in rows[1:]]


def _dependants(told: Told, days: Days) -> Named:
    """Ages on the day from which support is reckoned: as `age_on` is answered, else the death, the fixing, the act."""
    chosen = {"act": days.get("act"), "debate_closed": days.get("debate_closed")}
    fixed = chosen.get(told.get("options", {}).get("age_on", ""))
    fixed = fixed or days.get("death") or days.get("fixed") or days.get("act")
    rural = told.get("patient", {}).get("household") == "rural"
    rows = []
    for row in told.get("dependants", []):
        age = _age_reader(row, days.get("act"))(fixed)
        months, left = _since_birthday(row.get("born"), fixed)
        minor = age is not None and age < 18
        incapable = row.get("incapable", minor or (age or 0) >= 60)
        rows.append((
            row.get("name", ""),
            {
                "age": age, "months": months, "days": left, "incapable": int(incapable),
                "no_income": int(row.get("no_income", incapable)), "supporters": row.get("supporters"),
                "rural": int(row["household"] == "rural" if "household" in row else rural),
                "place": row.get("place"),
            },
        ))  # fmt: skip
    return rows


def _since_birthday(born: date | None, day: date | None) -> tuple[int, int]:
    """Whole months and days since the last birthday."""
    if not born or not day or day < born:
        return 0, 0
    months = (day.month - born.month - (day.day < born.day)) % 12
    year = day.year - ((day.month, day.day) < (born.month, born.day))
    birthday = date(year, born.month, born.day) if (born.month, born.day) != (2, 29) else date(year, 3, 1)
    return months, max(0, min(365, (day - birthday).days))


def _absences(told: Told, days: Days) -> Named:
    rows: Named = []
    if told.get("lost_days") is not None:
        rows.append(("", _away(told["lost_days"], None, "hospital", days)))
    seen: set[date] = set()
    for row in told.get("absences", []):
        own = _covered([row], days.get("act")) - seen if row.get("from") else None
        seen |= own or set()
        label = _label(row, "from", "to")
        rows.append((label, _away(row.get("days", 0), own, row.get("why", "hospital"), days)))
    return rows


def _away(count: int, own: set[date] | None, why: str, days: Days) -> dict[str, Any]:
    fixed = days.get("death") or days.get("fixed")
    if own is None:
        after = (fixed - days["act"]).days if fixed and days.get("act") else count
        return {
            "days": count,
            "to_fixing": min(count, after + 1),
            "before_fixing": min(count, after),
            "reason": REASONS[why],
        }
    return {
        "days": len(own), "reason": REASONS[why],
        "to_fixing": sum(day <= fixed for day in own) if fixed else len(own),
        "before_fixing": sum(day < fixed for day in own) if fixed else len(own),
    }  # fmt: skip


REASONS = {"hospital": 0, "certified_rest": 1, "uncertified": 2}


def _care(told: Told, days: Days) -> Named:
    return [
        (
            "",
            {"days": row.get("days"), "carers": row.get("carers")}
            | {"rate": _paid(row, "day"), "annual_rate": _paid(row, "month", "year")}
            | {"level": LEVELS[row.get("level", "full")], "in_hospital": _flag(row.get("in_hospital"))},
        )
        for row in told.get("care", [])
    ]


def _paid(care: Mapping[str, Any], *times: str) -> Fraction | None:
    """A carer's rate where it is told for one of these times; a month's as that of a year."""
    per, rate = care.get("per", "day"), care.get("rate")
    return None if rate is None or per not in times else rate * TIMES.get(per, 1)


def _relatives(told: Told, days: Days) -> Named:
    rows: Named = []
    count = {True: 0, False: 0}
    for row in told.get("relatives", []):
        funeral = row.get("purpose") == "funeral"
        count[funeral] += 1
        own = {n: row.get(n) for n in ("days", "transport", "lodging", "nights")}
        rows.append(
            (
                row.get("name", ""),
                _earned(row.get("income", {})) | own | {"order": count[funeral], "funeral": int(funeral)},
            )
        )
    return rows  # fmt: skip


TABLE_READERS: dict[str, Callable[[Told, Days], Named]] = {
    "dependants": _dependants, "receipts": _receipts, "further": _further, "journeys": _of_kind("transport"),
    "lodgings": _of_kind("lodging", "nights"), "devices": _devices, "injuries": _injuries, "absences": _absences,
    "care": _care, "relatives": _relatives,
}  # fmt: skip


# What is not told


def _places(told: Mapping[str, str]) -> dict[str, str]:
    act = told.get("act") or told.get("court") or told.get("home")
    return {n: told.get(n, act) for n in ("act", "court", "home")} if act else {}


def _answers(told: Mapping[str, Any]) -> dict[str, Answer]:
    """Answers that the case gives; one that names ratios of single heads asks for a ratio a head."""
    implied = {"ratio_per_head": "per_head"} if told.get("responsibility", {}).get("heads") else {}
    return implied | told.get("options", {})


def _assumed(told: Mapping[str, Any], said: Mapping[str, Any]) -> list[Assumed]:
    """What bears on the amount and is not told. A label of responsibility has its own range."""
    found = []
    if "age_fixed" not in said:
        found.append(("patient.age", "age_fixed", CASE["age_fixed"].default, 0, 100))
    if "ratio" not in said and not told.get("responsibility", {}).get("label"):
        found.append(("responsibility.ratio", "ratio", 1, 0, 1))
    if "mental_years" not in said:
        found.append(("mental.years", "mental_years", 6, 0, 6))
    if "income_kind" not in said:
        found.append(("income.kind", "income_kind", 2, 0, 2))
    return [Assumed(where, CASE[name].words, name, taken, low, high) for where, name, taken, low, high in found]
