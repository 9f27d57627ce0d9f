"""Findings and the actions that put them right."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.people.models import User
from zhian.kernel.records.models import Record
from zhian.kernel.records.services import end_of_day

from .permissions import visible_to
from .workflow import FINDING


class Finding(Record):
    """Something that is not as it should be, whatever record brought it to light."""

    workflow = FINDING
    prefix = "FD"
    icon = "tool"
    is_raised = True
    visible_to = staticmethod(visible_to)

    source = models.ForeignKey(Record, models.PROTECT, related_name="findings", verbose_name=_("source"))
    detail = models.TextField(_("what is to be put right"), blank=True)
    effect_indicator = models.CharField(
        _("effect shows in"),
        max_length=100,
        blank=True,
        help_text=_("The figure on which the repair must show, such as the fall rate of the ward."),
    )

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")

    def owners(self) -> list[User]:
        return [action.owner for action in self.actions.select_related("owner")]

    def owners_of_open_actions(self) -> list[User]:
        return list({action.owner for action in self.actions.filter(done_on=None).select_related("owner")})

    def due_in_state(self) -> datetime | None:
        """While it is acted on: when the last open action is due."""
        if self.state != "acting":
            return None
        last = self.actions.filter(done_on=None).aggregate(last=models.Max("due_on"))["last"]
        return end_of_day(last) if last else None

    def due_for(self, person: User) -> datetime | None:
        """For who owns actions: when the first open one is due."""
        if self.state != "acting":
            return None
        first = self.actions.filter(done_on=None, owner=person).aggregate(first=models.Min("due_on"))["first"]
        return end_of_day(first) if first else None

    def search_text(self) -> str:
        return " ".join([self.detail, *self.actions.values_list("what", flat=True)])


class ActionKind(models.TextChoices):
    IMMEDIATE = "immediate", _("immediate")
    CORRECTIVE = "corrective", _("corrective")
    PREVENTIVE = "preventive", _("preventive")
    IMPROVEMENT = "improvement", _("improvement")


class Action(models.Model):
    """What one person does to put a finding right."""

    freezes_with = "finding"

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="actions")
    kind = models.CharField(_("kind"), max_length=20, choices=ActionKind, default=ActionKind.CORRECTIVE)
    what = models.CharField(_("what"), max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="actions", verbose_name=_("responsible person")
    )
    due_on = models.DateField(_("due on"))
    evidence = models.TextField(_("what was done, and what shows it"), blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.what

    def clean(self) -> None:
        if self.done_on and not self.evidence.strip():
            raise ValidationError({"evidence": _("Say what was done, and what shows it.")})
