"""Deeds as they are done: through the program's own services, with everybody told and everything checked."""

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from zhian.check.incidents import services as incidents
from zhian.check.incidents.codes import KnownAs
from zhian.check.incidents.models import Incident
from zhian.check.incidents.services.answers import answer_questions
from zhian.check.incidents.services.lessons import publish_lesson, write_lesson
from zhian.kernel.audit.acting import acting
from zhian.kernel.loop import services as loop
from zhian.kernel.loop.models import Action, Finding
from zhian.kernel.patients.models import Patient
from zhian.kernel.people.models import User
from zhian.kernel.records import deeds, uploads
from zhian.kernel.records.models import Authorship, LinkKind, Opening, Record
from zhian.kernel.records.services import edit

from .deadlines import call_at_once


class Lived:
    """What people of the demo do now. `Written` has the same deeds for what is long past."""

    def report(self, incident: Incident, *, actor: User, patient: Patient | None, way: str) -> Incident:
        if patient:
            with acting(actor if way == Authorship.NAMED else None):
                patient.save()
        known_as = KnownAs.NAMED if way == Authorship.NAMED else KnownAs.PROTECTED
        return incidents.report(
            incident, actor=actor, patient_number=patient.number if patient else "", known_as=known_as
        )

    def answer_questions(self, incident: Incident, *, actor: User, told: Mapping[str, Any]) -> None:
        answer_questions(incident, actor=actor, version=0, told=told)

    def send_back(self, incident: Incident, *, actor: User, note: str) -> None:
        incidents.send_back(incident, actor=actor, note=note)

    def answer(self, incident: Incident, *, actor: User, note: str, account: str) -> None:
        incident.refresh_from_db()
        edit(incident, version=incident.version, changes={"account": account}, actor=actor)
        incidents.resubmit(incident, actor=actor, note=note)

    def hold(self, incident: Incident, *, actor: User, note: str, until: date) -> None:
        incidents.hold(incident, actor=actor, note=note, until=until)

    def mark_duplicate(self, incident: Incident, *, actor: User, note: str, original: Incident) -> None:
        incidents.mark_duplicate(incident, actor=actor, note=note, original=original)

    def mark_not_reportable(self, incident: Incident, *, actor: User, note: str) -> None:
        incidents.mark_not_reportable(incident, actor=actor, note=note)

    def confirm(self, incident: Incident, *, actor: User, finding: str, **told: Any) -> Finding | None:
        incidents.confirm(incident, actor=actor, finding=finding, **told)
        return incident.findings.get() if finding else None

    def report_on(self, incident: Incident, *, actor: User, rng: Random) -> None:
        call_at_once(incident, actor, rng)

    def plan(self, finding: Finding, *, actor: User, actions: Sequence[Mapping[str, Any]]) -> list[Action]:
        loop.plan(finding, actor=actor, actions=actions)
        return list(finding.actions.all())

    def complete(self, action: Action, *, actor: User, evidence: str) -> None:
        loop.complete(action, actor=actor, evidence=evidence)

    def report_done(self, finding: Finding, *, actor: User) -> None:
        loop.report_done(finding, actor=actor)

    def accept(self, finding: Finding, *, actor: User, note: str) -> None:
        loop.accept(finding, actor=actor, note=note)

    def reject(self, finding: Finding, *, actor: User, note: str) -> None:
        loop.reject(finding, actor=actor, note=note)

    def withdraw(self, finding: Finding, *, actor: User, note: str) -> None:
        loop.withdraw(finding, actor=actor, note=note)

    def teach(self, incident: Incident, *, actor: User, told: Mapping[str, str]) -> None:
        publish_lesson(write_lesson(incident, actor=actor, told=told, is_checked=True), actor=actor)

    def close(self, incident: Incident, *, actor: User, feedback: str, no_lesson: str) -> None:
        incidents.close(incident, actor=actor, feedback=feedback, no_lesson=no_lesson)

    def reopen(self, incident: Incident, *, actor: User, note: str) -> None:
        incidents.reopen(incident, actor=actor, note=note)

    def comment(self, record: Record, *, actor: User, text: str) -> None:
        deeds.comment(record, actor=actor, text=text)

    def link(self, record: Record, *, actor: User, other: Record) -> None:
        deeds.link(record, actor=actor, other=other, kind=LinkKind.RELATED)

    def open(self, record: Record, *, reader: User) -> None:
        deeds.note_opening(record, reader=reader, what=Opening.What.RECORD)

    def attach(self, record: Record, *, actor: User, file: uploads.Clean) -> bool:
        """Says that the file is kept; `Written` keeps none."""
        deeds.attach(record, actor=actor, attachments=[file])
        return True
