"""One import: a file that came, and what became of its rows."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhian.kernel.people.models import Department

from .in_order import InOrder
from .mapping import Mapping


class Kind(models.TextChoices):
    HQMS = "hqms", _("Front page (HQMS, P codes)")
    PERFORMANCE = "performance", _("Performance appraisal upload (A to D codes)")
    FHIR = "fhir", _("FHIR (R4, R5)")
    CSV = "csv", _("A table by a mapping")


class State(models.TextChoices):
    NEW = "new", _("looked at")  # nobody has said yet that it be taken in
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("being taken in")
    DONE = "done", _("taken in")
    REFUSED = "refused", _("refused")


class Way(models.TextChoices):
    PAGE = "page", _("browser")
    PROMPT = "prompt", _("command line")
    FOLDER = "folder", _("watched folder")


class Run(models.Model):
    """Rows in = taken + quarantined + duplicates, once it is done; the database holds us to it."""

    unaudited_fields = ("progress", "folder", "attempts")

    hospital = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("hospital"))
    name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("size"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, blank=True)
    mapping = models.ForeignKey(Mapping, models.PROTECT, null=True, blank=True, related_name="runs")
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    sheets = InOrder(default=dict)  # table → titles of its columns
    way = models.CharField(max_length=10, choices=Way)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    is_forced = models.BooleanField(default=False)  # also where most rows have the same fault
    is_replay = models.BooleanField(default=False)  # what waits is its quarantine, and not its file
    progress = models.FloatField(default=0)  # 0 to 1
    refusal = models.JSONField(default=dict, blank=True)  # {"reason": …, "facts": {…}}
    rows = models.PositiveIntegerField(_("rows in"), default=0)
    taken = models.PositiveIntegerField(_("taken"), default=0)
    corrected = models.PositiveIntegerField(default=0)  # of these, how many changed what was there
    duplicates = models.PositiveIntegerField(_("duplicates"), default=0)
    quarantined = models.PositiveIntegerField(_("in quarantine"), default=0)
    folder = models.CharField(max_length=40, blank=True)  # in which the file lies until it is taken in
    attempts = models.PositiveSmallIntegerField(default=0)  # a file that kills its reader is not tried for ever
    store = models.CharField(max_length=40, blank=True)  # the folder that holds its quarantine
    months = models.JSONField(default=list, blank=True)  # into which rows came
    left = models.JSONField(default=dict, blank=True)  # what has no place here: kind of resource → how many
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("handed in"))
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["hospital", "-id"]), models.Index(fields=["state"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.DONE) | Q(rows=F("taken") + F("quarantined") + F("duplicates")),
                name="feeds_rows_add_up",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        return self.state in (State.DONE, State.REFUSED)

    @property
    def is_readable(self) -> bool:
        """Whether it is known which column tells which fact."""
        return self.kind != Kind.CSV or self.mapping_id is not None

    @property
    def completes(self) -> bool:
        """Whether its rows only say more of those that lie in the lake."""
        return self.mapping is not None and self.mapping.completes

    @property
    def header(self) -> list[Any]:
        """The columns of its first sheet."""
        return next(iter(self.sheets.values()), [])
