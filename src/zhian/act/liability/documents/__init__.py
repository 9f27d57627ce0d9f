"""The calculation sheet (计算书) on paper. Its Word template is drawn by script/word-templates."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zhian.engines.compensation.setting_out import answer
from zhian.kernel.documents.kinds import Document, Facts, declare
from zhian.kernel.documents.services import Printed, print_facts
from zhian.kernel.moment import now
from zhian.kernel.people.models import User
from zhian.kernel.web.dates import moment

HERE = Path(__file__).parent


def facts(case: Any, reader: User) -> Facts:
    """What the engine says of a case document in the language of the house, and who printed it when."""
    hospital = reader.department.hospital if reader.department else None
    return {
        "hospital": hospital.name if hospital else "",
        "printed_at": moment(now()),
        "printed_by": reader.name,
        **asdict(answer(case).sheet(settings.LANGUAGE_CODE)),
    }


def on_paper(case: Any, *, reader: User, format: str) -> Printed:
    """The calculation sheet in the hospital's own template."""
    hospital = reader.department.hospital if reader.department else None
    return print_facts(SHEET, facts(case, reader), hospital=hospital, format=format)


SHEET = declare(
    Document(
        "liability.sheet",
        _("Compensation calculation sheet"),
        _("What each regime supports, head by head, with articles, figures and their sources, options and procedure."),
        HERE / "sheet.docx",
        HERE / "sheet.yaml",
        facts,
        "liability.assess",
    )
)
