from django.urls import path

from .views import sheet, what_if

app_name = "liability"
urlpatterns = [
    path("", what_if, name="what_if"),
    path("sheet.<slug:format>", sheet, name="sheet"),
]
