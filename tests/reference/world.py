"""A world with one record for every relation in which a person can stand to it, in every state that a deed needs.

A new kind of record is added to KINDS: how it comes into each of its states, and what its deeds are told.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

import given
from zhian.check.incidents import services as incidents
from zhian.check.incidents.codes import Grade, Harm, Voice
from zhian.check.incidents.models import Receipt
from zhian.check.incidents.services import analysis as analyses
from zhian.check.indicators.services import alerts, own, returns
from zhian.engines.workflow import FILE
from zhian.kernel.loop import services as loop
from zhian.kernel.moment import now, today
from zhian.kernel.months import later, month_of
from zhian.kernel.patients.services import refer_to
from zhian.kernel.people.models import ADMINISTRATORS, Role
from zhian.kernel.records import unsealing
from zhian.kernel.records.models import Attachment, Record

NOBODY = "nobody"  # an account without any duty
WHOLE_HOSPITAL = {Role.QUALITY_OFFICE, Role.SAFETY_OFFICE, Role.COMMITTEE, Role.LEADER, Role.AUDITOR, *ADMINISTRATORS}
ROLES = [NOBODY, *Role.values]

# A rule is Python and answers alike on every database; what deeds write may not. These do all that anybody may do.
ON_EACH_DATABASE = [Role.HEAD, Role.QUALITY_OFFICE, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN]
EACH_ROLE = [role if role in ON_EACH_DATABASE else pytest.param(role, marks=pytest.mark.alike) for role in ROLES]

OWN, ACTION, HERE, THERE, AWAY, CLOSED = "own", "own_action", "here", "there", "away", "closed"
RELATIONS = [OWN, ACTION, HERE, THERE, AWAY, CLOSED]


@dataclass(frozen=True)
class Kind:
    """What the matrix must know of a kind of record."""

    address: str
    make: Callable  # (world, state, place, author=, owner=) → the record
    usual: str  # the state in which the deeds beside the steps are tried
    closed: str
    relations: list[str]
    told: dict[str, Any] = field(default_factory=dict)  # what the facts of a new one are
    steps: dict[str, dict] = field(default_factory=dict)  # what a step is told, where that is more than a note
    words: tuple[str, ...] = ("Matrix",)  # one of them stands in every title
    states: dict[str, str] = field(default_factory=dict)  # deed → the state it needs, where that is not the usual one


class World:
    """Two hospitals, two departments in the first, and in each department a writer and an office that watches."""

    def __init__(self) -> None:
        self.hospital = given.a_hospital("First hospital", "FIRST")
        self.here = given.a_department("Here", under=self.hospital)
        self.there = given.a_department("There", under=self.hospital)
        self.away = given.a_department("Away", under=given.a_hospital("Second hospital", "SECOND"))
        self.writers, self.offices = {}, {}
        for place in (self.here, self.there, self.away):
            self.writers[place] = given.a_person(f"writer-{place.code}", place)
            self.offices[place] = given.a_person(f"office-{place.code}", place, "quality_office", over=place.hospital)
        self.made: dict[tuple, Record] = {}
        self.months = 0

    def person(self, role: str):
        """Somebody who works here and has just this role."""
        over = self.hospital if role in WHOLE_HOSPITAL else self.here
        return given.a_person(f"the-{role}", self.here, "" if role == NOBODY else role, over=over)

    def record(self, kind: str, state: str, relation: str, person) -> Record:
        """The record of this kind in this state to which the person stands so; one for all whom it does not know."""
        key = (kind, state, relation, person if relation in (OWN, ACTION) else None)
        if key not in self.made:
            self.made[key] = self._make(kind, state, relation, person)
        return self.made[key]

    def spare(self, person) -> Record:
        """One of the person's own, to which others can be linked."""
        return self.record("incidents", "returned", OWN, person)

    def _make(self, kind: str, state: str, relation: str, person) -> Record:
        place = {THERE: self.there, ACTION: self.there, AWAY: self.away}.get(relation, self.here)
        writer = self.writers[place]
        author, owner = (person if relation == OWN else writer), (person if relation == ACTION else writer)
        return KINDS[kind].make(self, state, place, author=author, owner=owner)

    def next_month(self):
        """Each return of the world is of a month of its own."""
        self.months += 1
        return later(month_of(today()), -self.months)

    def next_code(self) -> str:
        self.months += 1
        return f"OWN-{self.months}"

    def place(self, relation: str):
        return {THERE: self.there, AWAY: self.away}.get(relation, self.here)


def an_incident(world: World, state: str, place, *, author, owner):
    office = world.offices[place]
    told = {"department": place, "title": "Matrix", "patient": a_patient(place.hospital)}
    fall = given.a_fall(by=author, is_sealed=state in ("sealed", "asked"), **told)
    with_a_file(fall)
    Receipt.objects.create(incident=fall, key=fall.number, voice=Voice.STAFF)
    if state == "asked":
        unsealing.ask(fall, actor=office, reason="Which pump?")
    if state == "returned":
        incidents.send_back(fall, actor=office, note="Which room?")
    if state == "on_hold":
        incidents.hold(fall, actor=office, note="The police are asked", until=today() + timedelta(days=9))
    if state in ("acting", "closed"):
        incidents.confirm(fall, actor=office, grade=Grade.NO_HARM, harm=Harm.NONE)
    if state == "closed":
        incidents.close(fall, actor=office, feedback="Thank you", no_lesson="Known")
    return fall


def a_finding(world: World, state: str, place, *, author, owner):
    office = world.offices[place]
    source = world.record("incidents", "acting", {world.there: THERE, world.away: AWAY}.get(place, HERE), None)
    finding = loop.raise_finding(source, title="Matrix", actor=author, department=place)
    with_a_file(finding)
    if state != "open":
        given.a_planned_finding(finding, by=office, owner=owner)
    if state in ("done", "verifying", "closed"):
        loop.complete(finding.actions.get(), actor=owner, evidence="Done, see the photo")
        finding.refresh_from_db()
    if state in ("verifying", "closed"):
        loop.report_done(finding, actor=owner)
    if state == "closed":
        loop.accept(finding, actor=office)
    return finding


def an_analysis(world: World, state: str, place, *, author, owner):
    """The author only wrote it down: the lead is somebody else, or every author would be in the team."""
    office = world.offices[place]
    fall = an_incident(world, "acting", place, author=world.writers[place], owner=owner)
    analysis = given.an_analysis(fall, by=office, lead=office)
    Record.objects.filter(pk=analysis.pk).update(author=author)
    analysis.refresh_from_db()
    with_a_file(analysis)
    given.a_factor(analysis, by=office)
    given.a_recommendation(analysis, by=office)
    if state != "planned":
        analyses.begin(analysis, actor=office)
    if state == "finished":
        analyses.finish(analysis, actor=office, conclusion="Rails")
    if state == "dropped":
        analyses.drop(analysis, actor=office, note="Not needed")
    return analysis


def an_alert(world: World, state: str, place, *, author, owner):
    alert = given.an_alert(place)
    with_a_file(alert)
    if state != "new":
        alerts.acknowledge(alert, actor=world.offices[place])
    if state == "closed":
        alerts.close(alert, actor=world.offices[place], note="A new code")
    return alert


def a_return(world: World, state: str, place, *, author, owner):
    monthly = given.a_return(place, month=world.next_month())
    with_a_file(monthly)
    office = world.offices[place]
    if state != "filling":
        given.fill(monthly, by=office)
    if state in ("review", "reviewed"):
        returns.hand_in(monthly, actor=office)
    if state == "reviewed":
        returns.review(monthly, actor=given.a_person(f"second-{monthly.number}", place, "quality_office"))
    return monthly


def an_own_indicator(world: World, state: str, place, *, author, owner):
    """The author only wrote it down, who proposes it is somebody else of the office."""
    office = world.offices[place]
    made = given.an_own_indicator(by=office, place=place, code=world.next_code())
    Record.objects.filter(pk=made.pk).update(author=author)
    made.refresh_from_db()
    with_a_file(made)
    if state != "draft":
        own.propose(made, actor=given.a_person(f"proposer-{made.number}", place, "quality_office"))
    if state in ("in_force", "retired"):
        own.approve(made, actor=given.a_person(f"approver-{made.number}", place, "quality_office"))
    if state == "retired":
        own.retire(made, actor=office, note="Not used")
    return made


def with_a_file(record: Record) -> None:
    """As if it had been attached; to look into it would take most of the time of these tests."""
    path = default_storage.save("note", ContentFile(b"Rails"))
    told = {"name": "note.txt", "content_type": "text/plain", "size": 5, "sha256": "0", "added_by": record.author}
    Attachment.objects.bulk_create([Attachment(record_id=record.pk, key=f"key-{record.pk}", path=path, **told)])


def a_patient(hospital):
    return refer_to(hospital, "4711")


KINDS = {
    "incidents": Kind(
        "incidents",
        an_incident,
        usual="reported",
        closed="closed",
        relations=[OWN, HERE, THERE, AWAY, CLOSED],
        told={
            "category": "FALL",
            "event_kind": "incident",
            "title": "Matrix",
            "account": "Found on the floor",
            "harm": "none",
        },
        steps={
            "confirm": {"grade": 3, "harm": "none"},
            "hold": {"until": (today() + timedelta(days=9)).isoformat()},
            "reassign": {"officer": "office-HERE"},
            "close": {"feedback": "Thank you", "no_lesson": "Known"},
        },
        states={
            "raise_finding": "acting",
            "analyse": "acting",
            "write_lesson": "acting",
            "ask_unsealing": "sealed",
            "decide_unsealing": "asked",
        },
    ),
    "analysis": Kind(
        "incidents/analyses",
        an_analysis,
        usual="going",
        closed="finished",
        relations=[OWN, HERE, THERE, AWAY, CLOSED],
        told={
            "title": "Matrix",
            "method": "rca",
            "question": "Why?",
            "frame": "london",
            "begin_by": "2026-01-02",
            "finish_by": "2026-03-01",
        },
        steps={"finish": {"conclusion": "Rails", "why_no_action": "Done already"}},
    ),
    "alerts": Kind(
        "indicators/alerts",
        an_alert,
        usual="looking",
        closed="closed",
        relations=[HERE, THERE, AWAY, CLOSED],
        words=("跌倒",),
        steps={"hand_over": {"owner": "office-HERE"}},
    ),
    "returns": Kind(
        "indicators/returns",
        a_return,
        usual="filling",
        closed="reviewed",
        relations=[HERE, THERE, AWAY, CLOSED],
        words=("Here", "There", "Away"),
        states={"hand_in": "filled"},
    ),
    "own_indicators": Kind(
        "indicators/own",
        an_own_indicator,
        usual="draft",
        closed="retired",
        relations=[OWN, HERE, THERE, AWAY, CLOSED],
        words=("长住院",),
        told={"definition": given.AN_INDICATOR},
    ),
    "loop": Kind(
        "loop",
        a_finding,
        usual="acting",
        closed="closed",
        relations=[OWN, ACTION, HERE, THERE, AWAY, CLOSED],
        states={"report_done": "done"},  # acting, with nothing left to do
    ),
}


def moment() -> str:
    return now().strftime("%Y-%m-%dT00:00:00")


def action_of(owner) -> dict[str, str]:
    return {"what": "Rails up", "kind": "corrective", "owner": owner.username, "due_on": today().isoformat()}


@cache
def workflow_of(kind: str):
    return Record.kinds[kind].workflow


def is_step(kind: str, deed: str) -> bool:
    return deed != FILE and deed in workflow_of(kind).steps
