"""The month's returns: opened, filled in, handed in, reviewed by a second person, reopened with a reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zhian.engines.indicators.definition import Definition
from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.moment import now, today
from zhian.kernel.months import later, month_of
from zhian.kernel.people.models import Department, User
from zhian.kernel.records.services import Conflict, file, lock, require, require_open, step

from ..models import Entrusted, MonthlyReturn, ReturnLine
from ..workflow import RETURN
from .definitions import in_force, in_words, is_manual, name_of
from .saying import NOTHING, said

MOST = 1e12
PLAIN = ("numerator", "denominator", "remark")


@dataclass(frozen=True)
class Asked:
    """One line of the sheet: the indicator, what numerator and denominator are, and what was typed in so far."""

    definition: Definition
    line: ReturnLine | None

    @property
    def key(self) -> str:
        return f"{self.definition.code}@{self.definition.edition}"

    @property
    def name(self) -> str:
        return name_of(self.definition)

    @property
    def above(self) -> str:
        return self._words("numerator") or _("numerator")

    @property
    def below(self) -> str:
        return self._words("denominator") or _("denominator")

    @property
    def has_denominator(self) -> bool:
        return self.definition.type not in ("count", "count_distinct")

    @property
    def values(self) -> dict[str, Any]:
        """As the fields show them."""
        if self.line is None:
            return dict.fromkeys(PLAIN, "")
        return {
            "numerator": _plain(self.line.numerator),
            "denominator": _plain(self.line.denominator),
            "remark": self.line.remark,
        }

    def _words(self, part: str) -> str:
        return in_words(self.definition.says.get(part))


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:.15g}"


@deed
def entrust(department: Department, code: str, *, actor: User) -> Entrusted:
    """Let a department type in an indicator each month."""
    require(actor, "indicators.entrust", department)
    if code not in {each.code for each in in_force(department.hospital) if is_manual(each)}:
        raise ValidationError({"indicator": _("This indicator is not typed in by people.")})
    made, _is_new = Entrusted.objects.get_or_create(department=department, indicator=code)
    return made


@deed
def take_back(entrusted: Entrusted, *, actor: User) -> None:
    """The department no longer types it in; what it typed in stays."""
    require(actor, "indicators.entrust", entrusted.department)
    entrusted.delete()


def owned(department: Department, month: date) -> list[Definition]:
    """What the department types in for the month, in the order of the catalogue."""
    codes = set(Entrusted.objects.filter(department=department).values_list("indicator", flat=True))
    return [each for each in in_force(department.hospital, month) if each.code in codes and is_manual(each)]


def open_return(department: Department, month: date, *, actor: User | None) -> MonthlyReturn:
    """The return of the month, made where there is none yet. Raises Refused for a month that has not begun."""
    found = MonthlyReturn.objects.filter(place=department, month=month).first()
    if found:
        return found
    if month > month_of(today()):
        raise Refused(_("This month has not begun yet."))
    title = f"{department.name} {month:%Y-%m}"
    made = MonthlyReturn(title=title, department=department, place=department, month=month)
    return file(made, actor=actor)


def open_all() -> None:
    """Last month's returns of every department that types something in, on the first day of a month."""
    month = later(month_of(today()), -1)
    places = Entrusted.objects.values("department")
    done = MonthlyReturn.objects.filter(month=month).values("place")
    for department in Department.objects.filter(pk__in=places, is_open=True).exclude(pk__in=done):
        open_return(department, month, actor=None)


def asked_in(monthly: MonthlyReturn) -> list[Asked]:
    """Its lines: what the department owns now, and what was typed in while it owned it."""
    lines = {(line.indicator, line.edition): line for line in monthly.lines.select_related("entered_by")}
    wanted = {(each.code, each.edition): each for each in owned(monthly.place, monthly.month)}
    for each in in_force(monthly.hospital, monthly.month):
        if (each.code, each.edition) in lines:
            wanted.setdefault((each.code, each.edition), each)
    return [Asked(each, lines.get(key)) for key, each in wanted.items()]


@deed
def fill_in(
    monthly: MonthlyReturn, told: Mapping[str, Mapping[str, Any]], *, actor: User, version: int
) -> MonthlyReturn:
    """Keep what was typed in, as a draft. Raises Conflict where somebody else did since `version`, with what is there.

    `told`: by indicator@edition the numerator and denominator as texts or numbers, and a remark; nothing typed is
    nothing known.
    """
    lock(monthly)
    require(actor, "returns.edit", monthly)
    require_open(monthly)
    if monthly.state != "filling":
        raise Refused(_("It was handed in: it must be sent back or reopened before anybody changes it."))
    if monthly.version != version:
        raise Conflict(monthly)
    known = {asked.key: asked for asked in asked_in(monthly)}
    errors: dict[str, list[str]] = {}
    changed = [line for key, cells in told.items() if (line := _read(monthly, known, key, cells, errors))]
    if errors:
        raise ValidationError(errors)
    for line in changed:
        line.entered_by, line.entered_at = actor, now()
        line.full_clean(exclude=["monthly_return"])
        line.save()
    if changed:
        monthly.version += 1
        monthly.save()
    return monthly


def _read(
    monthly: MonthlyReturn,
    known: Mapping[str, Asked],
    key: str,
    cells: Mapping[str, Any],
    errors: dict[str, list[str]],
) -> ReturnLine | None:
    """The line as it is to be kept; None where nothing of it changed, or something is wrong with it."""
    asked = known.get(key)
    if asked is None:
        errors.setdefault("", []).append(_("This department does not type in %(code)s.") % {"code": key})
        return None
    found: dict[str, Any] = {"remark": str(cells.get("remark") or "").strip()}
    for name in ("numerator", "denominator"):
        try:
            found[name] = number_of(cells.get(name))
        except ValueError as fault:
            errors.setdefault(f"{key}.{name}", []).append(str(fault))
    if len(found) < len(PLAIN):
        return None
    if wrong := _impossible(asked, found):
        errors.setdefault(f"{key}.numerator", []).append(wrong)
        return None
    line = asked.line or ReturnLine(
        monthly_return=monthly, indicator=asked.definition.code, edition=asked.definition.edition
    )
    if {name: getattr(line, name) for name in PLAIN} == found:
        return None
    for name, value in found.items():
        setattr(line, name, value)
    return line


def _impossible(asked: Asked, found: Mapping[str, Any]) -> str:
    above, below = found["numerator"], found["denominator"]
    is_share = asked.definition.type == "ratio" and asked.definition.unit.symbol in ("%", "‰")
    if is_share and above is not None and below is not None and above > below:
        return _("More in the numerator than in the denominator.")
    if above is not None and below is None and asked.has_denominator:
        return _("Type in the denominator too.")
    return ""


def number_of(cell: Any) -> float | None:
    """Digits with or without commas between thousands; nothing or a dash mean that it is not known.

    Raises ValueError with a sentence for what is no number, or below nought.
    """
    text = str("" if cell is None else cell).strip().replace(",", "").replace("，", "")
    if text in ("", "-", "—", "/"):
        return None
    try:
        number = float(text)
    except ValueError:
        raise ValueError(_("“%(text)s” is no number.") % {"text": text[:40]}) from None
    if not 0 <= number < MOST:
        raise ValueError(_("A count is 0 or more; leave it empty where nobody knows."))
    return number


def require_complete(monthly: MonthlyReturn) -> None:
    """Nothing is left open without a word: a value, or a remark that says why there is none."""
    empty = [
        asked.name
        for asked in asked_in(monthly)
        if asked.line is None or (asked.line.numerator is None and not asked.line.remark)
    ]
    if empty:
        raise Refused(
            _("Fill in these, or say in the remark why nobody knows: %(names)s.") % {"names": "、".join(empty[:6])}
        )


def require_filled(monthly: MonthlyReturn) -> None:
    if not asked_in(monthly):
        raise Refused(_("Nothing was entrusted to this department."))


@step(RETURN, require_filled, require_complete)
def hand_in(monthly: MonthlyReturn, *, actor: User, note: str) -> None:
    """Say that the month is complete: a second person reviews it."""
    monthly.hand, monthly.handed_in_at = actor, now()


@step(RETURN)
def send_back(monthly: MonthlyReturn, *, actor: User, note: str) -> None:
    """Ask for another look at it."""


@step(RETURN)
def review(monthly: MonthlyReturn, *, actor: User, note: str) -> None:
    """Agree to the numbers: from the next measuring on they count."""


@step(RETURN)
def reopen(monthly: MonthlyReturn, *, actor: User, note: str) -> None:
    """Let it be corrected. Until it is reviewed again, what was measured with it stays as it was shown."""


@dataclass(frozen=True)
class Taken:
    """What became of a table of entries: lines by department and month, and what was wrong with others."""

    kept: int
    returns: Sequence[MonthlyReturn]


class WrongLines(Refused):
    """Something in the table cannot be taken in; `lines` say where and what."""

    def __init__(self, lines: list[tuple[int, str]]) -> None:
        super().__init__(_("Nothing was taken in: put the lines below right and hand the table in again."))
        self.lines = lines


@transaction.atomic
def take_in(rows: Sequence[Sequence[str]], *, actor: User) -> Taken:
    """Enter a table (department code, month, indicator code, numerator, denominator, remark): all of it, or nothing."""
    if len(rows) < 2:
        raise Refused(_("There is no line in the table."))
    wrong: list[tuple[int, str]] = []
    told: dict[tuple[Department, date], dict[str, dict[str, str]]] = {}
    where: dict[tuple[Department, date, str], int] = {}
    places = {place.code: place for place in Department.objects.filter(is_open=True)}
    for number, row in enumerate(rows[1:], start=2):
        cells = [*(cell.strip() for cell in row), *[""] * len(TITLES)][: len(TITLES)]
        if not any(cells):
            continue
        place, month = places.get(cells[0]), _month(cells[1])
        if place is None or not actor.has_perm("returns.edit", place):
            wrong.append((number, _("“%(text)s” is no department whose numbers you may type in.") % {"text": cells[0]}))
            continue
        if month is None:
            wrong.append((number, _("“%(text)s” is no month; write it like 2026-03.") % {"text": cells[1]}))
            continue
        key = next((f"{each.code}@{each.edition}" for each in owned(place, month) if each.code == cells[2]), "")
        if not key:
            wrong.append((number, _("This department does not type in %(code)s.") % {"code": cells[2]}))
            continue
        if (place, month, key) in where:
            wrong.append((number, _("This line stands in the table twice.")))
        where[place, month, key] = number
        told.setdefault((place, month), {})[key] = dict(zip(PLAIN, cells[3:6], strict=True))
    kept = [_enter(place, month, lines, actor, wrong, where) for (place, month), lines in told.items()]
    if wrong:
        raise WrongLines(sorted(wrong))
    return Taken(len(where), [each for each in kept if each])


TITLES = ("department", "month", "indicator", "numerator", "denominator", "remark")


def _enter(
    place: Department,
    month: date,
    lines: Mapping[str, Mapping[str, str]],
    actor: User,
    wrong: list[tuple[int, str]],
    where: Mapping[tuple[Department, date, str], int],
) -> MonthlyReturn | None:
    try:
        monthly = open_return(place, month, actor=actor)
        return fill_in(monthly, lines, actor=actor, version=monthly.version)
    except ValidationError as error:
        for field, sentences in error.message_dict.items():
            number = where.get((place, month, field.rpartition(".")[0]), 0)
            wrong += [(number, sentence) for sentence in sentences]
    except Refused as refusal:
        wrong.append(
            (
                min(number for (here, when, _key), number in where.items() if (here, when) == (place, month)),
                str(refusal),
            )
        )
    except PermissionDenied:
        wrong.append((0, _("“%(text)s” is no department whose numbers you may type in.") % {"text": place.code}))
    return None


def _month(text: str) -> date | None:
    digits = text.replace("年", "-").replace("月", "").replace("/", "-").split("-")
    try:
        return date(int(digits[0]), int(digits[1]), 1)
    except (ValueError, IndexError):
        return None


def template_rows(departments: Iterable[Department], month: date) -> list[list[str]]:
    """The lines of a table to fill in: what these departments type in for the month."""
    return [
        [place.code, f"{month:%Y-%m}", each.code, "", "", "", name_of(each)]
        for place in departments
        for each in owned(place, month)
    ]


def compared(monthly: MonthlyReturn) -> list[dict[str, Any]]:
    """Each line with the value that it makes, and what the month before was."""
    earlier = MonthlyReturn.objects.filter(place=monthly.place, month=later(monthly.month, -1)).first()
    known = {(line.indicator, line.edition): line for line in earlier.lines.all()} if earlier else {}
    return [
        {
            "asked": asked,
            "value": _made(asked, asked.line),
            "before": _made(asked, known.get((asked.definition.code, asked.definition.edition))),
        }
        for asked in asked_in(monthly)
    ]


def _made(asked: Asked, line: ReturnLine | None) -> str:
    if line is None or line.numerator is None:
        return NOTHING
    if not asked.has_denominator:
        return said(asked.definition, line.numerator)
    if not line.denominator:
        return NOTHING
    return said(asked.definition, line.numerator / line.denominator * asked.definition.unit.factor)
