"""Reminders before and after due dates, and whom an overdue matter reaches next. No stage of a date comes twice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby, islice
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from zhian.kernel.moment import now
from zhian.kernel.people.models import Role, User
from zhian.kernel.people.services import NEXT_DUTY_UP, holders
from zhian.kernel.records.models import Record, Transition, Turn

from .models import News, What
from .services import tell


class Date(NamedTuple):
    """When a record is due for those whose turn it is, and since when it stands so."""

    record: Record
    due: datetime
    since: datetime
    turns: list[Turn]


@dataclass(frozen=True, slots=True)
class Stage:
    """A day counted from the due date, and how many duties further up hear of it then."""

    days: int
    what: What
    up: int = 0


STAGES = [
    Stage(-3, What.SOON),
    Stage(-1, What.SOON),
    Stage(0, What.SOON),
    Stage(1, What.OVERDUE, up=1),
    Stage(3, What.OVERDUE, up=2),
    Stage(7, What.OVERDUE, up=3),
]
AT = time(8)  # in the morning, where the hospital is
CATCH_UP = timedelta(days=7)  # how long after a stage it still makes sense, where no worker ran


def remind() -> int:
    """Tell everybody whose turn has reached a stage that they were not told of; returns how many dates that were."""
    window = (now() - timedelta(days=STAGES[-1].days + 1) - CATCH_UP, now() - timedelta(days=STAGES[0].days - 1))
    dates, told = _dates(window), _told(window)
    return sum(
        _remind(date, stage)
        for date in dates
        if (stage := reached(date.due, since=date.since)) and (date.record.pk, date.due, stage.days) not in told
    )


def reached(due: datetime, *, since: datetime) -> Stage | None:
    """The last stage of a date that has begun. None if it had begun before: nobody is reminded of what is new."""
    begun = [(stage, begins) for stage in STAGES if (begins := beginning(due, stage)) <= now()]
    if not begun:
        return None
    stage, begins = begun[-1]
    return stage if since < begins and now() - begins < CATCH_UP else None


def next_duties_up(record: Record, turns: Iterable[Turn], levels: int) -> set[User]:
    """The holders of the next duties above those whose turn it is, as many levels as have a holder, who may read it."""
    found: set[User] = set()
    for turn in turns:
        for people in islice(_levels_above(record, turn.role), levels):
            found |= people
    return {person for person in found if person.has_perm(f"{record.kind}.read", record)}


def _dates(window: tuple[datetime, datetime]) -> list[Date]:
    """The dates of open records between the first and the last stage."""
    last_step = Transition.objects.filter(record=OuterRef("record")).order_by("-pk").values("at")[:1]
    turns = (
        Turn.objects.filter(due_at__range=window, record__is_closed=False)
        .annotate(since=Coalesce(Subquery(last_step), "record__created_at", output_field=DateTimeField()))
        .select_related("record__department", "person")
        .order_by("record", "due_at", "pk")
    )
    each = groupby(turns, key=lambda turn: (turn.record, turn.due_at, turn.since))
    return [Date(*key, list(group)) for key, group in each]


def _told(window: tuple[datetime, datetime]) -> set[tuple]:
    reminders = News.objects.filter(stage__isnull=False, due_at__range=window)
    return set(reminders.values_list("record", "due_at", "stage"))


@transaction.atomic
def _remind(date: Date, stage: Stage) -> bool:
    record, turns = date.record.specific(), date.turns
    roles = {turn.role for turn in turns if turn.role}
    people = {turn.person for turn in turns if turn.person} | set(holders(roles, record.department) if roles else ())
    further = next_duties_up(record, turns, stage.up) - people if stage.up else set()
    told = {"record_id": record.pk, "state": record.state, "due_at": date.due, "stage": stage.days}
    try:
        with transaction.atomic():
            news = News.objects.create(what=stage.what, **told)  # also where nobody is there to hear it
            tell(news, people, roles=roles, department=record.department)
            tell(News(what=What.ESCALATED, **told), further, department=record.department)
    except IntegrityError:  # another worker was faster
        return False
    return True


def _levels_above(record: Record, role: str) -> Iterator[set[User]]:
    """The holders of each duty further up, where there are any. Above a single person comes the head."""
    above = NEXT_DUTY_UP.get(Role(role)) if role else Role.HEAD
    while above:
        if people := set(holders(above, record.department)):
            yield people
        above = NEXT_DUTY_UP.get(above)


def beginning(due: datetime, stage: Stage) -> datetime:
    """When a stage of this date begins."""
    day = timezone.localdate(due) + timedelta(days=stage.days)
    return timezone.make_aware(datetime.combine(day, AT))
