"""A table of an old system's reports that was handed in, how it is read, and what became of each of its lines."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.people.models import Department

from .incident import Incident


class ColumnMapping(models.Model):
    """How the tables of one old system are read; kept, so that the next table is read in the same way."""

    hospital = models.ForeignKey(Department, models.PROTECT, related_name="+")
    name = models.CharField(_("old system"), max_length=60)
    told = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("mapping of columns")
        verbose_name_plural = _("mappings of columns")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["hospital", "name"], name="mapping_named_once")]

    def __str__(self) -> str:
        return self.name


class Batch(models.Model):
    """One table that was handed in. `told` is the mapping as it was when the table was taken in."""

    mapping = models.ForeignKey(ColumnMapping, models.PROTECT, related_name="batches", verbose_name=_("old system"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    file_name = models.CharField(_("file"), max_length=200)
    titles = models.JSONField(default=list)
    told = models.JSONField(default=dict)
    at = models.DateTimeField(_("handed in"), default=now)
    started_at = models.DateTimeField(_("begun"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("table of old reports")
        verbose_name_plural = _("tables of old reports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_running(self) -> bool:
        return self.started_at is not None and self.finished_at is None

    def counts(self) -> dict[str, int]:
        """Lines in, and how many of them were taken, refused, there already, or are still waiting."""
        found = {outcome: models.Count("pk", filter=Q(outcome=outcome)) for outcome in Outcome.values}
        lines, waiting = models.Count("pk"), models.Count("pk", filter=Q(outcome=""))
        counts = self.lines.aggregate(lines=lines, waiting=waiting, **found)
        return {**counts, "done": counts["lines"] - counts["waiting"]}


class Outcome(models.TextChoices):
    TAKEN = "taken", _("taken in")
    REFUSED = "refused", _("refused")
    KNOWN = "known", _("there already")


class BatchLine(models.Model):
    """A line as it was handed in, and what became of it."""

    audited = False  # what it becomes is

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField(_("line"))
    cells = models.JSONField()
    outcome = models.CharField(_("what became of it"), max_length=10, choices=Outcome, blank=True)
    faults = models.JSONField(default=dict)  # fact → sentence
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("line of old reports")
        verbose_name_plural = _("lines of old reports")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="line_of_batch_once")]
        indexes = [models.Index(fields=["batch", "outcome", "number"])]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.number}"

    def by_title(self, titles: list[str]) -> dict[str, Any]:
        """The cells under their titles; a line may end early."""
        return dict(zip(titles, self.cells, strict=False))
