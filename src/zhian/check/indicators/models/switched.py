"""How a hospital set the switches of its definitions: every word that was ever said, the last one holds."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.people.models import Department


class Switched(models.Model):
    """From this moment on the hospital counts an indicator this way. A person decides it and says why."""

    append_only = True

    hospital = models.ForeignKey(Department, models.PROTECT, related_name="+")
    indicator = models.CharField(_("indicator"), max_length=60)
    switch = models.CharField(_("switch"), max_length=60)
    is_on = models.BooleanField(_("on"))
    reason = models.CharField(_("why"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("switch that was set")
        verbose_name_plural = _("switches that were set")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["hospital", "indicator"])]

    def __str__(self) -> str:
        return f"{self.indicator} {self.switch}: {self.is_on}"
