from django.urls import path

from .views import IncidentPages, new_finding, show_figures

app_name = "incidents"
urlpatterns = [
    path("figures/", show_figures, name="figures"),
    *IncidentPages.urls(),
    path("<slug:number>/findings/new/", new_finding, name="finding-new"),
]
