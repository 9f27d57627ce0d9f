"""Makes a register of a million incidents, or as many as wanted: `python -m benchmarks.register 1000000`.

All that belongs to them comes along. A big hospital of 40 departments and a small one beside it, ten years of
reports, the newest 5 % still open. The same number gives the same register, ending today. In place of a number
`demo` or `small-demo` makes the demo hospital.
"""

import itertools
import json
import random
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import django

django.setup()

from auditlog.models import AbstractLogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils.timezone import localtime

from zhian.check.incidents.codes import Category
from zhian.check.incidents.models import Fact, Incident
from zhian.check.incidents.services.similar import count_words
from zhian.kernel.audit.models import Entry
from zhian.kernel.loop.models import Action, Finding
from zhian.kernel.moment import now
from zhian.kernel.patients.models import Patient
from zhian.kernel.people.models import Department, Duty, User
from zhian.kernel.records.models import Record, Transition, Turn
from zhian.kernel.records.search import words_of
from zhian.site.demo.cases import plan
from zhian.site.demo.hospital import hospitals
from zhian.site.demo.load import SIZES, load

from .bulk import Rows, insert, without_indexes
from .words import DONE, PLACES, REPAIRS, TURNED_OUT

SEED = 8848
YEARS = 10
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CHUNK = 20_000
SHARE_OPEN = 0.05
SMALL_DEMO = (60, 6)
BIG_SHARE = 0.9  # of all reports come from the big hospital
STAFF_PER_DEPARTMENT = 15
PATIENT_SHARE = 0.6
NARRATIVES = 6000  # at most: the demo hospital's, each told again and again: words are as rare as they are there
UNTIL = datetime(2026, 7, 1, tzinfo=timezone(timedelta(hours=8)))  # the narratives do not depend on the day
COMMON_WORD = "跌倒"  # in one of five
RARE_WORD = "羊水栓塞"  # said in one report of 50,000
TABLES = [
    model._meta.db_table for model in (Record, Incident, Fact, Finding, Action, Transition, Turn, Entry, Patient)
] + ["records_search"]
CREATE, UPDATE = AbstractLogEntry.Action.CREATE, AbstractLogEntry.Action.UPDATE


def make(incidents: int) -> None:
    """Fills an empty, migrated database."""
    chance = random.Random(SEED)
    places = _places()
    staff = _staff(places)
    with without_indexes(*TABLES):
        _Register(chance, places, staff, incidents).fill()
    count_words()


def _places() -> dict[int, list[Department]]:
    """The departments of each hospital, busiest first."""
    group = Department.objects.create(name="示例医疗集团", code="GROUP", kind="group")
    found = {}
    for code, name in (("A", "第一医院"), ("B", "第二医院")):
        hospital = Department.objects.create(name=name, code=code, kind="hospital", parent=group)
        found[hospital.pk] = [
            Department.objects.create(name=f"{name}{number:02}科", code=f"{code}{number:02}", parent=hospital)
            for number in range(1, 41)
        ]
    return found


def _staff(places: dict[int, list[Department]]) -> dict[int, list[int]]:
    """People of each department, and `quinn` (quality office), `hugo` (head) and `nina` (nurse) of the big hospital."""
    staff: dict[int, list[int]] = {}
    for hospital, departments in places.items():
        for department in departments:
            people = User.objects.bulk_create(
                User(username=f"{department.code}-{number:02}", name=f"员工{number:02}", department=department)
                for number in range(STAFF_PER_DEPARTMENT)
            )
            staff[department.pk] = [person.pk for person in people]
            Duty.objects.create(person=people[0], role="head", department=department)
            Duty.objects.create(person=people[1], role="head_nurse", department=department)
            Duty.objects.bulk_create(Duty(person=nurse, role="nurse", department=department) for nurse in people[2:])
        Duty.objects.create(person=people[0], role="quality_office", department_id=hospital)
    icu = next(iter(places.values()))[0]
    for username, role, place in (
        ("quinn", "quality_office", icu.parent_id),
        ("hugo", "head", icu.pk),
        ("nina", "nurse", icu.pk),
    ):
        person = User.objects.create(username=username, name=username.title(), department=icu)
        Duty.objects.create(person=person, role=role, department_id=place)
        staff[icu.pk].append(person.pk)
    return staff


class _Register:
    """What one report after the other leaves in the tables."""

    def __init__(self, chance: random.Random, places: dict, staff: dict[int, list[int]], incidents: int) -> None:
        self.chance, self.staff, self.incidents = chance, staff, incidents
        self.hospital_of = {place.pk: hospital for hospital, places_ in places.items() for place in places_}
        self.code_of = dict(Department.objects.filter(kind="hospital").values_list("pk", "code"))
        self.office_of = {pk: _office(pk) for pk in self.code_of}
        self.narratives = [case.narrative for case in plan(hospitals()[0], min(incidents, NARRATIVES), UNTIL, SEED)]
        self.departments = list(_drawn(chance, places, incidents))
        self.ids = itertools.count(1)
        self.action_ids = itertools.count(1)
        self.last: dict[str, int] = {}
        self.types = ContentType.objects.get_for_models(Incident, Finding, Transition, Action)
        self.records = Rows(
            Record, "id", "kind", "number", "title", "state", "is_closed", "department", "hospital", "author",
            "patient", "created_at", "due_at", "closed_at", "version",
        )  # fmt: skip
        self.own = Rows(
            Incident, "record_ptr", "category", "event_kind", "occurred_at", "place", "account", "immediate_action",
            "harm", "grade", "feedback",
        )  # fmt: skip
        self.facts = Rows(
            Fact, "incident", "hospital", "department", "month", "weekday", "hour", "category", "kind", "grade", "harm",
            "way", "reporter", "is_closed", "triaged_in", "closed_in",
        )  # fmt: skip
        self.findings = Rows(Finding, "record_ptr", "source", "detail")
        self.actions = Rows(Action, "id", "finding", "what", "owner", "due_on", "evidence", "done_on")
        self.transitions = Rows(Transition, "record", "step", "before", "after", "actor", "at")
        self.turns = Rows(Turn, "record", "role", "person", "department", "due_at")
        self.entries = Rows(
            Entry, "content_type", "object_pk", "object_id", "object_repr", "action", "changes", "actor", "timestamp",
            "salt", "cid",
        )  # fmt: skip
        self.found_by: list[tuple[int, str]] = []

    def fill(self) -> None:
        started, end = time.monotonic(), now() - timedelta(minutes=5)
        step = timedelta(days=365 * YEARS) / self.incidents
        self.patients = self._patients()
        for first in range(0, self.incidents, CHUNK):
            for place in range(first, min(first + CHUNK, self.incidents)):
                self._report(place, end - step * (self.incidents - place))
            self._write()
            print(
                f"\r{min(first + CHUNK, self.incidents):>10,} incidents  {time.monotonic() - started:5.0f} s",
                end="",
                file=sys.stderr,
                flush=True,
            )
        insert("sequences_sequence", ["name", "last"], list(self.last.items()))
        print(file=sys.stderr)

    def _patients(self) -> dict[int, list[int]]:
        """A third as many as reports; numbers of the hospital's own."""
        rows = Rows(Patient, "id", "hospital", "number", "sex", "birth_year")
        found: dict[int, list[int]] = {pk: [] for pk in self.code_of}
        for pk in range(1, self.incidents // 3 + 10):
            hospital = self.chance.choices(list(found), [BIG_SHARE, 1 - BIG_SHARE])[0]
            rows.add(pk, hospital, f"{10_000_000 + pk}", "female" if pk % 2 else "male", 1930 + pk % 90)
            found[hospital].append(pk)
        for pk, members in found.items():
            members or found[pk].append(1)
        with transaction.atomic():
            rows.write()
        return found

    def _report(self, place: int, at: datetime) -> None:
        chance, department = self.chance, self.departments[place]
        hospital = self.hospital_of[department]
        told_of = chance.choice(self.narratives)
        category, title = told_of.category, told_of.title
        pk, author, office = next(self.ids), chance.choice(self.staff[department]), self.office_of[hospital]
        state = self._state(place)
        grade, harm = chance.choice(_GRADED) if state in ("acting", "closed") else (None, "unknown")
        where, account, done = chance.choice(PLACES), told_of.account, chance.choice(DONE)
        if place % 50_000 == 777:
            account += RARE_WORD
        patient = chance.choice(self.patients[hospital]) if chance.random() < PATIENT_SHARE else None
        number = self._number("AE", hospital, at)
        took = timedelta(hours=chance.randint(1, 60))
        ends = at + timedelta(days=chance.randint(3, 40))
        closed_at = ends if state == "closed" else None
        due_at = None if closed_at else at + timedelta(days=1 if state == "reported" else 30)
        told = ("incidents", number, title, state, state == "closed", department, hospital, author, patient)
        self.records.add(pk, *told, _text(at), _text(due_at), _text(closed_at), 3)
        self.own.add(pk, category, _kind(grade), _text(at - timedelta(hours=3)), where, account, done, harm, grade,
                     "已整改并反馈" if closed_at else "")  # fmt: skip
        waited = round(took / HOUR) if state != "reported" else None
        days = round((ends - at) / DAY) if closed_at else None
        self._fact(pk, told, at - timedelta(hours=3), category, grade, harm, waited, days)
        self._index(pk, number, title, Category(category).label, where, account, done)
        facts = {"title": title, "account": account, "category": category, "department": department}
        entry = [Incident, pk, f"{number} {title}"]
        self._remember(entry, author, at, [("file", "", "reported")], facts)
        if state == "reported":
            self._turn(pk, department, due_at, "quality_office", "safety_office")
        elif state == "returned":
            self._remember(entry, office, at + took, [("send_back", "reported", "returned")])
            self.turns.add(pk, "", author, department, _text(due_at))
        else:
            self._remember(
                entry, office, at + took, [("confirm", "reported", "acting")], {"grade": grade, "harm": harm}
            )
            if chance.random() < (0.5 if state == "acting" else 0.15):
                self._finding(pk, told, at + took, ends, is_done=state == "closed")
        if state == "acting":
            self._turn(pk, department, due_at, "quality_office", "safety_office")
        if closed_at:
            self._remember(entry, office, ends, [("close", "acting", "closed")], {"feedback": "已整改并反馈"})

    def _fact(
        self, pk: int, told: tuple, at: datetime, category: str, grade: int | None, harm: str, *times: Any
    ) -> None:
        _, _, _, _, is_closed, department, hospital, _, _ = told
        there, way = localtime(at), self.chance.choices(("named", "sealed", "anonymous"), (80, 12, 8))[0]
        reporter = "nurse" if way == "named" else ""
        kind, month = _kind(grade), f"{there:%Y-%m}-01"
        told_of = (category, kind, grade, harm, way, reporter, is_closed)
        self.facts.add(pk, hospital, department, month, there.isoweekday(), there.hour, *told_of, *times)

    def _finding(self, source: int, told: tuple, at: datetime, ends: datetime, *, is_done: bool) -> None:
        _, _, _, _, _, department, hospital, _, patient = told
        chance, pk, office = self.chance, next(self.ids), self.office_of[hospital]
        owner, what, title = chance.choice(self.staff[department]), chance.choice(REPAIRS), chance.choice(TURNED_OUT)
        state = "closed" if is_done else chance.choice(("open", "acting", "acting", "verifying"))
        number = self._number("FD", hospital, at)
        due_at = None if is_done else at + timedelta(days=14)
        self.records.add(
            pk, "loop", number, title, state, is_done, department, hospital, office, patient, _text(at),
            _text(due_at), _text(ends) if is_done else None, 4,
        )  # fmt: skip
        self.findings.add(pk, source, what)
        self._index(pk, number, title, what)
        entry, way = [Finding, pk, f"{number} {title}"], _FINDING_WAYS[state]
        self._remember(entry, office, at, way, {"title": title, "source": source, "department": department})
        if state != "open":
            done = at + timedelta(days=7)
            action = next(self.action_ids), pk, what, owner, str(done.date())
            self.actions.add(
                *action, "已完成，见照片" if state != "acting" else "", str(done.date()) if state != "acting" else None
            )
            self._entry(Action, action[0], what, CREATE, owner, at, {"what": what, "owner": owner})
        if state == "open":
            self._turn(pk, department, due_at, "head", "head_nurse")
        elif state == "acting":
            self.turns.add(pk, "", owner, department, _text(due_at))
        elif state == "verifying":
            self._turn(pk, department, due_at, "quality_office")

    def _turn(self, record: int, department: int, due_at: datetime | None, *roles: str) -> None:
        for role in roles:
            self.turns.add(record, role, None, department, _text(due_at))

    def _remember(self, entry: list, actor: int, at: datetime, way: Any, facts: dict[str, Any] | None = None) -> None:
        model, pk, name = entry
        for step, before, after in way:
            self.transitions.add(pk, step, before, after, actor, _text(at))
            self._entry(
                Transition, pk, f"{step}: {before} → {after}", CREATE, actor, at, {"step": step, "after": after}
            )
        changes = {**(facts or {}), "state": way[-1][2]}
        self._entry(model, pk, name, CREATE if way[0][0] == "file" else UPDATE, actor, at, changes)

    def _entry(self, model: Any, pk: int, name: str, action: int, actor: int, at: datetime, facts: dict) -> None:
        changes = json.dumps({field: [None, value] for field, value in facts.items()}, ensure_ascii=False)
        salt = f"{self.chance.getrandbits(128):032x}"
        self.entries.add(self.types[model].pk, pk, pk, name, action, changes, actor, _text(at), salt, salt[:8])

    def _index(self, pk: int, *texts: str) -> None:
        self.found_by.append((pk, index_tokens([word for text in texts for word in _words(text)])))

    def _state(self, place: int) -> str:
        """Nearly all of the newest twentieth is open, and a few old ones are still."""
        is_new = place > self.incidents * (1 - SHARE_OPEN)
        if self.chance.random() < (0.95 if is_new else 0.003):
            return self.chance.choice(("reported", "reported", "reported", "returned", *["acting"] * 8))
        return "closed"

    def _number(self, prefix: str, hospital: int, at: datetime) -> str:
        series = f"{prefix}-{self.code_of[hospital]}-{at.year}"
        self.last[series] = self.last.get(series, 0) + 1
        return f"{series}-{self.last[series]:05}"

    def _write(self) -> None:
        # The records last: the database refuses to add to what is closed.
        first = (self.own, self.facts, self.actions, self.findings, self.transitions, self.turns, self.entries)
        with transaction.atomic():
            for table in (*first, self.records):
                table.write()
            insert("records_search", ["record_id" if _POSTGRESQL else "rowid", "tokens"], self.found_by)
        self.found_by.clear()


_POSTGRESQL = connection.vendor == "postgresql"
_GRADED = [(1, "severe")] + [(2, "moderate")] * 8 + [(2, "low")] * 15 + [(3, "none")] * 50 + [(4, "none")] * 26
_FILE = ("file", "", "open")
_FINDING_WAYS = {
    "open": [_FILE],
    "acting": [_FILE, ("plan", "open", "acting")],
    "verifying": [_FILE, ("plan", "open", "acting"), ("report_done", "acting", "verifying")],
    "closed": [
        _FILE,
        ("plan", "open", "acting"),
        ("report_done", "acting", "verifying"),
        ("accept", "verifying", "closed"),
    ],
}
_known_words: dict[str, list[str]] = {}


def _kind(grade: int | None) -> str:
    return "near_miss" if grade == 4 else "incident"


def _words(text: str) -> list[str]:
    """`words_of`, remembered for the sentences that return."""
    known = _known_words.get(text)
    if known is None:
        known = words_of(text)
        if len(_known_words) < 100_000:
            _known_words[text] = known
    return known


def index_tokens(words: list[str]) -> str:
    if _POSTGRESQL:
        return " ".join(f"'{word}':{place}" for place, word in enumerate(words, 1))
    return " ".join(words)


def _text(at: datetime | None) -> str | None:
    """As SQLite has it; PostgreSQL is told that it is UTC."""
    return f"{at:%Y-%m-%d %H:%M:%S.%f}{'+00' if _POSTGRESQL else ''}" if at else None


def _office(hospital: int) -> int:
    return Duty.objects.filter(role="quality_office", department_id=hospital).earliest("pk").person_id


def _drawn(chance: random.Random, places: dict[int, list[Department]], count: int) -> Iterator[int]:
    """A department for each report: the busiest has about six times as many as the quietest."""
    weighted = [
        (department.pk, share * (1 / (place + 8)))
        for departments, share in zip(places.values(), (BIG_SHARE, 1 - BIG_SHARE), strict=True)
        for place, department in enumerate(departments)
    ]
    yield from chance.choices([pk for pk, _ in weighted], [weight for _, weight in weighted], k=count)


if __name__ == "__main__":
    if sys.argv[1:] in (["demo"], ["small-demo"]):
        load(sizes=SIZES if sys.argv[1] == "demo" else SMALL_DEMO, stays=0)
    else:
        make(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
