from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [
    path("", views.templates, name="templates"),
    path("<slug:kind>/<slug:short>/", views.template, name="template"),
    path("<slug:kind>/<slug:short>/<int:version>.docx", views.download, name="template-download"),
    path("<slug:kind>/<slug:short>/<int:version>/example.<slug:format>", views.show_example, name="template-example"),
    path("<slug:kind>/<slug:short>/<int:version>/use/", views.use, name="template-use"),
]
