"""The addresses of analyses, below those of incidents."""

from django.urls import path

from ..views.analysis import AnalysisPages, act, change, move_happening, new_part, remove

urlpatterns = [
    *AnalysisPages.urls(),
    path("<slug:number>/parts/<slug:part>/new/", new_part, name="analysis-part-new"),
    path("<slug:number>/parts/recommendations/<int:row>/act/", act, name="analysis-act"),
    path("<slug:number>/parts/<slug:part>/<int:row>/", change, name="analysis-part"),
    path("<slug:number>/parts/<slug:part>/<int:row>/remove/", remove, name="analysis-part-remove"),
    path("<slug:number>/parts/timeline/<int:row>/<slug:way>/", move_happening, name="analysis-move"),
]
