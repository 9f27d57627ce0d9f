"""The analysis of one incident: why it happened, and what would keep it from happening again."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.people.models import User
from zhian.kernel.records.models import Record
from zhian.kernel.records.services import end_of_day

from ..permissions import analyses_visible_to
from ..terms.analysis import FRAMES
from ..workflow import ANALYSIS
from .incident import Incident


class Method(models.TextChoices):
    RCA = "rca", _("Root-cause analysis")
    MINI_RCA = "mini_rca", _("Mini root-cause analysis")
    DEPARTMENT = "department", _("Analysis by the department")
    AGGREGATE = "aggregate", _("Analysed together with similar cases")


class Analysis(Record):
    """It stands in the register beside its incident, with its own deadline, its own turn and its own history."""

    workflow = ANALYSIS
    prefix = "RCA"
    icon = "bulb"
    is_raised = True
    visible_to = staticmethod(analyses_visible_to)

    case = models.OneToOneField(
        Incident, models.PROTECT, related_name="own_analysis", editable=False, verbose_name=_("adverse event")
    )
    method = models.CharField(_("kind of analysis"), max_length=20, choices=Method)
    question = models.CharField(_("what is to be explained"), max_length=200)
    scope = models.TextField(_("scope"), blank=True)
    frame = models.CharField(_("bones of the fishbone"), max_length=20, default="six_m")
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("lead of the analysis")
    )
    begin_by = models.DateField(_("begin by"))
    finish_by = models.DateField(_("finish by"))
    begun_on = models.DateField(_("begun on"), null=True, blank=True, editable=False)
    conclusion = models.TextField(_("conclusion"), blank=True)
    why_no_action = models.TextField(_("why nothing is recommended"), blank=True)
    why_only_weak = models.TextField(_("why only weak actions are recommended"), blank=True)

    class Meta:
        verbose_name = _("analysis")
        verbose_name_plural = _("analyses")

    def due_in_state(self) -> datetime | None:
        return end_of_day(self.begin_by if self.state == "planned" else self.finish_by) if not self.is_closed else None

    def everyone(self) -> list[User]:
        """The lead and the members of the team."""
        return [self.lead, *(member.person for member in self.members.select_related("person"))]

    @property
    def bones(self) -> list:
        """The terms of the fishbone's bones."""
        frame = FRAMES.find(self.frame)
        return list(frame.terms) if frame else []

    def outcome(self) -> str:
        return self.conclusion

    def search_text(self) -> str:
        return f"{self.question} {self.scope} {self.conclusion}"
