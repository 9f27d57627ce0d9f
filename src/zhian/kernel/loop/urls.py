from django.urls import path

from .views import FindingPages, complete_action

app_name = "loop"
urlpatterns = [
    *FindingPages.urls(),
    path("<slug:number>/actions/<int:action>/", complete_action, name="action-complete"),
]
