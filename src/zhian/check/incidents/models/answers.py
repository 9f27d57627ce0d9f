"""What was asked about an incident of its category, in which edition of the questions, and what was answered."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhian.engines.questionnaires import Questionnaire, Told, in_language, load, results, tell
from zhian.kernel.moment import now
from zhian.kernel.people.models import Department

from .incident import Incident


class Edition(models.Model):
    """The questions of one category as they stood at a time: once asked they stay as they are.

    Those that come with the program belong to no hospital; a hospital publishes its own beside them.
    """

    append_only = True

    hospital = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("category"), max_length=40)
    version = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("questions"))
    valid_from = models.DateField(_("valid from"))
    beside = models.PositiveIntegerField(_("the program's version at that time"), default=1, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    published_at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("edition of questions")
        verbose_name_plural = _("editions of questions")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["hospital", "name", "version"], name="edition_once_a_hospital"),
            models.UniqueConstraint(
                fields=["name", "version"], condition=Q(hospital=None), name="edition_once_with_the_program"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    @property
    def questionnaire(self) -> Questionnaire:
        return _loaded(self.text)


class Answers(models.Model):
    """What was answered about an incident. `version` goes up with each change, so that nobody's is lost."""

    freezes_with = "incident"

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="answers")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("edition of questions"))
    name = models.CharField(_("category"), max_length=40)  # of the edition
    values = models.JSONField(_("answers"), default=dict)
    results = models.JSONField(_("what follows"), default=dict)  # score or decision → its value: for figures
    found_by = models.TextField(_("found by"), blank=True)  # the words that the search finds
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=now)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("answers")
        verbose_name_plural = _("answers")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["incident", "name"], name="asked_once_a_category")]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.edition}"

    @property
    def title(self) -> str:
        return in_language(self.edition.questionnaire.words, get_language() or "zh")

    @property
    def told(self) -> list[Told]:
        """Each question with its answer in the reader's language."""
        return list(tell(self.edition.questionnaire, self.values, get_language() or "zh"))

    @property
    def outcomes(self) -> Iterator[tuple[str, Any, str]]:
        """What follows from the answers in the reader's language: (what, value, meaning)."""
        language = get_language() or "zh"
        for result in results(self.edition.questionnaire, self.values):
            yield in_language(result.words, language), result.value, in_language(result.meaning, language)


@lru_cache(maxsize=200)
def _loaded(text: str) -> Questionnaire:
    return load(text)
