"""Plans two years of incidents: which, where, when, who told of it, and how each of them goes on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from math import floor
from random import Random
from typing import Any

from .hospital import Hospital, Unit
from .narratives import Narrative, Story, lessons, pool, reworded, shares, stories
from .staff import Person, staff

HOUR = timedelta(hours=1)
WAYS = ("named", "sealed", "anonymous"), (78, 13, 9)  # how reporters want to be known, in a hundred
TWINS = 45  # one event in so many is told twice
LATE_SHARE, LATEST = 0.08, 240  # of all reports come late, by up to so many hours
SPAN, NEWS = 761, 3  # days: two years and the month before, in which charts begin
SETTLED = 45  # days after which a case is mostly closed
USUAL, LEARNT_LAST_MONTH = 22, 4  # days to closing; lessons that the last digest has
FRESH = 6  # so many more are so new that nobody has dealt with them, however small the hospital
HOURS = {"night": (0, 6), "day": (8, 17), "evening": (17, 23), "any": (0, 23)}
GROWTH = 0.75  # below 1: what did no harm has come to be told of more and more, while harm stayed level
LEVEL = ("FALL", "TUBE", "PI")  # are counted per bed-day, near misses and all
SATURDAY, QUIET_WEEKENDS = 5, 0.4  # less is done at weekends, so less goes wrong
NIGHT_LIGHTS = 18  # falls that the lights of one ward cause, on a hospital's hundred and fifty in two years
SHOWN_WARD = "GK1"  # where the printed accounts work
# After how many days of the incident somebody would have noticed that it lies at this stage.
LONGEST = {"reported": 3, "returned": 9, "open": 16, "acting": 40, "verifying": 42, "verified": 45}
SHOWN = [  # stage, days ago: two of them overdue by a few days
    *[("reported", 0.2), ("reported", 5), ("returned", 5), ("open", 7), ("acting", 16)],
    *[("verifying", 27), ("verifying", 33), ("verified", 30)],
    *[("on_hold", 9), ("not_reportable", 12), ("duplicate", 4)],
]


@dataclass(frozen=True)
class Course:
    """How an incident goes on once it has happened. Times are in hours after the step before."""

    told_after: float
    read_after: float
    sent_back: bool
    answered_after: float
    is_repaired: bool  # or only taken note of
    planned_after: float
    withdrawn: bool
    days_allowed: int  # for the actions
    days_late: int  # negative where they are done early
    verified_after: float
    rejected: bool
    closed_after: float
    reopened: bool
    stops_at: str = ""  # the stage at which it is left lying


@dataclass(frozen=True)
class Case:
    """One planned incident."""

    narrative: Narrative
    unit: Unit
    occurred_at: datetime
    author: Person
    course: Course
    pattern: str = ""  # the planted pattern that it belongs to
    way: str = "named"  # how the reporter is known
    twin: str = ""  # what joins it to another report of the same event
    teaches: bool = False  # a lesson for all is written when it is closed


def plan(hospital: Hospital, size: int, until: datetime, seed: int) -> list[Case]:
    """So many incidents in the two years and a month before `until`, in the order in which they happened."""
    rng = Random(f"{seed}:{hospital.code}:cases")
    cases = [_case(hospital, category, until, rng, news=FRESH / size) for category in _categories(size)]
    for planted in _planted(hospital, size, until, rng):
        like = next((case for case in cases if case.narrative.category == planted.narrative.category), None)
        cases.remove(like or cases[0])
        cases.append(planted)
    in_order = sorted(_with_twins(cases, until, rng), key=lambda case: (case.occurred_at, case.course.told_after))
    return _with_lessons(in_order, until, rng)


def _categories(size: int) -> Iterator[str]:
    """Categories in their proportions, by the largest remainder."""
    wanted = {code: share * size / sum(shares().values()) for code, share in shares().items()}
    whole = {code: floor(number) for code, number in wanted.items()}
    left = size - sum(whole.values())
    for code in sorted(wanted, key=lambda code: whole[code] - wanted[code])[:left]:
        whole[code] += 1
    for code, number in whole.items():
        yield from [code] * number


def _case(hospital: Hospital, category: str, until: datetime, rng: Random, *, news: float) -> Case:
    by_story = _places(hospital, category)
    if not by_story:  # a small hospital has no such department
        return _case(hospital, "MED", until, rng, news=news)
    places = by_story[rng.choice(sorted(by_story))]
    story, unit = rng.choices(places, [unit.beds + 10 for _story, unit in places])[0]
    span = NEWS if rng.random() < news else SPAN
    at = _moment(story.shift, unit, until, rng, span)
    return _told(story, unit, at, until, rng, grown=category not in LEVEL)


@cache
def _places(hospital: Hospital, category: str) -> dict[str, list[tuple[Story, Unit]]]:
    """For each story of the category the departments in which it can happen."""
    found: dict[str, list[tuple[Story, Unit]]] = {}
    for story in stories(category):
        for unit in hospital.units:
            if story.fits(unit):
                found.setdefault(story.key, []).append((story, unit))
    return found


def _told(
    story: Story, unit: Unit, at: datetime, until: datetime, rng: Random, *, grown: bool = False, **fixed: Any
) -> Case:
    narrative = story.tell(unit, at, rng, **fixed)
    if grown and narrative.kind != "incident":
        at = _as_reporting_grew(at, until)
    way = rng.choices(*WAYS)[0]
    course = _course(narrative, until - at, rng)
    if way == "anonymous":  # nobody could be asked
        course, at = replace(course, sent_back=False), _vaguely(at)
    return Case(narrative, unit, at, _author(unit, rng), course, way=way)


def _as_reporting_grew(at: datetime, until: datetime) -> datetime:
    """Some weeks later: at the same hour of the same weekday."""
    told_of = 1 - (until - at) / timedelta(days=SPAN)
    later = SPAN * (max(told_of, 0) ** GROWTH - told_of)
    return min(at + timedelta(weeks=later // 7), until - timedelta(hours=2))


def _vaguely(at: datetime) -> datetime:
    """The middle of the part of the day: more is not kept of a report without a name."""
    return at.replace(hour=at.hour // 6 * 6 + 3, minute=0)


def _planted(hospital: Hospital, size: int, until: datetime, rng: Random) -> Iterator[Case]:
    """Patterns that a good quality office would find, and in one ward a case at every stage for whoever looks in."""
    ward = next((unit for unit in hospital.units if unit.code == SHOWN_WARD), None)
    if ward is None:
        return
    for _ in range(min(size // 22, NIGHT_LIGHTS)):
        yield _night_light(ward, until, rng)
    for _ in range(min(size // 40, 24)):
        yield _lookalike(hospital, until, rng)
    for stage, days in SHOWN:
        yield _left_at(stage, ward, until - timedelta(days=days), until, rng)


def _with_twins(cases: list[Case], until: datetime, rng: Random) -> list[Case]:
    """Now and then two colleagues tell of the same event, each in other words; they stand in for two of the cases."""
    alone = [case for case in cases if not case.pattern and not case.course.stops_at and case.way == "named"]
    for number, first in enumerate(rng.sample(alone, len(alone) // TWINS)):
        others = [person for person in _team(first.unit) if person != first.author]
        spare = next(case for case in reversed(alone) if case.narrative.category == first.narrative.category)
        if not others or spare is first or spare.twin:
            continue
        is_new = first.occurred_at > until - timedelta(days=NEWS)
        course = replace(first.course, told_after=first.course.told_after + 0.3, sent_back=False)
        course = replace(course, stops_at="reported" if is_new else "duplicate")
        second = replace(first, author=rng.choice(others), narrative=reworded(first.narrative, rng), course=course)
        alone = [case for case in alone if case not in (first, spare)]
        cases = [case for case in cases if case not in (first, spare)]
        cases += [replace(first, twin=f"twin {number}"), replace(second, twin=f"twin {number}")]
    return cases


def _with_lessons(cases: list[Case], until: datetime, rng: Random) -> list[Case]:
    """For each lesson one case from which it was learnt, in turn over the two years; the last of them last month."""
    first, last = until - timedelta(days=SPAN), until - timedelta(days=SETTLED)
    last_month = (until.replace(day=1) - timedelta(days=1)).replace(day=1) - timedelta(days=USUAL)
    teaching: set[int] = set()
    for turn, repair in enumerate(rng.sample(list(lessons()), len(lessons()))):
        since = first + (last - first) * turn / len(lessons())
        if turn >= len(lessons()) - LEARNT_LAST_MONTH:
            since = last_month
        fit = (place for place, case in enumerate(cases) if case.occurred_at >= since and _could_teach(case, repair))
        teaching.update(islice(fit, 1))
    return [replace(case, teaches=place in teaching) for place, case in enumerate(cases)]


def _could_teach(case: Case, repair: str) -> bool:
    course = case.course
    return case.narrative.repair == repair and course.is_repaired and not course.withdrawn and not course.stops_at


def _night_light(ward: Unit, until: datetime, rng: Random) -> Case:
    """At night, in one ward, whose lights are not mended until a month ago."""
    told = [story for story in stories("FALL") if story.key == "night_light" and story.fits(ward)]
    at = _moment("night", ward, until - timedelta(days=30), rng, span=150)
    return replace(_told(rng.choice(told), ward, at, until, rng), pattern="night_light")


def _lookalike(hospital: Hospital, until: datetime, rng: Random) -> Case:
    """The same two drugs, mixed up in one department after the other."""
    story = rng.choice([story for story in stories("MED") if story.told["repair"] == "lookalike"])
    unit = rng.choice([unit for unit in hospital.units if story.fits(unit)])
    at = _moment(story.shift, unit, until, rng, span=120)
    return replace(_told(story, unit, at, until, rng, pair=pool("pair")[0]), pattern="lookalike")


def _left_at(stage: str, ward: Unit, at: datetime, until: datetime, rng: Random) -> Case:
    """An incident that waits at this stage for its next deed."""
    story = rng.choice([story for code in ("FALL", "MED") for story in stories(code) if story.fits(ward)])
    at = at.replace(hour=rng.randint(*HOURS[story.shift])) if at.date() < until.date() else at
    case = _told(story, ward, at, until, rng)
    author = next(person for person in staff() if person.unit == ward.code) if stage == "returned" else case.author
    course = replace(case.course, sent_back=stage == "returned", is_repaired=True, withdrawn=False, rejected=False)
    course = replace(
        course, told_after=min(course.told_after, 4), read_after=min(course.read_after, 3), days_late=-1, stops_at=stage
    )
    return replace(case, author=author, way="named", course=course)


def _moment(shift: str, unit: Unit, until: datetime, rng: Random, span: int) -> datetime:
    """A time in the shift, any day of the span."""
    shift = "day" if shift == "any" and unit.traits & {"office", "outpatient", "pathology"} else shift
    day = until - timedelta(days=span * (1 - rng.random()))
    if day.weekday() >= SATURDAY and rng.random() < QUIET_WEEKENDS:
        day -= timedelta(days=3)
    first, last = HOURS[shift]
    at = day.replace(hour=rng.randint(first, last), minute=rng.randint(0, 59), second=0, microsecond=0)
    return at if at < until - timedelta(hours=2) else at - timedelta(days=1)


def _author(unit: Unit, rng: Random) -> Person:
    """Who tells of it: four times out of five a nurse, where there are nurses; never an administrator."""
    there = _team(unit)
    nurses = [person for person in there if person.holds("nurse")]
    others = [person for person in there if not person.holds("nurse")] or nurses
    crowd = nurses if nurses and rng.random() < 0.8 else others
    return rng.choices(crowd, [5 if person.is_printed else 1 for person in crowd])[0]


def _team(unit: Unit) -> list[Person]:
    return [person for person in staff() if person.unit == unit.code and not person.is_administrator]


def _course(narrative: Narrative, age: timedelta, rng: Random) -> Course:
    is_slight = narrative.kind == "good_care" or narrative.grade == 4 or (narrative.grade == 3 and rng.random() < 0.4)
    course = Course(
        told_after=rng.uniform(0.2, min(LATEST if rng.random() < LATE_SHARE else 8, age / HOUR - 0.1)),
        read_after=rng.uniform(0.5, 22),
        sent_back=rng.random() < 0.1,
        answered_after=rng.uniform(4, 40),
        is_repaired=narrative.kind != "good_care" and not (is_slight and rng.random() < 0.5),
        planned_after=rng.uniform(20, 90),
        withdrawn=rng.random() < 0.03,
        days_allowed=rng.randint(10, 21),
        days_late=rng.randint(2, 8) if rng.random() < 0.12 else -rng.randint(1, 3),
        verified_after=rng.uniform(20, 96),
        rejected=rng.random() < 0.1,
        closed_after=rng.uniform(4, 60),
        reopened=rng.random() < 0.02,
    )
    lying = [stage for stage, days in LONGEST.items() if age < timedelta(days=days)]
    return replace(course, stops_at=rng.choice(lying)) if lying and rng.random() < 0.2 else course
