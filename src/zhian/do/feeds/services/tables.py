"""A table of counts that somebody hands in: read line by line, taken in together or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.modules import Words
from zhian.kernel.people.models import Department, User

from ..models import Activity
from .activity import enter

MONTH_FORMS = ("%Y-%m", "%Y/%m", "%Y年%m月", "%Y%m", "%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    title: Words
    example: str
    known_as: tuple[str, ...] = ()  # in the tables that hospitals have already


COLUMNS = (
    Column("department", gettext_lazy("department code"), "ICU", ("科室代码", "科室编码", "科室", "code")),
    Column("month", gettext_lazy("month"), "2026-03", ("月份", "统计月份")),
    Column("discharges", gettext_lazy("discharges"), "412", ("出院人次", "出院人数")),
    Column("bed_days", gettext_lazy("occupied bed-days"), "3105", ("实际占用总床日数", "占用床日数", "床日")),
    Column("beds", gettext_lazy("open beds"), "105", ("开放床位", "开放床位数", "实有床位")),
    Column("visits", gettext_lazy("outpatient visits"), "2350", ("门诊人次", "门急诊人次")),
)


@dataclass(slots=True)
class Line:
    """A line of the table: what it says, or what is wrong with it."""

    number: int
    department: Department | None = None
    month: date | None = None
    counts: dict[str, int | None] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


@deed
def take_in(tables: Sequence[Sequence[Sequence[str]]], *, actor: User) -> list[Line]:
    """Enter every line of the first table. Where one of them is wrong nothing is kept; the lines say why."""
    lines = list(_read(tables, actor))
    if not any(line.wrong for line in lines):
        for line in lines:
            _enter(line, actor)
    if any(line.wrong for line in lines):
        raise WrongLines(lines)
    return lines


class WrongLines(Refused):
    """Something in the table cannot be taken in; `lines` say what."""

    def __init__(self, lines: list[Line]) -> None:
        super().__init__(_("Nothing was taken in: put the lines below right and hand the table in again."))
        self.lines = [line for line in lines if line.wrong]


def _read(tables: Sequence[Sequence[Sequence[str]]], actor: User) -> Iterator[Line]:
    if not tables or len(tables[0]) < 2:
        raise Refused(_("There is no line in the table."))
    header, *rows = tables[0]
    places = _places(header)
    departments = {place.code: place for place in Department.objects.all()}
    departments = {place.name: place for place in departments.values()} | departments
    seen: set[tuple] = set()
    for number, row in enumerate(rows, start=2):
        if any(row):
            cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
            yield _line(number, cells, departments, seen, actor)


def _places(header: Sequence[str]) -> dict[str, int]:
    """In which column each count stands; others are not looked at."""
    titles = [cell.strip().lower() for cell in header]
    found: dict[str, int] = {}
    for column in COLUMNS:
        known = {str(column.title).lower(), column.name, *column.known_as}
        place = next((place for place, title in enumerate(titles) if title in known), None)
        if place is not None:
            found[column.name] = place
    missing = [str(column.title) for column in COLUMNS[:2] if column.name not in found]
    if missing:
        raise Refused(_("The first line must name the columns; missing: %(names)s.") % {"names": ", ".join(missing)})
    return found


def _line(number: int, cells: dict[str, str], places: dict[str, Department], seen: set[tuple], actor: User) -> Line:
    line = Line(number, places.get(cells["department"]), _month(cells["month"]))
    if line.department is None or not actor.has_perm("feeds.enter", line.department):
        line.wrong.append(_("“%(text)s” is no department whose counts you may enter.") % {"text": cells["department"]})
    if line.month is None:
        line.wrong.append(_("“%(text)s” is no month; write it like 2026-03.") % {"text": cells["month"]})
    if line.department and line.month and (line.department.pk, line.month) in seen:
        line.wrong.append(_("This department and month stand in the table twice."))
    seen.add((line.department and line.department.pk, line.month))
    for name in Activity.COUNTS:
        try:
            line.counts[name] = _count(cells.get(name, ""))
        except ValueError:
            line.wrong.append(_("“%(text)s” is no count.") % {"text": cells[name]})
    return line


def _enter(line: Line, actor: User) -> None:
    assert line.department and line.month
    try:
        with transaction.atomic():  # so that the other lines can be looked at too
            enter(line.department, line.month, actor=actor, counts=line.counts)
    except ValidationError as wrong:
        line.wrong += wrong.messages
    except PermissionDenied:
        line.wrong.append(_("“%(text)s” is no department whose counts you may enter.") % {"text": line.department})


def _month(text: str) -> date | None:
    for form in MONTH_FORMS:
        try:
            return datetime.strptime(text, form).date().replace(day=1)  # noqa: DTZ007, a month has no zone
        except ValueError:
            continue
    return None


def _count(text: str) -> int | None:
    """Digits with or without commas between thousands; nothing, a dash or a slash mean that it is not known."""
    if text in ("", "-", "—", "/"):
        return None
    plain = text.replace(",", "").replace("，", "")
    if not (plain.isascii() and plain.isdigit()) or len(plain) > 9:
        raise ValueError(text)
    return int(plain)
