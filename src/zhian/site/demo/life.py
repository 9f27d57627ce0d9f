"""One incident's life, done by the people who would really do it: lived now, or written down as long past."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from importlib.resources import files
from math import inf
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

from zhian.check.incidents.codes import Frequency, Grade
from zhian.check.incidents.models import Incident
from zhian.check.incidents.services.sac import suggested_severity
from zhian.kernel.loop.models import Action, ActionKind, Finding
from zhian.kernel.moment import today
from zhian.kernel.patients.models import Patient, Sex
from zhian.kernel.people.models import User
from zhian.kernel.records import uploads
from zhian.kernel.records.models import Record

from .answering import answers_to
from .cases import Case
from .cast import Cast
from .lived import Lived
from .names import Names
from .narratives import lessons, words
from .written import Written

NEVER = inf
ANSWERED = 0.6  # of the reporters go on to the questions of their category
SEXES = {"男": Sex.MALE, "女": Sex.FEMALE}
GENERATIONS = ((55, "senior"), (30, "middle"), (0, "junior"))


class Life:
    """Yields the hours until the next deed; between two yields somebody does something.

    `number` counts the hospital's cases; `met` remembers the last incident of each planted pattern.
    """

    incident: Incident
    earlier: Incident | None  # the other report of the same event, else the last one of the same department
    finding: Finding | None = None
    is_taught = False
    actions: list[Action]

    def __init__(
        self, number: int, case: Case, cast: Cast, rng: Random, met: dict[str, Incident], do: Lived | Written
    ) -> None:
        self.number, self.do = number, do
        self.case, self.told, self.course = case, case.narrative, case.course
        self.cast, self.rng, self.met = cast, rng, met
        hospital, unit = case.unit.hospital, case.unit.code
        self.author = cast.people[case.author.number]
        self.officer = cast.office(hospital, rng, but=[self.author])
        self.leader = cast.one(rng, ("leader", hospital))
        self.planner = cast.one(rng, ("head_nurse", unit), ("head", unit))
        team = [("head_nurse", unit), ("head", unit), ("department_quality", unit), ("nurse", unit), ("doctor", unit)]
        self.owners = [self.planner, cast.one(rng, *team), cast.one(rng, *team)]
        self.verifier = cast.office(hospital, rng, but=self.owners)

    def goes_on(self) -> Iterator[float]:
        """From the report, which comes first, to the closing."""
        self._report()
        yield self._wait("reported", self.course.read_after)
        if self.course.sent_back:
            self._send_back()
            yield self._wait("returned", self.course.answered_after)
            self._answer()
            yield self.course.read_after
        if self.course.stops_at in ("on_hold", "duplicate", "not_reportable"):
            self._settle_early(self.course.stops_at)
            return
        self._confirm()
        self.do.report_on(self.incident, actor=self.officer, rng=self.rng)
        if self.finding:
            yield from self._repair(self.finding)
        yield self._wait("verified", self.course.closed_after)
        self._close()
        if self.course.reopened:
            yield 100
            self.do.reopen(self.incident, note=self._say("reopenings"), actor=self.officer)
            yield 50
            self._close()

    def _repair(self, finding: Finding) -> Iterator[float]:
        yield self._wait("open", self.course.planned_after)
        if self.course.withdrawn:
            self.do.withdraw(finding, note=self._say("withdrawals"), actor=self.officer)
            return
        self._plan(finding)
        yield from self._act(finding)
        if self.course.rejected:
            yield self.course.verified_after
            self.do.reject(finding, note=self.told.doubt, actor=self.verifier)
            yield from self._act(finding, again=True)
        yield self._wait("verifying", self.course.verified_after)
        self.do.accept(finding, note=self.told.effect, actor=self.verifier)

    def _act(self, finding: Finding, *, again: bool = False) -> Iterator[float]:
        """One action after the other, each shortly before it is due, or the last one late."""
        day = 0
        last = len(self.told.remedies) - 1
        for place, action in enumerate(self.actions):
            done = self._days(action.kind) + (self.course.days_late if place == last else -1)
            lying = place == last and self.course.stops_at == "acting"
            yield NEVER if lying else 30 if again else max(done - day, 1) * 24
            day = done
            self._complete(finding, action)
        self.do.report_done(finding, actor=self.planner)

    def _complete(self, finding: Finding, action: Action) -> None:
        proof = next(remedy.proof for remedy in self.told.remedies if remedy.what == action.what)
        if not self._hang(finding, action.owner, "proof", action.what + proof, chance=0.15):
            proof = proof.replace("见附件", "存科室备查")
        self.do.complete(action, evidence=proof, actor=action.owner)

    def _report(self) -> None:
        told = self.told
        incident = Incident(
            title=told.title,
            department=self.cast.places[self.case.unit.code],
            category=told.category,
            event_kind=told.kind,
            occurred_at=self.case.occurred_at,
            place=told.place,
            account=told.account,
            immediate_action=told.done,
            harm=told.harm,
        )
        self.incident = self.do.report(incident, patient=self._patient(), actor=self.author, way=self.case.way)
        self._answer_questions()
        about = self.case.twin or self.case.unit.code
        self.earlier = self.met.get(about)
        self.met[about] = self.incident
        if self.case.way == "named":
            self._hang(self.incident, self.author, "account", told.account, chance=0.3)

    def _answer_questions(self) -> None:
        told = answers_to(self.told)
        if told and self.case.way != "anonymous" and self.rng.random() < ANSWERED:
            self.do.answer_questions(self.incident, actor=self.author, told=told)

    def _patient(self) -> Patient | None:
        """The patient concerned, who is entered in the register first."""
        if not self.told.sex:
            return None
        generation = next(name for age, name in GENERATIONS if self.told.age >= age)
        return Patient(
            hospital=self.cast.places[self.case.unit.hospital],
            number=f"{self.case.occurred_at:%y}{self.number * 37 + 100_000}",
            sex=SEXES[self.told.sex],
            birth_year=self.case.occurred_at.year - self.told.age,
            name=Names(self.rng).draw(self.told.sex, generation),
        )

    def _send_back(self) -> None:
        self.do.send_back(self.incident, note=self.told.question, actor=self.officer)

    def _answer(self) -> None:
        account = f"{self.told.account}\n{self.told.answer}"
        self.do.answer(self.incident, note=self.told.answer, account=account, actor=self.author)

    def _settle_early(self, end: str) -> None:
        """Without a grade: it waits for others, or is no event of its own."""
        officer, note = self.officer, self._say(end)
        if end == "on_hold":
            until = today() + timedelta(days=30)
            self.do.hold(self.incident, actor=officer, note=note, until=until)
        elif end == "not_reportable":
            self.do.mark_not_reportable(self.incident, actor=officer, note=note)
        elif self.earlier:
            self.do.mark_duplicate(self.incident, actor=officer, note=note, original=self.earlier)

    def _confirm(self) -> None:
        told = self.told
        self.finding = self.do.confirm(
            self.incident,
            actor=self.officer,
            grade=told.grade,
            harm=told.harm,
            finding=told.finding if self.course.is_repaired else "",
            is_confidential=told.grade == Grade.SENTINEL or told.category == "VIOL",
            sac_severity=suggested_severity(Incident(harm=told.harm)),
            sac_frequency=self.rng.choices(Frequency.values, (30, 40, 20, 7, 3))[0],
        )
        self._link_to_the_pattern()
        self.do.open(self.incident, reader=self.leader)
        if self.finding:
            self._remark(self.incident, self.officer, "quality", f"@{self.planner.name} ")

    def _link_to_the_pattern(self) -> None:
        pattern = self.case.pattern
        if pattern in self.met:
            self.do.link(self.incident, other=self.met[pattern], actor=self.officer)
        if pattern:
            self.met[pattern] = self.incident

    def _plan(self, finding: Finding) -> None:
        agreed = [
            {
                "kind": remedy.kind,
                "what": remedy.what,
                "owner": owner,
                "due_on": today() + timedelta(days=self._days(remedy.kind)),
            }
            for remedy, owner in zip(self.told.remedies, self.owners, strict=False)
        ]
        self.actions = self.do.plan(finding, actions=agreed, actor=self.planner)
        self._remark(self.incident, self.planner, "head")

    def _close(self) -> None:
        no_lesson = "" if self._teach() else self._say("no_lesson")
        feedback = self.told.feedback if self.course.is_repaired and not self.course.withdrawn else self._say("settled")
        if self.case.way == "named":
            self._remark(self.incident, self.author, "author")
        self.do.close(self.incident, feedback=feedback, no_lesson=no_lesson, actor=self.officer)

    def _teach(self) -> bool:
        """Whether others learn from this case."""
        if self.finding is None or not self.case.teaches or self.is_taught:
            return False
        self.do.teach(self.incident, actor=self.officer, told=lessons()[self.told.repair])
        self.is_taught = True
        return True

    def _days(self, kind: str) -> int:
        """How long an action of this kind may take."""
        allowed = self.course.days_allowed
        return {ActionKind.IMMEDIATE.value: 3, ActionKind.CORRECTIVE.value: allowed * 2 // 3}.get(kind, allowed)

    def _wait(self, stage: str, hours: float) -> float:
        return NEVER if self.course.stops_at == stage else hours

    def _say(self, shelf: str) -> str:
        return self.rng.choice(words(shelf))

    def _remark(self, record: Record, who: User, shelf: str, to: str = "") -> None:
        if self.rng.random() < 0.2:
            self.do.comment(record, text=to + self.rng.choice(words("comments")[shelf]), actor=who)

    def _hang(self, record: Record, who: User, shelf: str, text: str, *, chance: float) -> bool:
        """Sometimes attach the paper that the text speaks of; says whether."""
        paper = next((paper for paper in words("papers")[shelf] if paper["word"] in text), None)
        if paper is None or self.rng.random() >= chance:
            return False
        return self.do.attach(record, file=_paper(paper["file"], paper["name"]), actor=who)


@cache
def _paper(file: str, name: str) -> uploads.Clean:
    """One of the demo's papers, looked into once as any file that is handed in."""
    content = files(__package__).joinpath("papers", file).read_bytes()
    return uploads.accept(SimpleUploadedFile(name, content))
