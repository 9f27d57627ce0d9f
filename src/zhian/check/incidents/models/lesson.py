"""What everybody can learn from an event: told so that nobody is recognised, read, found useful, talked about."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.people.models import Department

from ..codes import CATEGORY_ICONS, Category
from .incident import Incident


class Lesson(models.Model):
    """What happened, what was learnt and changed. Nothing that readers see leads to the case."""

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="lesson")
    hospital = models.ForeignKey(Department, models.PROTECT, related_name="+")
    category = models.CharField(_("category"), max_length=4, choices=Category)
    title = models.CharField(_("title"), max_length=80)
    happened = models.TextField(_("what happened"))
    learned = models.TextField(_("what we learnt"))
    changed = models.TextField(_("what we changed"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written at"), default=now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    withdrawn_because = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(
                fields=["hospital", "-published_at"], condition=Q(published_at__isnull=False), name="lessons_published"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("incidents:lesson", args=[self.pk])

    @property
    def version(self) -> str:
        """Changes whenever somebody writes; empty for one that nobody wrote yet."""
        return self.written_at.isoformat() if self.pk else ""

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def category_icon(self) -> str:
        return CATEGORY_ICONS[self.category]


class Useful(models.Model):
    """That a person found a lesson useful: once, and it can be taken back."""

    audited = False

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="useful")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("found useful")
        verbose_name_plural = _("found useful")
        constraints = [models.UniqueConstraint(fields=["lesson", "person"], name="useful_once")]

    def __str__(self) -> str:
        return f"{self.lesson_id}: {self.person_id}"


class LessonComment(models.Model):
    """Words on a lesson. They stay as they were said; the office may hide them, with a reason."""

    append_only = True
    filled_in_once = ("hidden_at", "hidden_by", "hidden_because")

    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.CharField(_("comment"), max_length=1000)
    at = models.DateTimeField(_("at"), default=now)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    hidden_because = models.CharField(_("why it is hidden"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("comment on a lesson")
        verbose_name_plural = _("comments on lessons")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:50]
