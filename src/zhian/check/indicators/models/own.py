"""An indicator that a hospital defines itself."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhian.engines.indicators.definition import Definition
from zhian.engines.indicators.document import DefinitionError, read
from zhian.engines.indicators.language import Fault
from zhian.engines.indicators.language.faults import unknown
from zhian.engines.spc.kinds import KINDS
from zhian.engines.spc.rules import rule_sets
from zhian.kernel.records.models import Record

from ..permissions import own_visible_to
from ..workflow import OWN


class OwnIndicator(Record):
    """One version of it. A new version is another record; when it is approved, the one before is retired."""

    workflow = OWN
    prefix = "OI"
    icon = "adjustments"
    visible_to = staticmethod(own_visible_to)

    code = models.CharField(
        _("code"), max_length=40, editable=False, help_text=_("From the definition; the same for all versions.")
    )
    edition = models.CharField(_("edition"), max_length=20, editable=False)
    definition = models.TextField(_("definition"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("proposed by"),
    )

    class Meta:
        verbose_name = _("own indicator")
        verbose_name_plural = _("own indicators")

    def clean(self) -> None:
        """Code, edition and title are what the definition says they are."""
        self.settle()

    def settle(self) -> None:
        """Read them from the definition. Raises ValidationError with everything that is wrong in it."""
        try:
            definition = read(self.definition)
        except DefinitionError as error:
            raise ValidationError({"definition": faults_said(error.faults)}) from None
        if wrong := faults_said(faults_of_chart(definition)):
            raise ValidationError({"definition": wrong})
        self.code, self.edition = definition.code[:40], definition.edition[:20]
        self.title = (definition.names.get("zh") or definition.code)[:200]

    def search_text(self) -> str:
        return self.code


def faults_of_chart(definition: Definition) -> Iterator[Fault]:
    """The engine that counts knows no charts: which there are is known here."""
    for name, known in (("kind", ("auto", *KINDS)), ("rules", tuple(rule_sets()))):
        told = getattr(definition.chart, name)
        if told not in known:
            yield unknown("not_among", told, known).in_field(f"chart.{name}")


def faults_said(faults: Iterable[Fault]) -> list[str]:
    """What is wrong, each with the field in which it stands, in the reader's language."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    told = ((fault.field, fault.said_in(language)) for fault in faults)
    return [f"{field}: {says}" if field else says for field, says in told]
