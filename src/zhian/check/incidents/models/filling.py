"""How far the table of facts was filled up from a register that is older than the table."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Filling(models.Model):
    """One for each state of the table's columns. `up_to` is the key of the last incident that was looked at."""

    audited = False  # follows from the incidents

    columns = models.PositiveSmallIntegerField(primary_key=True)
    up_to = models.PositiveBigIntegerField(default=0)
    last = models.PositiveBigIntegerField(default=0)  # the newest incident when it was begun
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("filling of the facts")
        verbose_name_plural = _("fillings of the facts")

    def __str__(self) -> str:
        return f"{self.columns}: {self.up_to}/{self.last}"

    @property
    def percent(self) -> int:
        """How much of it is done; numbers of records grow about evenly."""
        return 100 if self.done_at or not self.last else 100 * self.up_to // self.last
