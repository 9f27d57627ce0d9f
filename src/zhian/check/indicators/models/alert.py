"""An alert: one episode in which a chart says more than chance, and who looks into it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhian.kernel.people.models import Role, User
from zhian.kernel.people.services import holders
from zhian.kernel.records.models import Record

from ..permissions import HEADS, alerts_visible_to
from ..workflow import ALERT


class Alert(Record):
    """One for each episode, not for each point; it grows while the episode goes on."""

    workflow = ALERT
    prefix = "AL"
    icon = "bell"
    is_raised = True
    visible_to = staticmethod(alerts_visible_to)
    unaudited_fields = ("last", "evidence", "chance", "said", "is_over")  # reckoned anew every night

    indicator = models.CharField(_("indicator"), max_length=60, editable=False)
    edition = models.CharField(_("edition"), max_length=20, editable=False)
    began = models.DateField(_("began"), editable=False)
    last = models.DateField(_("last seen"), editable=False)
    side = models.SmallIntegerField(default=0, editable=False)  # above the usual 1, below it -1
    evidence = models.FloatField(_("evidence"), editable=False)  # the smaller the chance, the more
    chance = models.FloatField(_("by chance alone"), editable=False)
    said = models.JSONField(default=dict, editable=False)  # the numbers of the sentence
    is_over = models.BooleanField(_("over"), default=False, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("who looks into it"),
    )

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=models.F("began")), name="an_episode_ends_after_it_began")
        ]

    @property
    def author_words(self) -> str:
        return str(_("the nightly watch"))

    def lookers(self) -> list[User]:
        """Whoever looks after the department; of the whole hospital the quality office."""
        found = {person for role in HEADS for person in holders(role, self.department)}
        return sorted(found or holders(Role.QUALITY_OFFICE, self.department), key=lambda person: person.pk)

    def search_text(self) -> str:
        return self.indicator
