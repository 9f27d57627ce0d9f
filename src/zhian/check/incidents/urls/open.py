"""Short addresses for people without an account: /r/code on a poster, /r/ for receipts."""

from django.urls import path

from ..views import open as pages

app_name = "anonymous"
urlpatterns = [
    path("", pages.show_receipt, name="receipt"),
    path("<slug:code>/", pages.show_poster, name="poster"),
    path("<slug:code>/staff/", pages.report, {"face": "staff"}, name="staff"),
    path("<slug:code>/concern/", pages.report, {"face": "concern"}, name="concern"),
]
