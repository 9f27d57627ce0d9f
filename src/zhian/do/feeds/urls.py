from django.urls import path

from .views.activity import enter_counts, review_counts, show_month, take_in_table, template
from .views.imports import choose_columns, hand_in_file, show_imports, show_run, start_run
from .views.mappings import edit_cells, edit_codes, edit_mapping, end_mapping, show_mappings
from .views.quarantine import export_quarantine, mend_every_row, mend_row, replay_run, show_quarantine

app_name = "feeds"
urlpatterns = [
    path("", show_month, name="activity"),
    path("imports/", show_imports, name="imports"),
    path("imports/new/", hand_in_file, name="hand-in"),
    path("imports/<int:run>/", show_run, name="run"),
    path("imports/<int:run>/columns/", choose_columns, name="columns"),
    path("imports/<int:run>/start/", start_run, name="start"),
    path("imports/<int:run>/quarantine/", show_quarantine, name="quarantine"),
    path("imports/<int:run>/quarantine/alike/", mend_every_row, name="alike"),
    path("imports/<int:run>/quarantine.csv", export_quarantine, name="quarantine-export"),
    path("imports/<int:run>/quarantine/<slug:table>/<int:line>/", mend_row, name="row"),
    path("imports/<int:run>/replay/", replay_run, name="replay"),
    path("imports/mappings/", show_mappings, name="mappings"),
    path("imports/mappings/<int:pk>/", edit_mapping, name="mapping"),
    path("imports/mappings/<int:pk>/end/", end_mapping, name="mapping-end"),
    path("imports/mappings/<int:pk>/cells/", edit_cells, name="cells"),
    path("imports/codes/", edit_codes, name="codes"),
    path("table/", take_in_table, name="table"),
    path("table/template/", template, name="template"),
    path("<slug:month>/<slug:code>/", enter_counts, name="enter"),
    path("<slug:month>/<slug:code>/review/", review_counts, name="review"),
]
