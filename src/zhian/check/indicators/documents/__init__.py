"""The month's report on paper. Its Word template is drawn by script/word-templates."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhian.kernel.documents.kinds import Document, Facts, declare
from zhian.kernel.documents.services import Printed, print_facts
from zhian.kernel.moment import now
from zhian.kernel.people.models import Department, User
from zhian.kernel.web.dates import moment

from ..services.report import facts_of

HERE = Path(__file__).parent


def facts(asked: Any, reader: User) -> Facts:
    """What a hospital's report of a month says, in the language of the house, and who printed it when."""
    hospital, month = asked
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "hospital": hospital.name,
            "printed_at": moment(now()),
            "printed_by": reader.name,
            **facts_of(hospital, month),
        }


def on_paper(hospital: Department, month: date, *, reader: User, format: str) -> Printed:
    """The report in the hospital's own template."""
    return print_facts(REPORT, facts((hospital, month), reader), hospital=hospital, format=format)


REPORT = declare(
    Document(
        "indicators.report",
        _("Quality indicators: monthly report"),
        _("For the committee: alerts, every set with its values and targets, charts of what changed, words."),
        HERE / "report.docx",
        HERE / "report.yaml",
        facts,
        "indicators.report",
    )
)
