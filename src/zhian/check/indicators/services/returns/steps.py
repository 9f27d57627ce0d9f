"""A month's return from its opening to its review by a second person; reopened with a reason."""

from datetime import date

from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.moment import now, today
from zhian.kernel.months import later, month_of
from zhian.kernel.people.models import Department, User
from zhian.kernel.records.services import file, step

from ...models import Entrusted, MonthlyReturn
from ...workflow import RETURN
from .lines import asked_in


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
