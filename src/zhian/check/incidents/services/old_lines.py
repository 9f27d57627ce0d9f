"""What one line of an old system's table says, by the mapping of that system; nothing is kept here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhian.kernel.moment import now
from zhian.kernel.people.models import Department
from zhian.kernel.web.mapping import Fact, Facts, Faults, moment_of, read

from ..codes import Category, Grade, Harm, Kind
from ..models import Batch, BatchLine, Incident, Origin, Outcome

TITLE = 80  # letters of the account that make a title where there is none
PLAIN = ("place", "category", "event_kind", "account", "immediate_action", "harm", "feedback")
KNOWN_STATES = {  # as Chinese systems say it
    **dict.fromkeys(("待审核", "待受理", "已上报", "未处理"), "reported"),
    **dict.fromkeys(("处理中", "整改中", "已审核", "已受理"), "acting"),
    **dict.fromkeys(("已结案", "结案", "已完成", "已归档", "已关闭"), "closed"),
}
HARMLESS = (str(Grade.NO_HARM.value), str(Grade.NEAR_MISS.value))  # the grade says that there was no harm
STATES = {
    "reported": gettext_lazy("To be triaged"),
    "acting": gettext_lazy("Being put right"),
    "closed": gettext_lazy("Closed"),
}


@dataclass(slots=True)
class Read:
    """A line as it was understood: the incident, not yet kept, or what is wrong with which fact."""

    line: BatchLine
    number: str
    patient_number: str = ""
    incident: Incident | None = None
    closed_at: datetime | None = None
    faults: Faults | None = None
    is_known: bool = False

    @property
    def outcome(self) -> str:
        """What becomes of it if it is taken in now."""
        return Outcome.KNOWN if self.is_known else Outcome.REFUSED if self.faults else Outcome.TAKEN


class Reader:
    """Reads the lines of one batch; departments and facts are looked up once."""

    def __init__(self, batch: Batch) -> None:
        self.batch, self.told = batch, batch.told if batch.is_running else batch.mapping.told
        self.hospital, self.system = batch.mapping.hospital, batch.mapping.name

    @cached_property
    def departments(self) -> dict[str, Department]:
        within = Department.objects.filter(hospital=self.hospital, kind="department", is_open=True)
        return {department.code: department for department in within.select_related("hospital")}

    @cached_property
    def facts(self) -> list[Fact]:
        return facts_of(self.departments)

    @cached_property
    def numbers(self) -> set[str]:
        """The numbers of this system that are here already."""
        there = Origin.objects.filter(hospital=self.hospital, system=self.system)
        return set(there.values_list("number", flat=True))

    def read(self, line: BatchLine) -> Read:
        told, faults = read(self.facts, self.told, line.by_title(self.batch.titles))
        found = Read(line, told.get("number", ""), told.get("patient_number", ""), closed_at=told.get("closed_at"))
        found.is_known = found.number in self.numbers
        found.faults = faults or _contradictions(told, self._occurred_at(told))
        if not found.faults:
            self._understand(found, told)
        return found

    def _understand(self, found: Read, told: Facts) -> None:
        if told.get("grade") in HARMLESS:
            told.setdefault("harm", Harm.NONE)
        incident = Incident(
            state=_state(told),
            department=self.departments[told["department"]],
            hospital=self.hospital,
            occurred_at=(occurred_at := self._occurred_at(told)),
            created_at=told.get("reported_at") or occurred_at,
            title=told.get("title") or _first_words(told["account"]),
            grade=int(told["grade"]) if "grade" in told else None,
            **{name: told[name] for name in PLAIN if name in told},
        )
        try:
            incident.clean()
            found.incident = incident
        except ValidationError as error:
            found.faults = faults_of(error)

    def _occurred_at(self, told: Facts) -> Any:
        """Date and time of day, where they stand in two columns; None where they make no moment."""
        moment: datetime | None = told.get("occurred_at")
        if moment is None or "occurred_time" not in told:
            return moment
        return moment_of(f"{moment.date().isoformat()} {told['occurred_time']}", "auto")


def facts_of(departments: Mapping[str, Department]) -> list[Fact]:
    """What a table of old reports can tell this program."""
    places = {code: department.name for code, department in departments.items()}
    grades = {str(grade.value): grade.label for grade in Grade}
    return [
        Fact("number", gettext_lazy("Number there"), ("编号", "事件编号", "序号", "ID"), is_required=True, longest=200),
        Fact(
            "occurred_at", gettext_lazy("When it happened"), ("发生时间", "发生日期"), is_required=True, is_moment=True
        ),
        Fact("occurred_time", gettext_lazy("Time of day, in a column of its own"), ("时刻", "发生时刻")),
        Fact("department", gettext_lazy("Department"), ("科室", "发生科室"), is_required=True, choices=places),
        Fact("place", gettext_lazy("Place"), ("地点", "发生地点"), longest=100),
        Fact("category", gettext_lazy("Category"), ("事件类型", "类别"), True, choices=dict(Category.choices)),
        Fact("event_kind", gettext_lazy("Kind of event"), ("事件性质",), choices=dict(Kind.choices)),
        Fact("title", gettext_lazy("Title"), ("事件名称", "主题"), longest=200),
        Fact("account", gettext_lazy("What happened"), ("事件经过", "经过", "描述"), is_required=True),
        Fact("immediate_action", gettext_lazy("Done at once"), ("处理措施", "即时处理")),
        Fact("harm", gettext_lazy("Harm"), ("伤害程度", "损害"), choices=dict(Harm.choices)),
        Fact("grade", gettext_lazy("Grade"), ("事件等级", "级别"), choices=grades),
        Fact("reported_at", gettext_lazy("Reported on"), ("上报时间", "报告日期"), is_moment=True),
        Fact("state", gettext_lazy("State"), ("处理状态", "是否结案"), choices=STATES, known=KNOWN_STATES),
        Fact("closed_at", gettext_lazy("Closed on"), ("结案时间", "结案日期"), is_moment=True),
        Fact("feedback", gettext_lazy("Answer to the reporter"), ("反馈", "处理结果")),
        Fact("patient_number", gettext_lazy("Hospital number of the patient"), ("住院号", "病案号"), longest=40),
    ]


def faults_of(error: ValidationError) -> Faults:
    """What is wrong, by fact."""
    told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    return {"" if name == "__all__" else name: " ".join(messages) for name, messages in told.items()}


def _contradictions(told: Facts, occurred_at: datetime | None) -> Faults:
    if occurred_at is None:
        return {"occurred_time": _("This is no time of day.")}
    reported_at, closed_at, state = told.get("reported_at") or occurred_at, told.get("closed_at"), _state(told)
    faults = {}
    if reported_at.date() < occurred_at.date():
        faults["reported_at"] = _("It cannot have been reported before it happened.")
    if "reported_at" in told and reported_at > now():
        faults["reported_at"] = _("This lies in the future.")
    if closed_at and state != "closed":
        faults["state"] = _("It has a day of closing, but the state is another one.")
    if closed_at and (closed_at.date() < reported_at.date() or closed_at > now()):
        faults["closed_at"] = _("It cannot have been closed before it was reported, nor in the future.")
    if state == "acting" and "grade" not in told and told.get("event_kind") != Kind.GOOD_CARE:
        faults["grade"] = _("What is being put right has a grade.")
    return faults


def _state(told: Facts) -> str:
    return told.get("state") or ("closed" if told.get("closed_at") else "reported")


def _first_words(account: str) -> str:
    line = " ".join(account.split())
    return line if len(line) <= TITLE else f"{line[: TITLE - 1]}…"
