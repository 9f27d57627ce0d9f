from django.urls import include, path

from zhian.kernel.documents.downloads import document_urls

from ..views import IncidentPages, new_finding, pages, show_figures, show_sac
from ..views.analysis import new_analysis
from ..views.answers import answer_page
from ..views.letters import new_letter, show_contact
from ..views.newer import newer_questions
from ..views.posters import list_posters, print_poster, withdraw, without_a_name
from ..views.questions import edit_questions, list_questions
from ..views.sheets import print_sheets, sheets, type_in_sheet
from ..views.similar import similar_cases
from ..views.standards import show_standard
from ..views.unsealing import ask_author, decide_author, show_author
from . import analysis, lessons, old_reports

app_name = "incidents"
urlpatterns = [
    path("figures/", show_figures, name="figures"),
    path("sac/", show_sac, name="sac"),
    path("analysis-standard/", show_standard, name="analysis-standard"),
    *lessons.urlpatterns,
    path("without-a-name/", without_a_name, name="without-a-name"),
    path("posters/", list_posters, name="posters"),
    path("posters/<slug:code>/", print_poster, name="poster"),
    path("posters/<slug:code>/withdraw/", withdraw, name="poster-withdraw"),
    path("sheets/", sheets, name="sheets"),
    path("sheets/print/", print_sheets, name="sheets-print"),
    path("sheets/new/", type_in_sheet, name="sheet-new"),
    path("analyses/", include(analysis.urlpatterns)),
    path("old-reports/", include(old_reports.urlpatterns)),
    path("questions/", list_questions, name="all-questions"),
    path("questions/<slug:name>/", edit_questions, name="questions"),
    path("questions/<slug:name>/newer/", newer_questions, name="newer-questions"),
    *IncidentPages.urls(),
    *document_urls(pages),
    path("<slug:number>/answers/", answer_page, name="answers"),
    path("<slug:number>/similar/", similar_cases, name="similar"),
    path("<slug:number>/findings/new/", new_finding, name="finding-new"),
    path("<slug:number>/letters/new/", new_letter, name="letter-new"),
    path("<slug:number>/contact/", show_contact, name="contact"),
    path("<slug:number>/analysis/new/", new_analysis, name="analysis-new"),
    path("<slug:number>/author/", show_author, name="author"),
    path("<slug:number>/author/ask/", ask_author, name="author-ask"),
    path("<slug:number>/author/asked/<int:asked>/", decide_author, name="author-decide"),
]
