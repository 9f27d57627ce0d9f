"""The long tables of a case: receipts, devices, injuries, absences, care, dependants, relatives."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from ..facts import TABLES
from ..facts.answers import CAPABLE, INCAPABLE, UNTOLD
from .days import age_reader, covered, reckoned_from, since_birthday
from .single import LEVELS, earned, paid

Told = Mapping[str, Any]
Days = Mapping[str, date]
Rows = list[dict[str, Any]]
Named = list[tuple[str, dict[str, Any]]]  # what a row is called, and its facts


def told_tables(told: Told, days: Days) -> tuple[dict[str, Rows], dict[str, list[str]]]:
    made = {name: reader(told, days) for name, reader in TABLE_READERS.items()}
    tables, labels = {}, {}
    for name, rows in made.items():
        known = TABLES[name].facts
        labels[name] = [label or f"{k}" for k, (label, _) in enumerate(rows, 1)]
        tables[name] = [
            {n: f.default for n, f in known.items()} | {n: v for n, v in row.items() if v is not None}
            for _, row in rows
        ]
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
                "overstay": _flag(row.get("overstay")), "after_debate": _after_debate(row, days),
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
                "purpose": PURPOSES[row.get("for", "accident")], "accident_share": row.get("accident_share"),
                "certain": _flag(row.get("certain")),
            },
        )
        for row in told.get("receipts", [])
        if row.get("kind") == "further"
    ]  # fmt: skip


PURPOSES = {"accident": 0, "original": 1, "mixed": 2}


def _before(row: Mapping[str, Any], days: Days) -> int:
    return int(bool(row.get("on") and days.get("act") and row["on"] < days["act"]))


def _after_debate(row: Mapping[str, Any], days: Days) -> int:
    return int(bool(row.get("on") and days.get("debate_closed") and row["on"] > days["debate_closed"]))


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
    """Ages on each of the days from which support may be reckoned; whether a stranger can work is not guessed here."""
    rural = told.get("patient", {}).get("household") == "rural"
    rows = []
    for row in told.get("dependants", []):
        facts = {
            "capacity": CAPACITIES[row.get("incapable")], "no_income": _flag(row.get("no_income")),
            "supporters": row.get("supporters"), "place": row.get("place"),
            "rural": int(row["household"] == "rural" if "household" in row else rural),
        }  # fmt: skip
        age = age_reader(row, days.get("act"))
        for name, day in reckoned_from(days).items():
            months, left = since_birthday(row.get("born"), day)
            facts |= {f"age_{name}": age(day), f"months_{name}": months, f"days_{name}": left}
        rows.append((row.get("name", ""), facts))
    return rows


CAPACITIES = {None: UNTOLD, False: CAPABLE, True: INCAPABLE}


def _absences(told: Told, days: Days) -> Named:
    rows: Named = []
    if told.get("lost_days") is not None and not told.get("absences"):
        rows.append(("", _away(told["lost_days"], None, "hospital", days)))
    seen: set[date] = set()
    for row in told.get("absences", []):
        own = covered([row], days.get("act")) - seen if row.get("from") else None
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
            | {"rate": paid(row, "day"), "annual_rate": paid(row, "month", "year")}
            | {"level": LEVELS[row.get("level", "full")], "in_hospital": _flag(row.get("in_hospital"))},
        )
        for row in told.get("care", [])
    ]


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
                earned(row.get("income", {})) | own | {"order": count[funeral], "funeral": int(funeral)},
            )
        )
    return rows  # fmt: skip


TABLE_READERS: dict[str, Callable[[Told, Days], Named]] = {
    "dependants": _dependants, "receipts": _receipts, "further": _further, "journeys": _of_kind("transport"),
    "lodgings": _of_kind("lodging", "nights"), "devices": _devices, "injuries": _injuries, "absences": _absences,
    "care": _care, "relatives": _relatives,
}  # fmt: skip
