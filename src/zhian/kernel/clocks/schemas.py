"""What programs tell of deadlines, and what they are told."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field, create_model

from zhian.engines.clocks import FACTS
from zhian.kernel.web.api import PersonOut, Told, schema_of

from .forms import AsideForm, DayForm, RuleForm, TickForm
from .models import Clock


def _fact_types() -> dict[str, Any]:
    types: dict[str, Any] = {"yes_no": bool, "number": int, "moment": datetime}
    return {
        name: (
            (Literal[tuple(fact.choices)] if fact.type == "choice" else types[fact.type]) | None,  # type: ignore[valid-type]
            Field(None, description=fact.label.en),
        )
        for name, fact in FACTS.items()
    }


EventIn = create_model("ClockEventIn", __base__=Told, **_fact_types())
TickIn = schema_of("ClockTickIn", TickForm.base_fields)
AsideIn = schema_of("ClockAsideIn", AsideForm.base_fields)
AnswersIn = create_model(
    "ClockAnswersIn",
    __base__=Told,
    **{name: told for name, told in _fact_types().items() if FACTS[name].is_asked},
)
RuleIn = schema_of("ClockRuleIn", RuleForm.base_fields)
DayIn = schema_of("HouseDayIn", DayForm.base_fields)


class ClocksIn(Told):
    state: list[Literal["running", "met", "set_aside"]] = Field(["running"], description="One or several.")
    late: bool = Field(False, description="Only what is overdue.")
    page: int = Field(1, ge=1, le=10_000)


# What is answered -------------------------------------------------------------------------------------------
class WordsOut(Schema):
    """The same in two languages."""

    zh: str
    en: str


class ReckonedOut(Schema):
    """A deadline that follows from the facts."""

    rule: str
    title: WordsOut
    authority: WordsOut
    starts_at: datetime
    due_at: datetime
    met_at: datetime | None = Field(description="Where the facts themselves say that it was met.")
    why: WordsOut
    source: str
    verified: str = Field(description="primary: read in the law; secondary: in another source; unverified.")


class UndecidedOut(Schema):
    """A rule of which nobody can say yet whether it applies."""

    rule: str
    missing: list[str] = Field(description="The facts that would decide it; empty: the hospital must enter the period.")


class ReckoningOut(Schema):
    """What follows from the facts of an event."""

    clocks: list[ReckonedOut]
    undecided: list[UndecidedOut]


class ClockOut(Schema):
    """One deadline of one record, with the rule as it was."""

    id: int
    record: str = Field(description="The record's number.")
    rule: str
    title: WordsOut
    authority: WordsOut
    why: WordsOut
    source: str
    verified: str
    starts_at: datetime
    due_at: datetime
    state: str
    is_late: bool
    met_at: datetime | None
    met_by: PersonOut | None
    receipt: str
    reason: str

    @staticmethod
    def resolve_record(clock: Clock) -> str:
        return clock.record.number

    @staticmethod
    def resolve_rule(clock: Clock) -> str:
        return clock.rule_id

    @staticmethod
    def resolve_title(clock: Clock) -> Any:
        return clock.rule["title"]

    @staticmethod
    def resolve_authority(clock: Clock) -> Any:
        return clock.rule["authority"]

    @staticmethod
    def resolve_verified(clock: Clock) -> str:
        return clock.rule["verified"]


class ClocksOut(Schema):
    """Part of the list."""

    items: list[ClockOut]
    count: int
    page: int
    pages: int


class ClocksOfOut(Schema):
    """The deadlines of a record, and the facts that would decide more."""

    clocks: list[ClockOut]
    missing: list[str]


class RuleOut(Schema):
    """A rule as it holds in the hospital today."""

    id: str
    title: str
    authority: str
    period: str
    source: str
    verified: str
    is_verified: bool
    is_own: bool = Field(description="Entered by the hospital.")
    valid_from: date

    @staticmethod
    def resolve_verified(rule: Any) -> str:
        return str(rule["verified"])


class DayOut(Schema):
    """A day on which the hospital does otherwise than the State Council's calendar."""

    day: date
    is_worked: bool
    note: str
