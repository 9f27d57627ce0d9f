"""Measuring: by night and when asked, with progress; what was shown before stays known."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from zhian.do.feeds.services.publishing import publish
from zhian.engines.indicators import months as engine_months
from zhian.engines.indicators.definition import Definition
from zhian.engines.indicators.lake import Lake
from zhian.engines.indicators.running import DuckDB
from zhian.engines.indicators.values import Value
from zhian.engines.spc.warning import State, Watch
from zhian.kernel.audit.acting import deed
from zhian.kernel.audit.bulk import insert
from zhian.kernel.moment import now, today
from zhian.kernel.months import Months, later, month_of, until
from zhian.kernel.people.models import Department, DepartmentKind, User
from zhian.kernel.records.services import require

from ..models import Measured, Measuring
from .alerts import last_watch, look_back, look_out
from .definitions import in_force
from .runs import asked, told, under_way, unfinished
from .standings import stand_anew, work_out

MONTHS = 36  # measured anew each night, so that late data show
AT_ONCE = 60  # definitions between two words of progress
ROWS = 1000

Told = Callable[[int], None]


@deed
def ask_to_measure(hospital: Department, *, actor: User) -> Measuring:
    """Let the worker measure now. Raises Refused while a run is under way."""
    require(actor, "indicators.measure", hospital)
    return asked(Measuring, hospital, actor, or_else=_("It is being measured already; the page shows how far it is."))


def measure_by_night() -> None:
    """Every hospital once; where a run was asked for it goes on."""
    for hospital in Department.objects.filter(kind=DepartmentKind.HOSPITAL, is_open=True):
        Measuring.objects.get_or_create(hospital=hospital, finished_at=None)
    measure_what_was_asked()


def measure_what_was_asked() -> None:
    """Every run that has not come to its end; one that broke off is begun anew."""
    for run in unfinished(Measuring):
        carry_out(run)


def carry_out(run: Measuring) -> Measuring:
    """Lay into the lake what people typed in, measure all that is in force, say how it stands, note how it ended."""
    with under_way(run):
        publish()
        definitions = in_force(run.hospital)
        months = until(later(month_of(today()), -1), MONTHS)  # the present month is not complete
        run.new, run.changed = measure(
            run.hospital, definitions, months, heard=lambda done: told(run, done, of=len(definitions))
        )
        places = Department.objects.filter(hospital=run.hospital, is_open=True)
        charts = work_out(places, definitions, months.last)
        if last_watch(run.hospital) is None:
            look_back(run.hospital, charts, months.last)
        _note(run, look_out(run.hospital, charts, months.last))
    return run


def measure_some(hospital: Department, definitions: list[Definition]) -> None:
    """These alone, at once, and say anew how they stand: what they rest on was filled in."""
    measure(hospital, definitions, until(later(month_of(today()), -1), MONTHS))
    for place in Department.objects.filter(hospital=hospital, is_open=True).select_related("hospital"):
        for definition in definitions:
            stand_anew(place, definition.code)


def _note(run: Measuring, found: Watch) -> None:
    """What the watch made of all the charts."""
    states = Counter(verdict.state for verdict in found.verdicts)
    run.watched, run.expected_false = found.charts, found.expected_false
    run.warned, run.unproven, run.too_small = (
        states[each] for each in (State.WARNING, State.UNPROVEN, State.TOO_SMALL)
    )


def measure(
    hospital: Department, definitions: list[Definition], months: Months, *, heard: Told = lambda _done: None
) -> tuple[int, int]:
    """Reckon from the lake what these definitions say, and keep it; returns how many values are new and changed."""
    places = {place.code: place for place in Department.objects.filter(hospital=hospital)}
    new = changed = 0
    with DuckDB(Lake(settings.LAKE)) as engine:
        for begin in range(0, len(definitions), AT_ONCE):
            some = definitions[begin : begin + AT_ONCE]
            found = engine.measure(some, _stretch(months), hospital=hospital.code, among=definitions)
            added, altered = keep(hospital, places, found, {each.code for each in some})
            new, changed = new + added, changed + altered
            heard(begin + len(some))
    return new, changed


def reckon(hospital: Department, definition: Definition, months: Months) -> list[Value]:
    """The values of one definition for the whole hospital, kept nowhere."""
    with DuckDB(Lake(settings.LAKE)) as engine:
        found = engine.measure([definition], _stretch(months), (), hospital=hospital.code)
    return [value for value in found if not value.department]


@transaction.atomic
def keep(
    hospital: Department, places: Mapping[str, Department], values: Iterable[Value], codes: set[str]
) -> tuple[int, int]:
    """Add what is new or different; what stood there before is superseded and stays. Returns (new, changed)."""
    shown = {hospital.pk, *(place.pk for place in places.values())}
    known = {
        (row.department_id, row.indicator, row.edition, row.month): row
        for row in Measured.known().filter(department__in=shown, indicator__in=codes)
    }
    moment = now()
    rows, gone = [], []
    for value in values:
        place = places.get(value.department) if value.department else hospital
        if place is None:
            continue
        row = _row(value, place, moment)
        before = known.get((place.pk, row.indicator, row.edition, row.month))
        if before is None:
            rows.append(row)
        elif not before.says_the_same(row):
            gone.append(before.pk)
            rows.append(row)
    for begin in range(0, len(gone), ROWS):
        Measured.objects.filter(pk__in=gone[begin : begin + ROWS]).update(superseded_at=moment)
    insert(Measured, rows)
    return len(rows) - len(gone), len(gone)


def _stretch(months: Months) -> engine_months.Months:
    return engine_months.Months(months.first, months.last)


def as_measured(values: Iterable[Value], place: Department) -> list[Measured]:
    """Values as rows that are kept nowhere."""
    return [_row(value, place, now()) for value in values]


def _row(value: Value, place: Department, moment: datetime) -> Measured:
    return Measured(
        department=place,
        indicator=value.indicator,
        edition=value.edition,
        month=value.month or month_of(moment.date()),
        numerator=_number(value.numerator),
        denominator=_number(value.denominator),
        value=_number(value.value) if value.available else None,
        reason="" if value.available else str(value.reason or ""),
        measured_at=moment,
    )


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)
