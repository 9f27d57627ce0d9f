"""The hospital's own copies of the SAC matrix. Each change is a new one, so that old cases keep theirs."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.people.house import of_house
from zhian.kernel.people.models import Department

from ..scales import Matrix, shipped_matrix
from ..scales.sac import matrix_from


class SacMatrix(models.Model):
    """One version of one hospital. The newest holds."""

    append_only = True

    hospital = models.ForeignKey(Department, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(_("version"))
    levels = models.JSONField(_("levels"))
    source = models.CharField(_("source"), max_length=300)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("SAC matrix")
        verbose_name_plural = _("SAC matrices")
        constraints = [models.UniqueConstraint(fields=["hospital", "version"], name="sac_matrix_version")]

    def __str__(self) -> str:
        return f"{self.hospital}: {self.name}"

    @property
    def name(self) -> str:
        return f"own-{self.version}"

    def matrix(self) -> Matrix:
        """As data. What a hospital settles itself counts as checked."""
        return matrix_from({"version": self.name, "levels": self.levels, "source": self.source, "verified": True})


def newest_of(hospital: Department) -> SacMatrix | None:
    return SacMatrix.objects.filter(hospital=hospital).order_by("-version").first()


def matrix_of(hospital: Department, version: str = "") -> Matrix:
    """The matrix of the hospital: the newest, or the one of that version."""
    if not version:
        return _newest_matrix(hospital)
    own = SacMatrix.objects.filter(hospital=hospital)
    found = own.filter(version=version.removeprefix("own-")).first() if version.startswith("own-") else None
    return found.matrix() if found else shipped_matrix()


@of_house(SacMatrix)
def _newest_matrix(hospital_id: int | None) -> Matrix:
    own = SacMatrix.objects.filter(hospital_id=hospital_id).order_by("-version").first()
    return own.matrix() if own else shipped_matrix()
