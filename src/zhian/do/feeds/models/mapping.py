"""How a table of another system is read."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.people.models import Department

from ..readers.mapped import COMPLEMENTS
from .in_order import InOrder


class Mapping(models.Model):
    """Which column of a hospital's own table is which fact, kept to be used again."""

    hospital = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("hospital"))
    name = models.CharField(_("name"), max_length=60)
    table = models.CharField(_("what a line tells of"), max_length=30)
    columns = InOrder(_("columns"), default=dict)  # title there → fact: {"占用床日": "bed_day.occupied"}
    cells = models.JSONField(_("how cells are read"), default=dict, blank=True)  # title → words, days, factor
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(_("changed at"))
    is_in_use = models.BooleanField(_("in use"), default=True)  # else only the imports made by it know it

    class Meta:
        verbose_name = _("mapping")
        verbose_name_plural = _("mappings")
        constraints = [
            models.UniqueConstraint(
                fields=["hospital", "name"], condition=models.Q(is_in_use=True), name="feeds_mapping_in_use"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def completes(self) -> bool:
        """Whether its lines only say more of rows that lie in the lake."""
        return self.table in COMPLEMENTS

    @property
    def of(self) -> str:
        """The table of facts."""
        return COMPLEMENTS.get(self.table, self.table)


class DepartmentCode(models.Model):
    """What another system calls a department of ours."""

    hospital = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("hospital"))
    code = models.CharField(_("code there"), max_length=60)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("department code of another system")
        verbose_name_plural = _("department codes of other systems")
        constraints = [models.UniqueConstraint(fields=["hospital", "code"], name="feeds_department_code")]

    def __str__(self) -> str:
        return self.code
