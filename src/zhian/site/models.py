"""What the worker remembers of its schedules."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Run(models.Model):
    """When a schedule ran last, and who is running it now: one worker at a time, whatever happens to it."""

    audited = False

    name = models.CharField(max_length=60, primary_key=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    runner = models.CharField(max_length=100, blank=True)
    leased_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    failing_since = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("run of a schedule")
        verbose_name_plural = _("runs of schedules")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
