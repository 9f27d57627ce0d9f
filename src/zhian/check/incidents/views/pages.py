"""The pages that every kind of record has: list, board, form, case, steps."""

from django.utils.translation import gettext_lazy

from zhian.kernel.web.pages import RecordPages

from ..forms import CloseForm, ConfirmForm, DuplicateForm, HoldForm, IncidentForm, ReassignForm
from ..models import Incident
from ..services import report
from ..tables import IncidentFilters, IncidentTable


class IncidentPages(RecordPages[Incident]):
    model = Incident
    table = IncidentTable
    filters = IncidentFilters
    form = IncidentForm
    file = staticmethod(report)
    step_forms = {
        "confirm": ConfirmForm,
        "hold": HoldForm,
        "mark_duplicate": DuplicateForm,
        "reassign": ReassignForm,
        "close": CloseForm,
    }
    detail = "incidents/incident.html"
    form_page = "incidents/report.html"
    card = "incidents/card.html"
    summary = "incidents/summary.html"
    paper = "incidents/paper.html"
    select_related = (*RecordPages.select_related, "officer", "duplicate_of")
    deeds = (*RecordPages.deeds, "raise_finding", "ask_unsealing", "decide_unsealing")
    more = [("incidents:figures", gettext_lazy("Figures")), ("incidents:analysis-list", gettext_lazy("Analyses"))]


pages = IncidentPages()
