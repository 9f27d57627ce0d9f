from django.urls import path

from .views import enter_counts, review_counts, show_month, take_in_table, template

app_name = "feeds"
urlpatterns = [
    path("", show_month, name="activity"),
    path("table/", take_in_table, name="table"),
    path("table/template/", template, name="template"),
    path("<slug:month>/<slug:code>/", enter_counts, name="enter"),
    path("<slug:month>/<slug:code>/review/", review_counts, name="review"),
]
