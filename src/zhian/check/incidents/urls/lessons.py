"""Addresses of the learning board and the just-culture guide, before those of cases: a word there is no number."""

from django.urls import path

from ..views import digests, fairness, lessons

urlpatterns = [
    path("lessons/", lessons.list_lessons, name="lessons"),
    path("lessons/digests/", digests.list_digests, name="digests"),
    path("lessons/digests/<int:digest>/", digests.show_digest, name="digest"),
    path("lessons/<int:lesson>/", lessons.show_lesson, name="lesson"),
    path("lessons/<int:lesson>/publish/", lessons.publish, name="lesson-publish"),
    path("lessons/<int:lesson>/withdraw/", lessons.withdraw, name="lesson-withdraw"),
    path("lessons/<int:lesson>/useful/", lessons.toggle_useful, name="lesson-useful"),
    path("lessons/<int:lesson>/comments/", lessons.comment, name="lesson-comment"),
    path("lessons/<int:lesson>/comments/<int:comment>/hide/", lessons.hide_comment, name="lesson-comment-hide"),
    path("<slug:number>/fairness/", fairness.weigh_fairly, name="fairness"),
    path("<slug:number>/lesson/", lessons.write_lesson, name="lesson-write"),
]
