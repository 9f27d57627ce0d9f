"""Who must report is told when a deadline begins, again before its end, and after it the next in charge hear too.

Deadlines of hours are reminded of by shares of their time and by hours, those of days in the morning as every date is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from zhian.kernel.moment import now
from zhian.kernel.notices import reminders as of_dates
from zhian.kernel.notices.models import News, What
from zhian.kernel.notices.services import tell
from zhian.kernel.people.models import Role, User
from zhian.kernel.people.services import holders
from zhian.kernel.records.models import Record, Turn

from .models import Clock, State

REPORTERS = (Role.QUALITY_OFFICE, Role.SAFETY_OFFICE)  # who reports to the authorities
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Stage:
    """A moment counted from the due time, in shares of the whole time or in hours; and who hears of it further up."""

    what: What
    share: float = 0
    hours: int = 0
    up: int = 0


OF_HOURS = [
    Stage(What.SOON, share=-1 / 2),
    Stage(What.SOON, share=-1 / 6),
    Stage(What.OVERDUE),
    Stage(What.OVERDUE, hours=1, up=1),
    Stage(What.OVERDUE, hours=4, up=2),
    Stage(What.OVERDUE, hours=24, up=3),
]
AT_ONCE = OF_HOURS[3:]
FIRST, LAST = timedelta(days=4), timedelta(days=8) + of_dates.CATCH_UP  # around the due time


def tell_of_new(record: Record, clocks: Iterable[Clock], actor: User | None) -> None:
    """These deadlines have begun to run: whoever must report hears it now, but for who set them running."""
    for clock in clocks:
        _tell(clock, record, What.CLOCK, {person for person in _reporters(record) if person != actor})


def remind() -> int:
    """Tell of each running deadline that has reached a stage not told of yet; returns how many there were."""
    window = (now() - LAST, now() + FIRST)
    running = Clock.objects.filter(state=State.RUNNING, due_at__range=window).select_related("record__department")
    return sum(_remind(clock, *reached) for clock in running if (reached := _reached(clock)))


def _reached(clock: Clock) -> tuple[int, What, int] | None:
    """The last stage that has begun, if it is not told yet and began after the deadline became known."""
    begun = [(at, what, up) for at, what, up in _stages(clock) if at <= now()]
    if not begun:
        return None
    at, what, up = begun[-1]
    place = len(begun) - 1
    is_news = place > clock.told_stage and at > clock.reckoned_at and now() - at < of_dates.CATCH_UP
    return (place, what, up) if is_news else None


def _stages(clock: Clock) -> list[tuple[datetime, What, int]]:
    """When each stage of the clock begins, what it says, and how many duties further up hear it."""
    unit, whole = clock.period.unit, clock.due_at - clock.starts_at
    if unit in ("days", "working_days"):
        return [(of_dates.beginning(clock.due_at, each), each.what, each.up) for each in of_dates.STAGES]
    stages = AT_ONCE if unit == "at_once" else OF_HOURS
    return [(clock.due_at + whole * each.share + each.hours * HOUR, each.what, each.up) for each in stages]


@transaction.atomic
def _remind(clock: Clock, stage: int, what: What, up: int) -> bool:
    untold = Clock.objects.filter(pk=clock.pk, state=State.RUNNING, told_stage__lt=stage)
    if not untold.update(told_stage=stage):  # another worker was faster, or it was ticked off just now
        return False
    record = clock.record.specific()
    people = _reporters(record)
    _tell(clock, record, what, people)
    turns = [Turn(role=Role.QUALITY_OFFICE)]
    further = of_dates.next_duties_up(record, turns, up) - people if up else set()
    _tell(clock, record, What.ESCALATED, further, roles=())
    return True


def _reporters(record: Record) -> set[User]:
    return set(holders(REPORTERS, record.department))


def _tell(clock: Clock, record: Record, what: What, people: set[User], *, roles: Iterable[str] = REPORTERS) -> None:
    news = News(
        record_id=record.pk, what=what, state=record.state, due_at=clock.due_at, at=now(), about=clock.rule["title"]
    )
    tell(news, people, roles=set(roles), department=record.department)
