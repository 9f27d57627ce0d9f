"""What stands around the cases: the hospital's figures by month, posters, what colleagues say of lessons, analyses."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from zhian.check.incidents.models import (
    Analysis,
    Cause,
    Factor,
    Happening,
    Incident,
    Member,
    Method,
    Part,
    Recommendation,
    RootCause,
    Why,
)
from zhian.check.incidents.models.lesson import Lesson, Useful
from zhian.check.incidents.services.analysis import act_on, add_part, analyse, begin
from zhian.check.incidents.services.lessons import comment_on_lesson
from zhian.check.incidents.services.posters import make_poster
from zhian.do.feeds.models import Activity
from zhian.kernel import moment
from zhian.kernel.audit.bulk import create_all
from zhian.kernel.months import month_of
from zhian.kernel.people.models import User
from zhian.kernel.records.deeds import comment
from zhian.kernel.records.unsealing import ask, decide, open_identity

from .cast import Cast
from .data import read
from .hospital import Hospital, Unit, hospitals
from .narratives import words

MONTHS = 25
OCCUPANCY, STAY = (0.78, 0.98), (5.5, 10.5)  # of the beds; days that a patient stays
VISITS = (1800, 5200)  # a month, of a department that sees outpatients
POSTERS = 8
FOUND_USEFUL = (3, 60)  # colleagues
QUESTIONS = [  # of the office who reported under seal, and the leader's answer
    ("须核实事发时的具体经过和在场人员，只有上报人知道，留言两次未获答复。", ""),
    ("患者家属已投诉，须尽快向在场人员核实经过。", "情况紧急，同意；请勿告知无关人员。"),
]


def furnish(cast: Cast, until: datetime, rng: Random) -> None:
    """Everything in the demo hospital that is no case of its own."""
    for hospital in hospitals():
        _count_activity(hospital, cast, until, rng)
        _hang_posters(hospital, cast, rng)
    _talk_about_lessons(cast, rng)
    _analyse_what_is_acted_on(cast, rng)
    _ask_who_reported(cast, rng)
    _ask_a_colleague(cast, rng)


def _count_activity(hospital: Hospital, cast: Cast, until: datetime, rng: Random) -> None:
    """Each month's figures were typed in by the department and reviewed by the office; last month's wait for review."""
    this = month_of(until.date())
    for back in range(MONTHS, 0, -1):
        month = _month_before(this, back)
        entered = until - timedelta(days=30 * (back - 1) + until.day - 2) if back > 1 else until - timedelta(hours=30)
        with moment.at(min(entered, until)):
            officer = cast.office(hospital.code, rng, but=())
            rows = (_activity(unit, month, cast, rng) for unit in hospital.units if not unit.is_office)
            create_all(Activity, (_reviewed(row, officer) if back > 1 else row for row in rows))


def _activity(unit: Unit, month: date, cast: Cast, rng: Random) -> Activity:
    days = (_month_before(month, -1) - month).days
    bed_days = round(unit.beds * days * rng.uniform(*OCCUPANCY))
    return Activity(
        department=cast.places[unit.code],
        month=month,
        beds=unit.beds,
        bed_days=bed_days,
        discharges=round(bed_days / rng.uniform(*STAY)),
        visits=rng.randint(*VISITS) if "outpatient" in unit.traits else None,
        entered_by=cast.one(rng, ("head_nurse", unit.code), ("head", unit.code)),
        entered_at=moment.now(),
    )


def _reviewed(row: Activity, officer: User) -> Activity:
    row.reviewed_by, row.reviewed_at = officer, moment.now()
    return row


def _month_before(month: date, back: int) -> date:
    count = month.year * 12 + month.month - 1 - back
    return date(count // 12, count % 12 + 1, 1)


def _hang_posters(hospital: Hospital, cast: Cast, rng: Random) -> None:
    officer = cast.office(hospital.code, rng, but=())
    wards = [unit.code for unit in hospital.units if unit.is_clinical][:POSTERS]
    for code in (hospital.code, *wards):
        make_poster(cast.places[code], actor=officer)


def _talk_about_lessons(cast: Cast, rng: Random) -> None:
    for lesson in Lesson.objects.exclude(published_at=None).select_related("hospital"):
        published = lesson.published_at or moment.now()
        staff = [user for user in cast.people.values() if user.hospital_id == lesson.hospital_id]
        readers = rng.sample(staff, min(rng.randint(*FOUND_USEFUL), len(staff)))
        Useful.objects.bulk_create(Useful(lesson=lesson, person=reader) for reader in readers)
        for text, reader in zip(rng.sample(words("on_lessons"), rng.randint(0, 3)), readers, strict=False):
            with moment.at(min(published + timedelta(days=rng.uniform(0.1, 9)), moment.now())):
                comment_on_lesson(lesson, actor=reader, text=text)


def _ask_who_reported(cast: Cast, rng: Random) -> None:
    """Of two open reports under seal the office wants to know the author: one was granted and read, one waits."""
    sealed = Incident.objects.filter(is_closed=False).exclude(author_seal="").select_related("department", "hospital")
    for incident, (reason, answer) in zip(sealed.order_by("-pk")[:2], QUESTIONS, strict=False):
        hospital = incident.hospital.code
        officer = cast.office(hospital, rng, but=())
        asked = ask(incident, actor=officer, reason=reason)
        if answer:
            leader = cast.one(rng, ("leader", hospital), but=[officer])
            decide(incident, actor=leader, unsealing=asked.pk, is_granted=True, answer=answer)
            open_identity(incident, actor=officer)


def _ask_a_colleague(cast: Cast, rng: Random) -> None:
    """On the newest case that is being put right, so that a mention waits in an inbox."""
    incident = Incident.objects.filter(state="acting").select_related("department", "hospital").latest("pk")
    head = cast.one(rng, ("head_nurse", incident.department.code), ("head", incident.department.code))
    officer = cast.office(incident.hospital.code, rng, but=[head])
    comment(incident, actor=officer, text=f"@{head.username} 请确认整改措施能否覆盖夜班，本周内回复即可。")


def _analyse_what_is_acted_on(cast: Cast, rng: Random) -> None:
    """A case of each planted pattern is being analysed; what the first recommends is on its way."""
    for place, (repair, told) in enumerate(read("narratives", "analyses.yaml").items()):
        about = {"category": repair.split(".")[0], "account__contains": told["of"]}
        open_ones = Incident.objects.filter(state="acting", **about)
        incident = open_ones.select_related("department__hospital").order_by("-pk").first()
        if incident:
            _analyse(incident, told, cast, rng, is_complete=place == 0)


def _analyse(incident: Incident, told: dict[str, Any], cast: Cast, rng: Random, *, is_complete: bool) -> None:
    unit, hospital = incident.department.code, incident.hospital.code
    lead = cast.one(rng, ("head_nurse", unit), ("head", unit))
    officer = cast.office(hospital, rng, but=[lead])
    plan = {
        "method": Method.RCA,
        "question": told["question"],
        "scope": told["scope"],
        "frame": told["frame"],
        "lead": lead,
        "begin_by": moment.today() + timedelta(days=3),
        "finish_by": moment.today() + timedelta(days=38),
    }
    analysis = analyse(incident, actor=officer, told=plan)
    begin(analysis, actor=lead)
    for part in _parts(analysis, told, cast, rng):
        add_part(analysis, part, actor=lead)
    above = None
    for text in told["whys"]:
        above = add_part(analysis, Why(above=above, text=text, is_root=text == told["whys"][-1]), actor=lead)
    if is_complete:
        for recommendation in analysis.recommendations.all()[:2]:
            act_on(recommendation, actor=officer)


def _parts(analysis: Analysis, told: dict[str, Any], cast: Cast, rng: Random) -> Iterator[Part]:
    incident, unit = analysis.case, analysis.department
    yield Member(person=cast.office(incident.hospital.code, rng, but=[analysis.lead]), task="质控科，方法指导")
    colleagues = [user for user in cast.people.values() if user.department_id == unit.pk and user != analysis.lead]
    yield Member(person=rng.choice(colleagues), task="一线代表")
    for minutes, what, should, source in told["happenings"]:
        at = incident.occurred_at + timedelta(minutes=minutes)
        if at <= moment.now():
            yield Happening(at=at, what=what, should=should, source=source)
    for bone, text in told["causes"]:
        yield Cause(bone=bone, text=text)
    for code, note in told["factors"].items():
        yield Factor(code=code, note=note)
    for text in told["root_causes"]:
        yield RootCause(text=text)
    for what, strength in told["recommendations"]:
        due_on = moment.today() + timedelta(days=rng.randint(14, 45))
        owner = cast.one(rng, ("head_nurse", unit.code), ("head", unit.code))
        yield Recommendation(what=what, strength=strength, department=unit, owner=owner, due_on=due_on)
