"""An indicator by sex and by age over the last year, added up from the cube beside the facts."""

import re
from contextlib import suppress
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from zhian.engines.indicators import cube, facts
from zhian.engines.indicators.definition import Definition
from zhian.engines.indicators.lake import Lake, LakeBusy
from zhian.engines.indicators.months import Months
from zhian.engines.indicators.running import DuckDB
from zhian.engines.indicators.values import Value
from zhian.kernel.people.models import Department, DepartmentKind

from .definitions import in_force, in_words
from .drawing import Drawing
from .saying import said

MONTHS = 12
BY_SEX, BY_AGE = "sex", "age_band(age)"


class Group(NamedTuple):
    """Patients of a sex or an age: how many the indicator counts them over, and its value in words."""

    name: str
    denominator: float
    value: str


def count_cells() -> None:
    """Count anew where definitions have changed; where somebody is writing to the lake it is the next turn's."""
    with suppress(LakeBusy):
        for hospital in Department.objects.filter(kind=DepartmentKind.HOSPITAL, is_open=True):
            cube.make(Lake(settings.LAKE), in_force(hospital), hospital=hospital.code, wait=0)


def by_person(definition: Definition, place: Department, drawing: Drawing) -> dict[str, list[Group]]:
    """By sex and by age; empty where the indicator does not divide, or nothing was counted yet."""
    if not drawing.months or not cube.fits(definition) or not cube.divides(definition):
        return {}
    period = Months(drawing.months[-MONTHS:][0], drawing.months[-1])
    with DuckDB(Lake(settings.LAKE)) as engine:
        groups = {by: _groups(engine, definition, place, period, by) for by in (BY_SEX, BY_AGE)}
    return {_("By sex"): groups[BY_SEX], _("By age"): groups[BY_AGE]} if all(groups.values()) else {}


def _groups(engine: DuckDB, definition: Definition, place: Department, period: Months, by: str) -> list[Group]:
    is_hospital = place.kind == DepartmentKind.HOSPITAL
    hospital = place.hospital or place
    divided = (by,) if is_hospital else ("department", by)
    values = cube.read(engine, [definition], period, divided, hospital=hospital.code, monthly=False)
    mine = [value for value in values if value.department == (None if is_hospital else place.code)]
    return [
        Group(_named(by, _word(value)), value.denominator, said(definition, value.value))
        for value in sorted(mine, key=_age)
        if value.denominator
    ]


def _word(value: Value) -> str:
    [(_stratum, word)] = value.strata
    return word


def _named(by: str, word: str) -> str:
    if by == BY_SEX and word in facts.codes("sex"):
        return in_words(facts.codes("sex")[word].names)
    return word or _("Not known")


def _age(value: Value) -> tuple[int, str]:
    """Bands in the order of their first year; words without one, such as sexes, as they come."""
    years = re.match(r"\d+", _word(value))
    return (int(years[0]) if years else 1000, _word(value))
