from django.urls import path

from . import views

urlpatterns = [
    path("", views.log, name="audit_log"),
    path("export.<slug:format>", views.export, name="audit_export"),
    path("readers/<slug:number>/", views.readers, name="readers"),
]
