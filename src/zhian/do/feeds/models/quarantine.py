"""What the database knows of rows that were kept back: how many for which fault, what was mended, and who looked.

The rows themselves lie encrypted in a folder of the run: a million of them would be no use here.
"""

from django.conf import settings
from django.db import models

from zhian.kernel.encryption import EncryptedTextField

from .run import Run


class Tally(models.Model):
    """So many rows of a run have this fault in this column; or were taken with this warning."""

    audited = False  # counts that follow from the file

    run = models.ForeignKey(Run, models.CASCADE, related_name="tallies")
    table = models.CharField(max_length=30)
    fault = models.CharField(max_length=60)
    place = models.CharField(max_length=200, blank=True)  # the source's column
    is_fault = models.BooleanField()
    rows = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "table", "fault", "place", "is_fault"], name="feeds_tally_once")
        ]

    def __str__(self) -> str:
        return f"{self.fault} {self.place}: {self.rows}"


class Mended(models.Model):
    """Cells of a row in quarantine as a person has put them right."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="mended")
    table = models.CharField(max_length=30)
    line = models.PositiveIntegerField()
    cells = EncryptedTextField()  # JSON: title → text
    mended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    mended_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "table", "line"], name="feeds_mended_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.line}"


class Opened(models.Model):
    """Who has read a row with what identifies its patient; all of them where `line` is None (an export)."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="openings")
    table = models.CharField(max_length=30, blank=True)
    line = models.PositiveIntegerField(null=True)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["run", "line"])]

    def __str__(self) -> str:
        return f"{self.reader} {self.at}"
