"""Deadlines for programs: reckoned from facts alone, listed, ticked off; rules and working days of the house."""

from typing import Any

from django.core.paginator import EmptyPage
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from zhian.engines.clocks import FACTS, FactsError, read, reckon
from zhian.kernel.calendar.models import HouseDay
from zhian.kernel.calendar.services import add_workdays, forget_day, keep_days
from zhian.kernel.people.access import ANY_ACCOUNT
from zhian.kernel.web.api import READING, WRITING, Rate, answer, checked, doors, operation, refuse_unknown
from zhian.kernel.web.once import once
from zhian.kernel.web.problems import FieldError, Invalid
from zhian.kernel.web.requests import Request
from zhian.kernel.web.tables import QuickPaginator

from .following import reckoned
from .forms import AsideForm, DayForm, RuleForm, TickForm
from .house_pages import MANAGE_DAYS, MANAGE_RULES, day_of, hospital_of, shown_rules
from .models import State
from .rulebook import rules_of
from .schemas import (
    AnswersIn,
    AsideIn,
    ClockOut,
    ClocksIn,
    ClocksOfOut,
    ClocksOut,
    DayIn,
    DayOut,
    EventIn,
    ReckoningOut,
    RuleIn,
    RuleOut,
    TickIn,
)
from .services import answer as answer_deed
from .services import keep_rule, set_aside, tick
from .tables import ClockFilters
from .views import clock_of, record_of, require, visible

PER_PAGE = 50

router = Router(auth=doors("clocks", _("Statutory deadlines")), throttle=Rate(), tags=["clocks"])


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
