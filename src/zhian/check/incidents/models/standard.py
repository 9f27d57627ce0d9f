"""The hospital's own standards of analysis: how soon by severity, which factors to choose from. Each is a row."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now, today
from zhian.kernel.people.models import Department

from ..terms.analysis import FACTORS, SHIPPED, Standard, Target
from ..terms.reading import Term, Terms

WITHOUT_SAC = "none"


class AnalysisStandard(models.Model):
    """One version of one hospital; of those that have begun the newest holds."""

    append_only = True

    hospital = models.ForeignKey(Department, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(_("version"))
    valid_from = models.DateField(_("valid from"))
    targets = models.JSONField(_("how soon"))  # SAC or "none" → method, begin_workdays, finish_days
    factors = models.JSONField(_("contributing factors"))  # [code, words, [[code, words], …]] for each group
    source = models.CharField(_("source"), max_length=300)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("standard of analysis")
        verbose_name_plural = _("standards of analysis")
        ordering = ["valid_from", "version"]
        constraints = [models.UniqueConstraint(fields=["hospital", "version"], name="analysis_standard_version")]

    def __str__(self) -> str:
        return f"{self.hospital}: {self.version}"

    def standard(self) -> Standard:
        """As data. What a hospital settles itself counts as checked."""
        targets = {_sac(name): Target(**told) for name, told in self.targets.items()}
        groups = tuple(
            Term(code, words, terms=tuple(Term(*term) for term in below)) for code, words, below in self.factors
        )
        factors = Terms(groups, self.source, is_verified=True, valid_from=self.valid_from)
        return Standard(self.version, targets, factors, self.source, is_verified=True)


def standard_of(hospital: Department | None) -> Standard:
    """What the hospital holds to today: its own, or what comes with the program."""
    own = AnalysisStandard.objects.filter(hospital=hospital, valid_from__lte=today()).last()
    return own.standard() if own else SHIPPED


def factor_named(hospital: Department | None, code: str) -> Term | None:
    """A factor that was chosen once stays readable, though it is offered no more."""
    if found := FACTORS.find(code):
        return found
    own = AnalysisStandard.objects.filter(hospital=hospital).reverse()
    return next((term for each in own if (term := each.standard().factors.find(code))), None)


def as_kept(targets: Mapping[int | None, Target]) -> dict[str, Any]:
    """Targets as the table keeps them."""
    return {
        WITHOUT_SAC if sac is None else str(sac): {
            "method": target.method,
            "begin_workdays": target.begin_workdays,
            "finish_days": target.finish_days,
        }
        for sac, target in targets.items()
    }


def _sac(name: str) -> int | None:
    return None if name == WITHOUT_SAC else int(name)
