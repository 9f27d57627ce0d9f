"""Analyses for programs: planned from an incident, then a record as every other; its parts row by row."""

from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from ninja import Router, Schema
from pydantic import Field

from zhian.kernel.loop.api import FindingOut
from zhian.kernel.records.services import Conflict
from zhian.kernel.web.api import (
    WRITING,
    PersonOut,
    answer,
    checked,
    in_words,
    operation,
    record_router,
    schema_of,
    shown,
)
from zhian.kernel.web.once import once
from zhian.kernel.web.problems import Contested
from zhian.kernel.web.requests import Request

from ..forms import PARTS, AnalyseForm, PartForm
from ..models import Analysis, Part, Recommendation
from ..services.analysis import act_on, add_part, analyse, change_part, remove_part
from ..views.analysis import pages
from ..views.pages import pages as incident_pages


class RowOut(Schema):
    """A row of an analysis; `version` is needed to change it."""

    id: int
    version: int


class MemberOut(RowOut):
    person: PersonOut
    task: str


class HappeningOut(RowOut):
    at: datetime | None
    precision: str
    what: str
    should: str
    source: str


class CauseOut(RowOut):
    bone: str
    text: str


class WhyOut(RowOut):
    above: int | None = Field(alias="above_id")
    text: str
    is_root: bool


class FactorOut(RowOut):
    code: str
    note: str


class RootCauseOut(RowOut):
    text: str


class RecommendationOut(RowOut):
    what: str
    strength: str
    department: int = Field(alias="department_id")
    owner: PersonOut | None
    due_on: date | None
    finding: str | None = Field(description="The number of the finding that carries it out.")

    @staticmethod
    def resolve_finding(row: Recommendation) -> str | None:
        return row.finding.number if row.finding else None


class AnalysisOut(shown(Analysis)):  # type: ignore[misc]
    """An analysis with all its parts."""

    team: list[MemberOut]
    timeline: list[HappeningOut]
    fishbone: list[CauseOut]
    whys: list[WhyOut]
    factors: list[FactorOut]
    root_causes: list[RootCauseOut]
    recommendations: list[RecommendationOut]

    @staticmethod
    def resolve_team(analysis: Analysis) -> list[Part]:
        return list(analysis.members.select_related("person"))

    @staticmethod
    def resolve_timeline(analysis: Analysis) -> list[Part]:
        return list(analysis.happenings.all())

    @staticmethod
    def resolve_fishbone(analysis: Analysis) -> list[Part]:
        return list(analysis.causes.all())

    @staticmethod
    def resolve_whys(analysis: Analysis) -> list[Part]:
        return list(analysis.whys.all())

    @staticmethod
    def resolve_factors(analysis: Analysis) -> list[Part]:
        return list(analysis.factors.all())

    @staticmethod
    def resolve_root_causes(analysis: Analysis) -> list[Part]:
        return list(analysis.rootcauses.all())

    @staticmethod
    def resolve_recommendations(analysis: Analysis) -> list[Part]:
        return list(analysis.recommendations.select_related("owner", "finding"))


ROWS: dict[str, type[RowOut]] = {
    "team": MemberOut,
    "timeline": HappeningOut,
    "fishbone": CauseOut,
    "whys": WhyOut,
    "factors": FactorOut,
    "root-causes": RootCauseOut,
    "recommendations": RecommendationOut,
}

router = record_router(pages, out=AnalysisOut)

AnalyseIn = schema_of("AnalyseIn", AnalyseForm.base_fields)


def add_planning(incidents: Router) -> None:
    """An analysis is planned below its incident."""
    told = operation("incidents_analyse", "incidents.analyse", "Plan the analysis of an incident", is_once=True)

    @incidents.post("{slug:number}/analysis", response={201: AnalysisOut, **WRITING}, **told)
    @once
    def plan_analysis(request: Request, number: str, told: AnalyseIn) -> HttpResponse:  # type: ignore[valid-type]
        """The incident must have been confirmed; each is analysed once."""
        incident = incident_pages.get(request, number, "analyse")
        form = checked(AnalyseForm(told.given(), incident=incident, user=request.user))  # type: ignore[attr-defined]
        return answer(AnalysisOut, analyse(incident, actor=request.user, told=form.cleaned_data), 201)


@router.post(
    "{slug:number}/recommendations/{int:row}/finding",
    response={201: FindingOut, **WRITING},
    **operation("analysis_act_on", "analysis.act_on", "Put a recommendation into action", is_once=True),
)
@once
def put_into_action(request: Request, number: str, row: int) -> HttpResponse:
    """A finding on the incident, planned already where the recommendation says who does it and by when."""
    analysis = pages.get(request, number, "act_on")
    recommendation = get_object_or_404(Recommendation, analysis=analysis, pk=row)
    return answer(FindingOut, act_on(recommendation, actor=request.user), 201)


def _add_part(part: str, form: type[PartForm], out: type[RowOut]) -> None:
    """The operations on one part: add a row, change it, take it out."""
    model = form._meta.model
    name, label = part.replace("-", "_"), out.__name__.removesuffix("Out")
    with translation.override("en"):
        title = str(model._meta.verbose_name)
    version = (int, Field(..., ge=1, le=2**31 - 1, description="The one that you read."))
    asked = schema_of(f"{label}In", form.base_fields)
    asked_again = schema_of(f"{label}Change", form.base_fields, all_optional=True, version=version)
    adding = operation(f"analysis_add_{name}", "analysis.edit", f"Add one {title}", is_once=True)
    changing = operation(f"analysis_change_{name}", "analysis.edit", f"Change one {title}", is_once=True)
    removing = operation(f"analysis_remove_{name}", "analysis.edit", f"Remove one {title}")

    @router.post(f"{{slug:number}}/{part}", response={201: out, **WRITING}, **adding)
    @once
    def add(request: Request, number: str, told: asked) -> HttpResponse:  # type: ignore[valid-type]
        analysis = pages.get(request, number, "edit")
        filled = checked(form(told.given(), instance=model(analysis=analysis), analysis=analysis, user=request.user))  # type: ignore[attr-defined]
        return answer(out, add_part(analysis, filled.instance, actor=request.user), 201)

    @router.patch(f"{{slug:number}}/{part}/{{int:row}}", response={200: out, **WRITING}, **changing)
    @once
    def change(request: Request, number: str, row: int, told: asked_again) -> HttpResponse:  # type: ignore[valid-type]
        """Only if nobody changed the row since you read it; else 409 with what it says now and what you sent."""
        analysis = pages.get(request, number, "edit")
        stands, wanted = get_object_or_404(model, analysis=analysis, pk=row), told.given(but=["version"])  # type: ignore[attr-defined]
        blank = form(instance=stands, analysis=analysis, user=request.user)
        now = {each: blank.get_initial_for_field(field, each) for each, field in blank.fields.items()}
        again = get_object_or_404(model, pk=row)
        filled = checked(form({**now, **wanted}, instance=again, analysis=analysis, user=request.user))
        changes = {each: filled.told[each] for each in wanted}
        try:
            return answer(out, change_part(stands, actor=request.user, version=told.version, changes=changes))  # type: ignore[attr-defined]
        except Conflict as conflict:
            raise Contested(str(conflict), current=in_words(out, conflict.current), yours=wanted) from None

    @router.delete(f"{{slug:number}}/{part}/{{int:row}}", response={204: None, **WRITING}, **removing)
    def remove(request: Request, number: str, row: int) -> HttpResponse:
        analysis = pages.get(request, number, "edit")
        remove_part(get_object_or_404(model, analysis=analysis, pk=row), actor=request.user)
        return HttpResponse(status=204)


for _part, _form in PARTS.items():
    _add_part(_part, _form, ROWS[_part])
