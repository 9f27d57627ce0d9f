"""Deeds of long ago: written down as they left their traces, thousands at once."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from django.conf import settings

from zhian.check.incidents.codes import Voice
from zhian.check.incidents.models import Answers, Detail, Edition, Fact, Incident, Receipt
from zhian.check.incidents.models.detail import details_of
from zhian.check.incidents.models.fact import fact_of, reporter_of
from zhian.check.incidents.models.lesson import Lesson
from zhian.check.incidents.services.answers import settle
from zhian.check.incidents.services.editions import edition_for, keep
from zhian.check.incidents.services.sac import judge
from zhian.check.incidents.workflow import UNCOUNTED
from zhian.kernel.loop.models import Action, Finding
from zhian.kernel.moment import now, today
from zhian.kernel.patients.models import Patient
from zhian.kernel.people.models import Department, User
from zhian.kernel.records import seals, uploads
from zhian.kernel.records.models import Authorship, Comment, Link, LinkKind, Opening, Record
from zhian.kernel.records.past import Past
from zhian.kernel.records.services import end_of_day

from .deadlines import reported


class Written:
    """The deeds of `Lived`, as rows. Whoever tells them keeps the order of the steps."""

    def __init__(self) -> None:
        self.past = Past()
        self.incidents: list[Incident] = []
        self.sealed: list[tuple[Incident, User]] = []
        self.answers: list[Answers] = []
        self.triaged_in: dict[int, int] = {}
        self.actions: dict[int, list[Action]] = {}
        self.editions: dict[tuple[int, str], Edition] = {}

    def write(self) -> None:
        """Put all of it into the tables, with what the figures count. Who sealed a report long ago is forgotten."""
        old = now() - timedelta(days=settings.SEAL_DAYS)
        for incident, _author in self.sealed:
            if incident.closed_at and incident.closed_at < old:
                incident.author_seal = Authorship.DESTROYED
        self.past.write()
        for incident, author in self.sealed:
            if incident.author_seal != Authorship.DESTROYED:
                seals.keep_identity(incident, author)
        Fact.objects.bulk_create(
            (
                fact_of(incident, reporter=reporter_of(incident), triaged_in=self.triaged_in.get(incident.pk))
                for incident in self.incidents
                if incident.state not in UNCOUNTED
            ),
            batch_size=500,
        )
        counted = {incident.pk for incident in self.incidents if incident.state not in UNCOUNTED}
        told = (each for each in self.answers if each.incident_id in counted)
        Detail.objects.bulk_create((row for each in told for row in details_of(each.incident_id, each)), batch_size=500)

    def report(self, incident: Incident, *, actor: User, patient: Patient | None, way: str) -> Incident:
        hand = actor if way == Authorship.NAMED else None
        if way == Authorship.SEALED:
            seals.seal(incident, actor)
            self.sealed.append((incident, actor))
        if patient:
            incident.patient = self.past.keep(patient, actor=hand)
        self.incidents.append(incident)
        self.past.file(incident, actor=hand)
        if way == Authorship.ANONYMOUS:
            key = sha256(secrets.token_bytes(32)).hexdigest()  # the code itself is with nobody
            self.past.keep(Receipt(incident_id=incident.pk, key=key, voice=Voice.STAFF), actor=None)
        return incident

    def answer_questions(self, incident: Incident, *, actor: User, told: Mapping[str, Any]) -> None:
        edition = self._edition_for(incident.hospital, incident.category)
        answers = Answers(incident=incident, edition=edition, name=edition.name, at=now())
        answers.by = None if incident.author_seal else actor
        settle(answers, edition.questionnaire, told)
        self.past.keep(answers, actor=answers.by)
        self.answers.append(answers)

    def send_back(self, incident: Incident, *, actor: User, note: str) -> None:
        self._take_up(incident)
        self.past.take(incident, "send_back", actor=actor, note=note)

    def answer(self, incident: Incident, *, actor: User, note: str, account: str) -> None:
        hand = None if incident.author_seal else actor
        self.past.change(incident, actor=hand, account=account, version=incident.version + 1)
        self.past.take(incident, "resubmit", actor=hand, note=note)

    def hold(self, incident: Incident, *, actor: User, note: str, until: date) -> None:
        self._take_up(incident)
        self.past.take(incident, "hold", actor=actor, note=note, held_until=until, due_at=end_of_day(until))

    def mark_duplicate(self, incident: Incident, *, actor: User, note: str, original: Incident) -> None:
        self._take_up(incident)
        self._join(incident, original, LinkKind.DUPLICATE, actor)
        self.past.take(incident, "mark_duplicate", actor=actor, note=note, duplicate_of=original)

    def mark_not_reportable(self, incident: Incident, *, actor: User, note: str) -> None:
        self._take_up(incident)
        self.past.take(incident, "mark_not_reportable", actor=actor, note=note, feedback=note)

    def confirm(
        self,
        incident: Incident,
        *,
        actor: User,
        finding: str,
        sac_severity: str = "",
        sac_frequency: str = "",
        **told: Any,
    ) -> Finding | None:
        self._take_up(incident)
        judged = Incident(hospital=incident.hospital, harm=told["harm"])
        judge(judged, frequency=sac_frequency, severity=sac_severity)
        sac = {name: getattr(judged, name) for name in ("sac", "sac_frequency", "sac_severity", "sac_version")}
        self.past.take(incident, "confirm", actor=actor, officer=actor, graded_at=now(), **sac, **told)
        if not finding:
            return None
        found = Finding(source_id=incident.pk, title=finding, department=incident.department, patient=incident.patient)
        found.is_confidential = incident.is_confidential
        return self.past.file(found, actor=actor)

    def report_on(self, incident: Incident, *, actor: User, rng: Random) -> None:
        for row in reported(incident, actor, rng):
            self.past.keep(row, actor=actor)

    def plan(self, finding: Finding, *, actor: User, actions: Sequence[Mapping[str, Any]]) -> list[Action]:
        agreed = [self.past.keep(Action(finding_id=finding.pk, **action), actor=actor) for action in actions]
        self.actions[finding.pk] = agreed
        self.past.take(finding, "plan", actor=actor, due_at=end_of_day(max(action.due_on for action in agreed)))
        return agreed

    def complete(self, action: Action, *, actor: User, evidence: str) -> None:
        self.past.change(action, actor=actor, evidence=evidence, done_on=today())

    def report_done(self, finding: Finding, *, actor: User) -> None:
        self.past.take(finding, "report_done", actor=actor)

    def accept(self, finding: Finding, *, actor: User, note: str) -> None:
        self.past.take(finding, "accept", actor=actor, note=note)

    def reject(self, finding: Finding, *, actor: User, note: str) -> None:
        for action in self.actions[finding.pk]:
            self.past.change(action, actor=actor, done_on=None)
        self.past.take(finding, "reject", actor=actor, note=note)

    def withdraw(self, finding: Finding, *, actor: User, note: str) -> None:
        self.past.take(finding, "withdraw", actor=actor, note=note)

    def teach(self, incident: Incident, *, actor: User, told: Mapping[str, str]) -> None:
        lesson = Lesson(incident=incident, hospital=incident.hospital, category=incident.category, **told)
        lesson.written_by = lesson.published_by = actor
        lesson.written_at = lesson.published_at = now()
        self.past.keep(lesson, actor=actor)

    def close(self, incident: Incident, *, actor: User, feedback: str, no_lesson: str) -> None:
        self.past.take(incident, "close", actor=actor, feedback=feedback, no_lesson=no_lesson)

    def reopen(self, incident: Incident, *, actor: User, note: str) -> None:
        self.past.take(incident, "reopen", actor=actor, note=note, no_lesson="")

    def comment(self, record: Record, *, actor: User, text: str) -> None:
        hand = None if record.is_sealed_for(actor) else actor
        self.past.keep(Comment(record_id=record.pk, author=hand, text=text, at=now()), actor=hand)

    def link(self, record: Record, *, actor: User, other: Record) -> None:
        self._join(record, other, LinkKind.RELATED, actor)

    def open(self, record: Record, *, reader: User) -> None:
        if record.is_confidential:
            opening = Opening(record_id=record.pk, reader=reader, what=Opening.What.RECORD, at=now())
            self.past.keep(opening, actor=reader)

    def attach(self, record: Record, *, actor: User, file: uploads.Clean) -> bool:
        """Says that it is not kept: the files of thousands of cases would fill the disk of a demo."""
        return False

    def _edition_for(self, hospital: Department, category: str) -> Edition:
        """The questions of today, which stay the same as long as the story is told."""
        key = hospital.pk, category
        if key not in self.editions:
            self.editions[key] = keep(edition_for(hospital, category))
        return self.editions[key]

    def _take_up(self, incident: Incident) -> None:
        """The first deed of the office says how long the triage took."""
        self.triaged_in.setdefault(incident.pk, round((now() - incident.created_at).total_seconds() / 3600))

    def _join(self, record: Record, other: Record, kind: str, actor: User) -> None:
        joined = Link(record=record, other=other, kind=kind, added_by=actor, added_at=now())
        self.past.keep(joined, actor=actor)
