"""How common each word is in the reports: counted anew by the worker, so that rare ones can lead to similar cases."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Word(models.Model):
    """In how many reports a word stands: a pair of Chinese characters or a Latin word. Words of one report alone are
    not kept; the row of the empty word says how many reports were counted."""

    audited = False  # follows from the reports

    word = models.CharField(_("word"), max_length=60, primary_key=True)
    reports = models.PositiveIntegerField(_("reports"))

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")

    def __str__(self) -> str:
        return f"{self.word} {self.reports}"
