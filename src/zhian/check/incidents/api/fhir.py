"""Incidents as FHIR AdverseEvents: one out, one in, many out."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Query, Router

from zhian.engines.workflow import Refused
from zhian.kernel.people.models import Department, User
from zhian.kernel.records.deeds import note_export, note_opening
from zhian.kernel.records.models import Opening
from zhian.kernel.web.api import READING, WRITING, Rate, checked, doors, operation, refuse_unknown, schema_of
from zhian.kernel.web.forms import DepartmentField
from zhian.kernel.web.listing import MOST_EXPORTED
from zhian.kernel.web.once import once
from zhian.kernel.web.problems import FieldError, Invalid, errors_of
from zhian.kernel.web.requests import Request

from ..codes import Kind
from ..forms import IncidentForm
from ..models import Incident
from ..services.fhir import Resource, Unreadable, read, written
from ..services.origins import taken_once
from ..views import pages

FHIR, NDJSON = "application/fhir+json", "application/fhir+ndjson"
Version = Literal["R5", "R4"]

router = Router(auth=doors("incidents"), throttle=Rate(), tags=["incidents"])
filters = schema_of(
    "IncidentFhirFilters",
    pages.filters(None, queryset=Incident.objects.none()).form.fields,
    of_url=True,
    all_optional=True,
    version=(Version, "R5"),
)


@router.get(
    "export",
    response={200: None, **READING},
    **operation("incidents_export_fhir", "incidents.read", "Export adverse events as FHIR", media=[NDJSON]),
)
def export(request: Request, told: Query[filters]) -> Any:  # type: ignore[valid-type]
    """One AdverseEvent a line, with the filters of the list. Good care is left out: FHIR has no resource for it."""
    refuse_unknown(request, filters.model_fields)
    found = pages.filters(told.given(but=["version"]), queryset=pages.visible(request.user), request=request)  # type: ignore[attr-defined]
    if not found.form.is_valid():
        raise Invalid(errors_of(found.form.errors))
    incidents = found.qs.exclude(event_kind=Kind.GOOD_CARE)
    if incidents[: MOST_EXPORTED + 1].count() > MOST_EXPORTED:
        raise Refused(
            _("That is more than %(most)s rows. Narrow the list by a filter first.") % {"most": MOST_EXPORTED}
        )
    note_export(incidents, reader=request.user, query=request.GET.urlencode())
    response = StreamingHttpResponse(_lines(incidents.select_related("department"), told.version), content_type=NDJSON)  # type: ignore[attr-defined]
    response["Content-Disposition"] = 'attachment; filename="AdverseEvent.ndjson"'
    return response


@router.post(
    "",
    response={200: dict, 201: dict, **WRITING},
    **operation("incidents_file_fhir", "incidents.file", "Report by a FHIR AdverseEvent", is_once=True),
)
@once
def file_fhir(request: Request, told: Body[dict[str, Any]]) -> HttpResponse:
    """In the name of the token's person. The same identifier again changes nothing, and gets 200 instead of 201."""
    try:
        facts = read(told)
    except Unreadable as unreadable:
        raise Invalid(FieldError(field=field, messages=[said]) for field, said in unreadable.faults) from None
    system, number = facts.pop("origin")
    department = _department(request.user, facts["department"])
    facts |= {"department": department.pk, "occurred_at": _moment(facts["occurred_at"])}
    form = IncidentForm({name: value for name, value in facts.items() if value}, user=request.user)

    def take() -> Incident:
        return pages.file_told(request.user, checked(form))  # type: ignore[return-value]

    assert department.hospital is not None  # what is offered belongs to one
    incident, is_new = taken_once(department.hospital, system, number, actor=request.user, take=take)
    return _sent(written(incident, "R5" if "status" in told else "R4"), 201 if is_new else 200)


def add_reading(incidents: Router) -> None:
    """One incident, below its own address."""
    told = operation("incidents_read_fhir", "incidents.read", "Read one adverse event as FHIR", media=[FHIR])

    @incidents.get("{slug:number}/fhir", response={200: None, **READING, 409: None}, **told)
    def read_fhir(request: Request, number: str, version: Version = "R5") -> HttpResponse:
        """Without the reporter; the patient is an opaque reference."""
        refuse_unknown(request, ["version"])
        incident = pages.get(request, number)
        note_opening(incident, reader=request.user, what=Opening.What.RECORD)
        return _sent(written(incident, version))


def _department(user: User, code: str) -> Department:
    """The one that is named, if the person may report for it; else the person's own."""
    field: Any = DepartmentField()
    field.offer_to(user)
    wanted = {"code": code} if code else {"pk": user.department_id}
    found = field.queryset.filter(**wanted).first()
    if found is None:
        sentence = _("No department of this code, or none for which you may report.")
        raise Invalid([FieldError(field="location.identifier", messages=[sentence])])
    return found


def _moment(told: str | None) -> str:
    """A day alone is its beginning."""
    return f"{told}T00:00" if told and len(told) == len("2026-01-02") else told or ""


def _lines(incidents: Iterable[Incident], version: str) -> Iterator[str]:
    for incident in incidents:
        yield json.dumps(written(incident, version), ensure_ascii=False) + "\n"


def _sent(resource: Resource, status: int = 200) -> HttpResponse:
    return HttpResponse(json.dumps(resource, ensure_ascii=False), status=status, content_type=FHIR)
