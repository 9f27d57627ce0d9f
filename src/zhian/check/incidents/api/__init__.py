"""Incidents for programs."""

from django.http import HttpResponse

from zhian.kernel.documents.downloads import add_documents
from zhian.kernel.loop.api import FindingOut
from zhian.kernel.loop.forms import RaiseForm
from zhian.kernel.web.api import WRITING, answer, checked, operation, record_router, schema_of
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..services import raise_finding_on
from ..views import pages
from . import analysis, fhir, old_reports
from .answers import add_answers
from .fairness import add_fairness
from .figures import router as figures
from .lessons import add_lesson
from .lessons import router as lessons
from .letters import add_letters
from .posters import router as posters
from .questions import router as questions
from .sac import router as sac
from .sheets import router as sheets
from .similar import add_similar
from .standards import router as standards
from .unsealing import add_unsealing

router = record_router(pages)
add_letters(router)
add_answers(router)
add_similar(router)
add_fairness(router)
add_lesson(router)
add_unsealing(router)
beside = {
    "questions": questions,
    "posters": posters,
    "sheets": sheets,
    "lessons": lessons,
    "sac": sac,
    "analysis-standard": standards,
    "incidents/analyses": analysis.router,
    "incidents/fhir": fhir.router,
    "incidents/figures": figures,
    "incidents/old-reports": old_reports.router,
}
add_documents(router, pages)
analysis.add_planning(router)
fhir.add_reading(router)

RaiseIn = schema_of("RaiseIn", RaiseForm.base_fields)


@router.post(
    "{slug:number}/findings",
    response={201: FindingOut, **WRITING},
    **operation("incidents_raise_finding", "incidents.raise_finding", "Raise a finding", is_once=True),
)
@once
def raise_finding(request: Request, number: str, told: RaiseIn) -> HttpResponse:  # type: ignore[valid-type]
    """Something more that a department is to put right."""
    incident = pages.get(request, number, "raise_finding")
    form = RaiseForm(told.given())  # type: ignore[attr-defined]
    form.fields["department"].offer_to(request.user)  # type: ignore[attr-defined]
    finding = raise_finding_on(incident, actor=request.user, told=checked(form).cleaned_data)
    return answer(FindingOut, finding, 201)
