"""What an analysis is put together from: team, timeline, causes, whys, factors, root causes, recommendations.

Each part is a row that people change on its own, so that several can work at once; `version` tells when two meet.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.loop.models import Finding
from zhian.kernel.moment import now
from zhian.kernel.people.models import Department

from ..terms.analysis import STRENGTHS, WEAK
from ..terms.reading import Term
from .analysis import Analysis
from .standard import factor_named

DEEPEST = 7  # whys below each other
MOST_ON_A_BONE = 12


class Part(models.Model):
    """One row of an analysis."""

    freezes_with = "analysis"

    analysis = models.ForeignKey(Analysis, models.PROTECT, related_name="%(class)ss", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Member(Part):
    """Somebody in the team."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person in the team")
    )
    task = models.CharField(_("part in the team"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("member of the team")
        verbose_name_plural = _("team")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["analysis", "person"], name="in_the_team_once")]

    def __str__(self) -> str:
        return str(self.person)


class Precision(models.TextChoices):
    EXACT = "exact", _("exact")
    ABOUT = "about", _("about")
    UNKNOWN = "unknown", _("time not known")


class Happening(Part):
    """What happened, step by step, and what should have happened instead."""

    place = models.PositiveIntegerField(editable=False, default=0)
    at = models.DateTimeField(_("when"), null=True, blank=True)
    precision = models.CharField(_("how sure the time is"), max_length=10, choices=Precision, default=Precision.EXACT)
    what = models.TextField(_("what happened"), max_length=1000)
    should = models.TextField(_("what should have happened"), max_length=1000, blank=True)
    source = models.CharField(_("known from"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("entry of the timeline")
        verbose_name_plural = _("timeline of what happened")
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return self.what[:60]

    def clean(self) -> None:
        if self.precision == Precision.UNKNOWN:
            self.at = None
        elif self.at is None:
            raise ValidationError({"at": _("Say when, or that the time is not known.")})
        elif self.at > now():
            raise ValidationError({"at": _("It cannot have happened in the future: check date and time.")})


class Cause(Part):
    """A possible cause on a bone of the fishbone."""

    bone = models.CharField(_("bone"), max_length=30)
    text = models.CharField(_("cause"), max_length=100)

    class Meta:
        verbose_name = _("cause on the fishbone")
        verbose_name_plural = _("fishbone")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        there = Cause.objects.filter(analysis_id=self.analysis_id, bone=self.bone).exclude(pk=self.pk)
        if there.count() >= MOST_ON_A_BONE:
            raise ValidationError({"bone": _("There are twelve causes on this bone already: join some of them.")})


class Why(Part):
    """An answer to “why?”: to the question itself, or to another answer."""

    above = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="below", verbose_name=_("answers the why of")
    )
    text = models.CharField(_("because"), max_length=300)
    is_root = models.BooleanField(_("this is a root cause"), default=False)

    class Meta:
        verbose_name = _("answer to a why")
        verbose_name_plural = _("five whys")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        above, depth = self.above, 1
        while above is not None:
            if above.pk == self.pk:
                raise ValidationError({"above": _("An answer cannot explain itself.")})
            above, depth = above.above, depth + 1
        if depth > DEEPEST:
            raise ValidationError({"above": _("Seven whys are enough: begin another line.")})


class Factor(Part):
    """A circumstance that contributed, by its code."""

    code = models.CharField(_("contributing factor"), max_length=40)
    note = models.CharField(_("how it showed here"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("contributing factor")
        verbose_name_plural = _("contributing factors")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["analysis", "code"], name="factor_named_once")]

    def __str__(self) -> str:
        return str(self.term or self.code)

    @property
    def term(self) -> Term | None:
        return factor_named(self.analysis.hospital, self.code)


class RootCause(Part):
    """Cause, effect and event in one sentence."""

    text = models.TextField(_("root cause, as a sentence"), max_length=600)

    class Meta:
        verbose_name = _("root cause")
        verbose_name_plural = _("root causes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Recommendation(Part):
    """What should be changed, how strong a change that is, and the finding that carries it out."""

    what = models.CharField(_("what should be changed"), max_length=200)
    strength = models.CharField(_("strength"), max_length=20)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("by which department"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible person"),
    )
    due_on = models.DateField(_("by when"), null=True, blank=True)
    finding = models.OneToOneField(
        Finding, models.PROTECT, null=True, blank=True, editable=False, related_name="recommended_by"
    )

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.what

    def clean(self) -> None:
        if (self.owner_id is None) != (self.due_on is None):
            raise ValidationError(_("Name both who does it and by when, or neither: the department then plans it."))

    @property
    def term(self) -> Term | None:
        return STRENGTHS.find(self.strength)

    @property
    def is_weak(self) -> bool:
        return self.strength == WEAK
