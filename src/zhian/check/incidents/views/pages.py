"""The pages that every kind of record has: list, board, form, case, steps."""

from django.utils.translation import gettext_lazy

from zhian.kernel.web.pages import RecordPages

from ..forms import CloseForm, ConfirmForm, IncidentForm
from ..models import Incident
from ..services import report
from ..tables import IncidentFilters, IncidentTable


class IncidentPages(RecordPages[Incident]):
    model = Incident
    table = IncidentTable
    filters = IncidentFilters
    form = IncidentForm
    file = staticmethod(report)
    step_forms = {"confirm": ConfirmForm, "close": CloseForm}
    detail = "incidents/incident.html"
    form_page = "incidents/report.html"
    card = "incidents/card.html"
    summary = "incidents/summary.html"
    paper = "incidents/paper.html"
    deeds = (*RecordPages.deeds, "raise_finding")
    more = [("incidents:figures", gettext_lazy("Figures"))]


pages = IncidentPages()
