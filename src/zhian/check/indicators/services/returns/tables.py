"""Many lines at once: a table of departments, months and indicators, taken in as a whole or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.people.models import Department, User

from ...models import MonthlyReturn
from ..definitions import name_of
from .entrusting import owned
from .lines import PLAIN, fill_in
from .steps import open_return

TITLES = ("department", "month", "indicator", "numerator", "denominator", "remark")
Of = tuple[Department, date]  # a return


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
    table = _Table(actor, {place.code: place for place in Department.objects.filter(is_open=True)})
    for number, row in enumerate(rows[1:], start=2):
        cells = [*(cell.strip() for cell in row), *[""] * len(TITLES)][: len(TITLES)]
        if any(cells):
            table.read(number, cells)
    kept = [table.enter(of) for of in table.told]
    if table.wrong:
        raise WrongLines(sorted(table.wrong))
    return Taken(len(table.where), [each for each in kept if each])


@dataclass
class _Table:
    """The lines as they are sorted by return, where each stood, and what is wrong with others."""

    actor: User
    places: dict[str, Department]
    told: dict[Of, dict[str, dict[str, str]]] = field(default_factory=dict)
    where: dict[tuple[Of, str], int] = field(default_factory=dict)
    wrong: list[tuple[int, str]] = field(default_factory=list)

    def read(self, number: int, cells: Sequence[str]) -> None:
        """Sort a line in, or say what is wrong with it."""
        try:
            of, key = self._whose(cells)
        except Refused as refusal:
            self.wrong.append((number, str(refusal)))
            return
        if (of, key) in self.where:
            self.wrong.append((number, _("This line stands in the table twice.")))
        self.where[of, key] = number
        self.told.setdefault(of, {})[key] = dict(zip(PLAIN, cells[3:6], strict=True))

    def _whose(self, cells: Sequence[str]) -> tuple[Of, str]:
        """The return and the indicator of a line. Raises Refused with what is wrong."""
        place, month = self.places.get(cells[0]), _month(cells[1])
        if place is None or not self.actor.has_perm("returns.edit", place):
            raise Refused(_not_yours(cells[0]))
        if month is None:
            raise Refused(_("“%(text)s” is no month; write it like 2026-03.") % {"text": cells[1]})
        key = next((f"{each.code}@{each.edition}" for each in owned(place, month) if each.code == cells[2]), "")
        if not key:
            raise Refused(_("This department does not type in %(code)s.") % {"code": cells[2]})
        return (place, month), key

    def enter(self, of: Of) -> MonthlyReturn | None:
        """Fill in a return; None where something of it is wrong."""
        place, month = of
        try:
            monthly = open_return(place, month, actor=self.actor)
            return fill_in(monthly, self.told[of], actor=self.actor, version=monthly.version)
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                number = self.where.get((of, name.rpartition(".")[0]), 0)
                self.wrong += [(number, sentence) for sentence in sentences]
        except Refused as refusal:
            self.wrong.append((min(self.where[of, key] for key in self.told[of]), str(refusal)))
        except PermissionDenied:
            self.wrong.append((0, _not_yours(place.code)))
        return None


def _not_yours(code: str) -> str:
    return _("“%(text)s” is no department whose numbers you may type in.") % {"text": code}


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
