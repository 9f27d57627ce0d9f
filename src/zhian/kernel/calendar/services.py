"""Counting working days as a hospital works them, and entering its exceptions."""

import re
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from zhian.engines import workdays
from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.moment import now
from zhian.kernel.people.house import of_house
from zhian.kernel.people.models import Department, User

from .models import HouseDay

MOST_LINES = 400
FIRST_YEAR, LAST_YEAR = 2000, 2100
BETWEEN = r"[\s,，;；:：]"
LINE = re.compile(
    rf"(?P<day>\d{{4}}[-/.年]\d{{1,2}}[-/.月]\d{{1,2}})日?{BETWEEN}+(?P<what>[^\s,，;；:：]+){BETWEEN}*(?P<note>.*)"
)
WORKED = {"班", "上班", "工作", "工作日", "调休", "补班", "work", "worked", "1"}
OFF = {"休", "休息", "放假", "假", "假日", "休假", "off", "holiday", "0"}


@of_house(HouseDay)
def edits_of(hospital_id: int | None) -> dict[date, bool]:
    """The hospital's exceptions: day → worked or not."""
    return dict(HouseDay.objects.filter(hospital_id=hospital_id).values_list("day", "is_worked"))


def add_workdays(hospital: Department | None, start: date, days: int) -> date:
    """The date on which so many working days of the hospital have passed since `start`, that day not counted."""
    return workdays.add_workdays(start, days, edits_of(hospital))


def is_workday(hospital: Department | None, day: date) -> bool:
    """Whether the hospital works that day."""
    return workdays.is_workday(day, edits_of(hospital))


@deed
def keep_days(hospital: Department, days: Iterable[tuple[date, bool, str]], *, actor: User) -> int:
    """Enter exceptions, each (day, worked, why); what stood for these days is replaced. Returns how many."""
    _require(actor, hospital)
    kept = {day: (is_worked, note) for day, is_worked, note in days}
    for day, (is_worked, note) in kept.items():
        told = {"is_worked": is_worked, "note": note[:100], "by": actor, "at": now()}
        HouseDay.objects.update_or_create(hospital=hospital, day=day, defaults=told)
    return len(kept)


@deed
def forget_day(hospital: Department, day: date, *, actor: User) -> None:
    """Take an exception back: the State Council's calendar says again what is worked."""
    _require(actor, hospital)
    for kept in HouseDay.objects.filter(hospital=hospital, day=day):
        kept.delete()


def read_days(text: str) -> list[tuple[date, bool, str]]:
    """Exceptions from a pasted list, one a line: `2026-10-10 上班 国庆调休`. Raises Refused with every wrong line."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise Refused(_("There is no line to read."))
    if len(lines) > MOST_LINES:
        raise Refused(_("These are more than %(most)s lines.") % {"most": MOST_LINES})
    read = [(number, line, _read(line)) for number, line in lines]
    if wrong := [f"{number}: {line[:60]}" for number, line, day in read if day is None]:
        sentence = _("These lines are not understood; write a day, then 上班 or 休息, then why: %(lines)s")
        raise Refused(sentence % {"lines": " | ".join(wrong)})
    return [day for _number, _line, day in read if day]


def _read(line: str) -> tuple[date, bool, str] | None:
    found = LINE.fullmatch(line + " ")
    word = found["what"].lower() if found else ""
    if found is None or word not in WORKED | OFF:
        return None
    try:
        day = date(*map(int, re.split(r"\D+", found["day"])))
    except ValueError:
        return None
    return (day, word in WORKED, found["note"].strip()) if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _require(actor: User, hospital: Department) -> None:
    if not actor.has_perm("calendar.manage", hospital):
        raise PermissionDenied("calendar.manage")
