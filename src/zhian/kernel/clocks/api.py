"""Deadlines for programs: reckoned from facts alone, listed, ticked off; rules and working days of the house."""

from datetime import date, datetime
from typing import Any, Literal

from django.core.paginator import EmptyPage
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field, create_model

from zhian.engines.clocks import FACTS, FactsError, read, reckon
from zhian.kernel.calendar.models import HouseDay
from zhian.kernel.calendar.services import add_workdays, forget_day, keep_days
from zhian.kernel.people.access import ANY_ACCOUNT
from zhian.kernel.web.api import (
    READING,
    WRITING,
    PersonOut,
    Rate,
    Told,
    answer,
    checked,
    doors,
    operation,
    refuse_unknown,
    schema_of,
)
from zhian.kernel.web.once import once
from zhian.kernel.web.problems import FieldError, Invalid
from zhian.kernel.web.requests import Request
from zhian.kernel.web.tables import QuickPaginator

from .following import reckoned
from .forms import AsideForm, DayForm, RuleForm, TickForm
from .house_pages import MANAGE_DAYS, MANAGE_RULES, day_of, hospital_of, shown_rules
from .models import Clock, State
from .rulebook import rules_of
from .services import answer as answer_deed
from .services import keep_rule, set_aside, tick
from .tables import ClockFilters
from .views import clock_of, record_of, require, visible

PER_PAGE = 50

router = Router(auth=doors("clocks", _("Statutory deadlines")), throttle=Rate(), tags=["clocks"])


# What is told -----------------------------------------------------------------------------------------------
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


# Reckoning and watching -------------------------------------------------------------------------------------
@router.post(
    "",
    response={200: ReckoningOut, **WRITING},
    **operation("clocks_reckon", ANY_ACCOUNT, "Which deadlines an event sets running"),
)
def reckon_event(request: Request, told: EventIn) -> Any:  # type: ignore[valid-type]
    """From the facts alone; nothing is kept. The rules and working days are those of your hospital."""
    try:
        facts = read(told.given())  # type: ignore[attr-defined]
    except FactsError as error:
        raise Invalid([FieldError(field=str(error).partition(":")[0], messages=[str(error)])]) from error
    hospital = request.user.hospital
    found = reckon(facts, rules_of(hospital), lambda day, days: add_workdays(hospital, day, days))
    clocks = [
        {
            "rule": each.rule.id,
            "title": each.rule.title,
            "authority": each.rule.authority,
            "starts_at": each.starts_at,
            "due_at": each.due_at,
            "met_at": each.met_at,
            "why": each.why,
            "source": each.rule.source,
            "verified": each.rule.verified,
        }
        for each in found.clocks
    ]
    return {"clocks": clocks, "undecided": [{"rule": u.rule.id, "missing": list(u.missing)} for u in found.undecided]}


@router.get("", response={200: ClocksOut, **READING}, **operation("clocks_list", "clocks.list", "The deadlines"))
def list_clocks(request: Request, told: Query[ClocksIn]) -> Any:
    """Of every record that you may read, the most urgent first."""
    refuse_unknown(request, ClocksIn.model_fields)
    require(request, "clocks.list")
    asked = QueryDict(mutable=True)
    asked.setlist("state", list(told.state))
    if told.late:
        asked["late"] = "on"
    found = ClockFilters(asked, queryset=visible(request.user), request=request).qs.select_related("met_by", "record")
    pages = QuickPaginator(found, PER_PAGE)
    try:
        items = list(pages.page(told.page))
    except EmptyPage:
        items = []
    return {"items": items, "count": pages.count, "page": told.page, "pages": pages.num_pages}


@router.get(
    "of/{slug:number}",
    response={200: ClocksOfOut, **READING},
    **operation("clocks_of", ANY_ACCOUNT, "The deadlines of a record"),
)
def clocks_of(request: Request, number: str) -> Any:
    """Of a record that you may read."""
    return _of(record_of(request, number))


@router.post(
    "of/{slug:number}",
    response={200: ClocksOfOut, **WRITING},
    **operation("clocks_answer", "clocks.answer", "Answer what decides the deadlines", is_once=True),
)
@once
def answer_for(request: Request, number: str, told: AnswersIn) -> HttpResponse:  # type: ignore[valid-type]
    """Only what you name is changed; its deadlines are reckoned anew."""
    require(request, "clocks.answer")
    record = record_of(request, number, "clocks.answer")
    answer_deed(record, actor=request.user, told=told.given())  # type: ignore[attr-defined]
    return answer(ClocksOfOut, _of(record))


@router.post(
    "{int:clock}/tick",
    response={200: ClockOut, **WRITING},
    **operation("clocks_tick", "clocks.tick", "Tick a deadline off", is_once=True),
)
@once
def tick_off(request: Request, clock: int, told: TickIn) -> HttpResponse:  # type: ignore[valid-type]
    """When it was reported, by whom, and the receipt that the authority gave."""
    found = clock_of(request, clock, "clocks.tick")
    form = checked(TickForm(told.given()))  # type: ignore[attr-defined]
    return answer(ClockOut, tick(found, actor=request.user, **form.cleaned_data))


@router.post(
    "{int:clock}/set-aside",
    response={200: ClockOut, **WRITING},
    **operation("clocks_set_aside", "clocks.set_aside", "Say that a deadline does not apply", is_once=True),
)
@once
def lay_aside(request: Request, clock: int, told: AsideIn) -> HttpResponse:  # type: ignore[valid-type]
    """With the reason."""
    found = clock_of(request, clock, "clocks.set_aside")
    form = checked(AsideForm(told.given()))  # type: ignore[attr-defined]
    return answer(ClockOut, set_aside(found, actor=request.user, **form.cleaned_data))


# The house --------------------------------------------------------------------------------------------------
@router.get("rules", response={200: list[RuleOut], **READING}, **operation("clock_rules", MANAGE_RULES, "The rules"))
def list_rules(request: Request) -> Any:
    """As they hold in your hospital."""
    return shown_rules(hospital_of(request, MANAGE_RULES))


@router.post(
    "rules/{slug:rule}",
    response={200: list[RuleOut], **WRITING},
    **operation("clock_rule_keep", MANAGE_RULES, "Enter the hospital's own version of a rule", is_once=True),
)
@once
def keep_own_rule(request: Request, rule: str, told: RuleIn) -> HttpResponse:  # type: ignore[valid-type]
    """Deadlines that run already keep what they were reckoned with."""
    hospital = hospital_of(request, MANAGE_RULES)
    form = checked(RuleForm(told.given()))  # type: ignore[attr-defined]
    keep_rule(hospital, rule, actor=request.user, **form.rule())
    return answer(list[RuleOut], shown_rules(hospital))


@router.get("calendar", response={200: list[DayOut], **READING}, **operation("house_days", MANAGE_DAYS, "The days"))
def list_days(request: Request) -> Any:
    """Those on which your hospital does otherwise than the State Council's calendar."""
    return HouseDay.objects.filter(hospital=hospital_of(request, MANAGE_DAYS))


@router.post(
    "calendar",
    response={200: list[DayOut], **WRITING},
    **operation("house_days_keep", MANAGE_DAYS, "Enter a day", is_once=True),
)
@once
def keep_day(request: Request, told: DayIn) -> HttpResponse:  # type: ignore[valid-type]
    """What stood for this day is replaced."""
    hospital = hospital_of(request, MANAGE_DAYS)
    day = checked(DayForm(told.given())).cleaned_data  # type: ignore[attr-defined]
    keep_days(hospital, [(day["day"], day["is_worked"], day["note"])], actor=request.user)
    return answer(list[DayOut], list(HouseDay.objects.filter(hospital=hospital)))


@router.post(
    "calendar/{slug:day}/forget",
    response={200: list[DayOut], **WRITING},
    **operation("house_days_forget", MANAGE_DAYS, "Take a day back", is_once=True),
)
@once
def forget(request: Request, day: str) -> HttpResponse:
    """The State Council's calendar says again what is worked."""
    hospital = hospital_of(request, MANAGE_DAYS)
    forget_day(hospital, day_of(day), actor=request.user)
    return answer(list[DayOut], list(HouseDay.objects.filter(hospital=hospital)))


def _of(record: Any) -> dict[str, Any]:
    found = reckoned(record)
    clocks = record.clocks.exclude(state=State.LAPSED).select_related("record", "met_by")
    missing = [name for name in found.missing if FACTS[name].is_asked] if found else []
    return {"clocks": list(clocks), "missing": missing}
