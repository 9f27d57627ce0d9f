"""Fills an empty database with the demo hospital: its people at once, then two years of what happened there.

What is long past is written down at once; the last weeks are lived deed by deed, with all that follows from it.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from heapq import heapify, heappop, heappush
from random import Random

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from zhian.check.incidents.models import Incident
from zhian.check.indicators.services.measuring import measure_by_night
from zhian.engines.workdays import DAY, is_workday
from zhian.kernel import moment
from zhian.kernel.clocks.reminders import remind as remind_of_deadlines
from zhian.kernel.notices.models import News, Notice
from zhian.kernel.notices.reminders import remind
from zhian.site.models import Run

from .aiming import aim
from .cases import plan
from .cast import Cast, settle
from .deadlines import mornings_of_the_office
from .entering import enter
from .feeding import feed
from .hospital import hospitals
from .life import NEVER, Life
from .lived import Lived
from .of_note import lives_of_note
from .showcase import furnish
from .staff import SEED
from .written import Written

SIZES = (800, 60)  # incidents in 25 months: one report of a hundred stays, as hospitals make
STAYS = 72_500  # in the teaching hospital, in 25 months; those after today are left out
DAY_BEGINS, DAY_ENDS = 8, 18
Begun = tuple[datetime, Iterator[float]]
LIVED, UNREAD = timedelta(days=21), timedelta(days=3)  # how far back people live, and notices are unread
PAST_SHARE, LIVED_SHARE, FED_SHARE = 0.5, 0.15, 0.25  # of the work; the rest is measuring
NIGHT = "indicators.night"


@transaction.atomic
def load(
    progress: Callable[[float], None] = lambda share: None,
    *,
    sizes: tuple[int, int] = SIZES,
    stays: int = STAYS,
    seed: int = SEED,
) -> None:
    """Make the whole demo in one transaction, so that a load that is killed leaves nothing behind.

    `progress` hears which share of the year, from 0 to 1, has been told; `sizes` are incidents per hospital;
    `stays` are those whose front pages are taken in, 0 for none; with another `seed` other things happened to the same
    people.
    """
    progress(0)
    until = timezone.localtime(moment.now())
    with moment.at(until - timedelta(days=800)):
        cast = settle()
    written = Written()
    past, lived = _lives(cast, sizes, until, written, seed)
    _walk(past, until, lambda share: progress(share * PAST_SHARE))
    written.write()
    enter(cast, until, Random(f"{seed}:returns"))  # before the last weeks: what is told of it was read long ago
    lived += lives_of_note(cast, until, Random(f"{SEED}:of note"))
    lived.append((until - LIVED, _mornings()))
    lived.append((until - LIVED, mornings_of_the_office(Random(f"{SEED}:deadlines"))))
    _walk(lived, until, lambda share: progress(PAST_SHARE + share * LIVED_SHARE))
    with moment.at(until):
        furnish(cast, until, Random(f"{SEED}:showcase"))
    _read_old_notices(until - UNREAD)
    aim(cast, until)
    if stays:
        feed(cast, until, lambda share: progress(PAST_SHARE + LIVED_SHARE + share * FED_SHARE), stays=stays, seed=seed)
        _measure()
    progress(1)


def _lives(
    cast: Cast, sizes: tuple[int, int], until: datetime, written: Written, seed: int
) -> tuple[list[Begun], list[Begun]]:
    """Every case's life with the moment at which it begins: those that are written down, and those that are lived."""
    rng = Random(f"{seed}:lives")
    past: list[Begun] = []
    lived: list[Begun] = []
    for hospital, size in zip(hospitals(), sizes, strict=True):
        met: dict[str, Incident] = {}
        for number, case in enumerate(plan(hospital, size, until, seed)):
            told_at = case.occurred_at + timedelta(hours=case.course.told_after)
            kept, do = (lived, Lived()) if told_at > until - LIVED else (past, written)
            kept.append((told_at, Life(number, case, cast, Random(rng.random()), met, do).goes_on()))
    return past, lived


def _measure() -> None:
    """As the worker does by night, which then need not do it at once: boards, alerts and the report are full."""
    measure_by_night()
    Run.objects.create(name=NIGHT, next_at=moment.now() + DAY, finished_at=moment.now())


def _read_old_notices(until: datetime) -> None:
    """By the news' numbers, which rise with time: PostgreSQL knows nothing yet of tables filled a moment ago."""
    last = News.objects.filter(at__lt=until).aggregate(last=Max("pk"))["last"]
    Notice.objects.filter(news__lte=last or 0).update(read_at=until)


def _mornings() -> Iterator[float]:
    """The worker's reminders, which come every morning."""
    while True:
        remind()
        remind_of_deadlines()
        yield 24


def _walk(lives: list[Begun], until: datetime, progress: Callable[[float], None]) -> None:
    """Let every life go on in the order of time, all at once, until the present."""
    clock = Random(f"{SEED}:clock")
    queue = [(at, number, life) for number, (at, life) in enumerate(lives)]
    heapify(queue)
    begun = min((at for at, _life in lives), default=until)
    while queue and queue[0][0] < until:
        at, number, life = heappop(queue)
        with moment.at(at):
            hours = next(life, NEVER)
        if hours != NEVER:
            heappush(queue, (_in_working_hours(at + timedelta(hours=hours), clock), number, life))
        progress((at - begun) / (until - begun))


def _in_working_hours(at: datetime, clock: Random) -> datetime:
    """The same moment, or some time after the offices open next."""
    if is_workday(at.date()) and DAY_BEGINS <= at.hour < DAY_ENDS:
        return at
    day = at.date() if at.hour < DAY_BEGINS else at.date() + DAY
    while not is_workday(day):
        day += DAY
    opens = datetime.combine(day, time(DAY_BEGINS), at.tzinfo)
    return opens + timedelta(minutes=clock.uniform(5, 150))
