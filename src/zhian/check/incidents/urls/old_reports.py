"""The addresses of taking over old reports, below those of incidents."""

from django.urls import path

from ..views.old_reports import batches, columns, refused, show_batch, start, words

urlpatterns = [
    path("", batches, name="batches"),
    path("<int:batch>/", show_batch, name="batch"),
    path("<int:batch>/columns/", columns, name="batch-columns"),
    path("<int:batch>/words/", words, name="batch-words"),
    path("<int:batch>/start/", start, name="batch-start"),
    path("<int:batch>/refused.<slug:format>", refused, name="batch-refused"),
]
