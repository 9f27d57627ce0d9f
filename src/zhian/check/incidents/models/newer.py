"""What the program brought since a hospital wrote its own questions, and what the hospital decided about it."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.people.models import Department


class NewerEdition(models.Model):
    """A version of the program's questions that is newer than the one beside which the hospital's own was written."""

    class Decision(models.TextChoices):
        TAKEN = "taken", _("Ask the program's from today on")
        DISMISSED = "dismissed", _("Keep our own")

    hospital = models.ForeignKey(Department, models.PROTECT, related_name="+")
    name = models.CharField(_("category"), max_length=40)
    version = models.PositiveIntegerField(_("version"))
    seen_at = models.DateTimeField(default=now)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    why = models.TextField(_("why"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    decided_at = models.DateTimeField(_("at"), null=True)

    class Meta:
        verbose_name = _("newer edition of the program's")
        verbose_name_plural = _("newer editions of the program's")
        constraints = [models.UniqueConstraint(fields=["hospital", "name", "version"], name="newer_edition_once")]

    def __str__(self) -> str:
        return f"{self.hospital}: {self.name} {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("incidents:newer-questions", args=[self.name])
