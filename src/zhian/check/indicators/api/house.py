"""What the office settles: when to measure, how many false alarms are put up with, which department types in what."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from zhian.kernel.documents.services import FORMATS
from zhian.kernel.people.models import Department
from zhian.kernel.web.api import (
    READING,
    WRITING,
    DepartmentOut,
    Rate,
    Told,
    answer,
    checked,
    doors,
    operation,
)
from zhian.kernel.web.exports import XLSX
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..forms.records import BudgetForm
from ..models import Entrusted, Fitting, Measuring, RiskModel
from ..models.budget import budget_of
from ..services.alerts import set_budget
from ..services.definitions import set_of
from ..services.measuring import ask_to_measure
from ..services.report import last_month_of, say
from ..services.returns import entrust, take_back
from ..services.risk import ask_to_fit
from ..views.report import report_on_paper
from .asking import house

MEDIA = [*FORMATS.values(), XLSX]

router = Router(auth=doors("indicators"), throttle=Rate(), tags=["indicators"])


class RunOut(Schema):
    """A run of measuring."""

    id: int
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    done: int
    total: int
    new: int
    changed: int
    error: str


class FittingOut(Schema):
    """The fitting of a model of risk; without a model it says why in `error`."""

    id: int
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    done: int
    total: int
    model: int | None = Field(alias="model_id")
    error: str


class OddsOut(Schema):
    """How many times the odds of dying are those of the reference, with 95 % limits."""

    name: str
    word: str
    reference: str
    ratio: float
    lower: float
    upper: float
    cases: int
    events: int


class TenthOut(Schema):
    cases: int
    observed: int
    expected: float


class RiskModelOut(Schema):
    """A model of risk: what went in, what it found, how far it may be believed."""

    id: int
    fitted_at: datetime
    first: date
    last: date
    cases: int
    events: int
    filled: int = Field(description="Stays that were given a risk: none where it may not be used.")
    given: dict[str, int] = Field(description="The same by month.")
    may_be_used: bool
    faults: list[str] = Field(description="By which limits it may not be used: c, large, slope, tenths.")
    c: float
    large: float | None
    slope: float | None
    slope_lower: float | None
    slope_upper: float | None
    brier: float
    hosmer_lemeshow_p: float = Field(alias="p")
    odds: list[OddsOut]
    tenths: list[TenthOut] = Field(alias="deciles")


class BudgetOut(Schema):
    alarms: float


class BudgetIn(Told):
    alarms: float = Field(ge=0.05, le=50)


class EntrustedOut(Schema):
    id: int
    department: DepartmentOut
    indicator: str


class EntrustIn(Told):
    department: str = Field(max_length=20)
    indicator: str = Field(max_length=60)


@router.get(
    "measuring",
    response={200: list[RunOut], **READING},
    **operation("indicators_runs", "indicators.measure", "Runs of measuring"),
)
def list_runs(request: Request) -> Any:
    """The last ones, the newest first."""
    return Measuring.objects.filter(hospital=house(request, "indicators.measure"))[:20]


@router.post(
    "measuring",
    response={201: RunOut, **WRITING},
    **operation("indicators_measure", "indicators.measure", "Measure now", is_once=True),
)
@once
def measure(request: Request) -> HttpResponse:
    """The worker does it; ask for the runs to see how far it is."""
    return answer(RunOut, ask_to_measure(house(request, "indicators.measure"), actor=request.user), 201)


@router.get(
    "risk",
    response={200: list[RiskModelOut], **READING},
    **operation("indicators_risk_models", "indicators.browse", "Models of risk"),
)
def list_models(request: Request) -> Any:
    """By which the hospital itself says what risk of death its patients brought along; the newest first."""
    return RiskModel.objects.filter(hospital=house(request, "indicators.browse"))[:20]


@router.get(
    "risk/fittings",
    response={200: list[FittingOut], **READING},
    **operation("indicators_fittings", "indicators.fit_risk", "Fittings of models of risk"),
)
def list_fittings(request: Request) -> Any:
    """The last ones, the newest first."""
    return Fitting.objects.filter(hospital=house(request, "indicators.fit_risk"))[:20]


@router.post(
    "risk/fittings",
    response={201: FittingOut, **WRITING},
    **operation("indicators_fit_risk", "indicators.fit_risk", "Fit a model of risk now", is_once=True),
)
@once
def fit_risk(request: Request) -> HttpResponse:
    """The worker does it; ask for the fittings to see how far it is."""
    return answer(FittingOut, ask_to_fit(house(request, "indicators.fit_risk"), actor=request.user), 201)


@router.get(
    "budget",
    response={200: BudgetOut, **READING},
    **operation("indicators_budget", "indicators.set_budget", "The budget of false alarms"),
)
def read_budget(request: Request) -> Any:
    """False alarms a month, over all charts."""
    return {"alarms": budget_of(house(request, "indicators.set_budget"))}


@router.put(
    "budget",
    response={200: BudgetOut, **WRITING},
    **operation("indicators_set_budget", "indicators.set_budget", "Set the budget of false alarms"),
)
def keep_budget(request: Request, told: BudgetIn) -> HttpResponse:
    """The next watch goes by it."""
    hospital = house(request, "indicators.set_budget")
    form = checked(BudgetForm(told.given()))
    return answer(BudgetOut, set_budget(hospital, actor=request.user, alarms=form.cleaned_data["alarms"]))


@router.get(
    "entrusted",
    response={200: list[EntrustedOut], **READING},
    **operation("indicators_entrusted", "indicators.entrust", "Which department types in what"),
)
def list_entrusted(request: Request) -> Any:
    hospital = house(request, "indicators.entrust")
    return Entrusted.objects.filter(department__hospital=hospital).select_related("department")


@router.post(
    "entrusted",
    response={201: EntrustedOut, **WRITING},
    **operation("indicators_entrust", "indicators.entrust", "Entrust an indicator", is_once=True),
)
@once
def add_entrusted(request: Request, told: EntrustIn) -> HttpResponse:
    """From the next month on a return of the department asks for it."""
    hospital = house(request, "indicators.entrust")
    place = get_object_or_404(Department, hospital=hospital, code=told.department)
    return answer(EntrustedOut, entrust(place, told.indicator, actor=request.user), 201)


@router.delete(
    "entrusted/{int:pk}",
    response={204: None, **WRITING},
    **operation("indicators_entrust_end", "indicators.entrust", "Take an indicator back"),
)
def end_entrusted(request: Request, pk: int) -> Any:
    """What was typed in stays."""
    hospital = house(request, "indicators.entrust")
    take_back(get_object_or_404(Entrusted, pk=pk, department__hospital=hospital), actor=request.user)
    return 204, None


# The report -----------------------------------------------------------------------------------------------------
class RemarkIn(Told):
    """Words on a chapter of the last month's report; empty ones take them away."""

    board: str = Field("", max_length=40)
    text: str = Field("", max_length=4000)


@router.get(
    "report.{slug:format}",
    response={200: None, **READING},
    **operation("indicators_report", "indicators.report", "The month's report", media=MEDIA),
)
def read_report(request: Request, format: str) -> Any:
    """As docx, pdf, or all values as xlsx."""
    return report_on_paper(request, format)


@router.put(
    "report/remark",
    response={204: None, **WRITING},
    **operation("indicators_remark", "indicators.comment_report", "Words on a chapter of the report"),
)
def keep_remark(request: Request, told: RemarkIn) -> Any:
    """They stand in the report."""
    hospital = house(request, "indicators.comment_report")
    month = last_month_of(hospital)
    if month is None or (told.board and set_of(hospital, told.board) is None):
        raise Http404
    say(hospital, month, told.board, told.text, actor=request.user)
    return 204, None
