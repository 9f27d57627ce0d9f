"""What contradicts itself in a case: each as the field, its value, and the reason."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from .. import fields
from ..fields import Fault, fault
from ..words import Words

Rows = list[dict[str, Any]]
LONGEST = 10_000  # days in one period


def impossible(told: Mapping[str, Any], today: date) -> list[Fault]:
    """Days out of order, to come, or before the birth; periods that end before they begin; shares that miss one."""
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
    return [*faults, *_too_early(told.get("receipts", []), days.get("act")), *_shares(told), *_undated(told)]


IN_ORDER = (
    ("patient.born", "dates.act"), ("dates.act", "dates.until"), ("patient.born", "dates.death"),
    ("dates.act", "dates.found"),
    ("dates.act", "dates.fixed"), ("dates.act", "dates.death"), ("dates.act", "dates.accepted"),
    ("dates.accepted", "dates.debate_closed"), ("dates.act", "dates.debate_closed"), ("dates.found", "dates.accepted"),
)  # fmt: skip


def _not_before(path: str, day: date | None) -> Words:
    return Words(f"不能早于{_zh(path)} {day}", f"not before {path}, {day}")


def _zh(path: str) -> str:
    group, _, name = path.partition(".")
    return fields.document().fields[group].fields[name].words.zh


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
        fault(
            f"{table}[{k}].to",
            row["to"],
            Words(f"{row['from']} 以后、{LONGEST}天以内", f"from {row['from']} on, within {LONGEST} days"),
        )
        for k, row in enumerate(rows, 1)
        if row.get("from") and row.get("to") and not 0 <= (row["to"] - row["from"]).days <= LONGEST
    ]


def _too_early(receipts: Rows, act: date | None) -> list[Fault]:
    """A cost of the harm cannot be older than the harm; one of the original disease may be, and counts nothing."""
    return [
        fault(f"receipts[{k}].on", row["on"], Words(
            f"不能早于损害发生日 {act}；此前的费用属于原发病，治疗目的写“原发病”",
            f"not before the act, {act}; earlier cost is of the original disease: say so in `for`",
        ))
        for k, row in enumerate(receipts, 1)
        if act and row.get("on") and row["on"] < act and row.get("for") != "original"
    ]  # fmt: skip


def _shares(told: Mapping[str, Any]) -> list[Fault]:
    joint = told.get("responsibility", {}).get("joint", [])
    whole = sum(row.get("share") or 0 for row in joint)
    if joint and whole != 1:
        return [fault("responsibility.joint", whole, Words("各医院份额之和应为1", "the shares make up 1"))]
    return []


def _undated(told: Mapping[str, Any]) -> list[Fault]:
    """Rows that must say one thing or the other."""
    rows = [
        (table, k, row, (name, other))
        for table, name, other in (("dependants", "born", "age"), ("absences", "from", "days"))
        for k, row in enumerate(told.get(table, []), 1)
    ]
    return [
        fault(
            f"{table}[{k}].{names[0]}", "—",
            Words(f"须写明{'或'.join(_zh(f'{table}.{name}') for name in names)}", f"say {' or '.join(names)}"),
        )
        for table, k, row, names in rows
        if not any(row.get(name) is not None for name in names)
    ]  # fmt: skip
