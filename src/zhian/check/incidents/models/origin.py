"""Where an incident came from, if not from a person at this program: another system, and its number there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.people.models import Department

from .incident import Incident


class Origin(models.Model):
    """The same number of the same system is taken once in each hospital, however often it is sent."""

    append_only = True

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="origin")
    hospital = models.ForeignKey(Department, models.PROTECT, related_name="+")
    system = models.CharField(_("other system"), max_length=200)
    number = models.CharField(_("number there"), max_length=200)

    class Meta:
        verbose_name = _("origin")
        verbose_name_plural = _("origins")
        constraints = [models.UniqueConstraint(fields=["hospital", "system", "number"], name="taken_from_there_once")]

    def __str__(self) -> str:
        return f"{self.system}: {self.number}"
