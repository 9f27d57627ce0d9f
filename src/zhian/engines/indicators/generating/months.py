"""The invented facts month by month, with what was hidden in them counted beside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from .answers import Counted, of_care, of_infections, of_stays, of_wards
from .belongings import diagnoses, procedures
from .front_pages import draw, front_pages
from .infections import INFECTION, by_month, caught
from .keys import keys
from .measurements import call, measurements
from .medications import give, medications
from .moves import move, ward_moves
from .plan import Plan
from .stays import Hospital
from .tables import written
from .wards import Census


@dataclass(frozen=True, slots=True)
class Month:
    """A finished month of some tables. `stays` is the hidden truth behind the rows of `stay`, in their order."""

    hospital: str
    month: str
    tables: Mapping[str, pa.Table]
    counted: Counted
    stays: np.ndarray | None = None


def months(plan: Plan) -> Iterator[Month]:
    """Hospital by hospital: its months of stays with what belongs to them, then those of its wards and infections."""
    for at in range(plan.hospitals):
        yield from _of(Hospital(plan, at))


def _of(hospital: Hospital) -> Iterator[Month]:
    census, found, first = Census(hospital), [np.zeros(0, INFECTION)], hospital.patients
    for at, stays in enumerate(hospital.months()):
        census.count(stays)
        if at < hospital.plan.months:
            written_down, infections = _month(hospital, hospital.plan.month(at), stays, first)
            found.append(infections)
            first += len(stays)
            yield written_down
    for month, tables, counts in census.by_month():
        yield Month(hospital.code, month, tables, of_wards(hospital.mix, counts))
    for month, table, rows in by_month(hospital, np.concatenate(found)):
        yield Month(hospital.code, month, {"infection": table}, of_infections(hospital.mix, rows))


def _month(hospital: Hospital, month: str, stays: np.ndarray, first: int) -> tuple[Month, np.ndarray]:
    drawn = draw(hospital, month, stays)
    names = keys(np.arange(first, first + len(stays)), hospital.plan.seed, "stay")
    operations, hidden = procedures(hospital, stays, drawn, names)
    facts = {
        "stay": front_pages(hospital, stays, drawn, names),
        "diagnosis": diagnoses(hospital, stays, drawn, names),
        "procedure": operations,
    }
    moved, given, critical = (draw_them(hospital, stays, drawn) for draw_them in (move, give, call))
    facts |= {
        "ward_move": ward_moves(hospital, moved, names),
        "medication": medications(hospital, stays, given, names),
        "measurement": measurements(hospital, stays, critical, names),
    }
    tables = {name: written(name, columns, hospital.code, month) for name, columns in facts.items()}
    counted = {
        **of_stays(hospital.mix, stays, drawn, hidden),
        **of_care(hospital.mix, stays, drawn, moved, given, critical),
    }
    return Month(hospital.code, month, tables, counted, stays), caught(hospital, month, stays, drawn, first)
