"""The report of an adverse drug reaction to the regulator, filled in as far as the case knows."""

from pathlib import Path

from django.utils.translation import gettext_lazy

from zhian.kernel.documents.kinds import Document, Facts, declare
from zhian.kernel.moment import today
from zhian.kernel.people.models import User
from zhian.kernel.web.dates import day, moment

from ..codes import Category
from ..models import Incident
from .asked import Asked, boxes
from .case import heading, patient

HERE = Path(__file__).parent
DRUG_LINES = ("drug", "trade_name", "approval", "maker", "batch", "use", "reason", "started", "stopped", "with_it")
REACTION_LINES = ("reaction", "began", "signs", "allergies")
NOT_SERIOUS = {"none"}


def facts(incident: Incident, reader: User) -> Facts:
    """What the answers of the category say; who reported it is nowhere in it."""
    asked = Asked(incident, Category.ADR)
    concerned = patient(incident)
    ticked = {row: asked.codes(row) for row in ("serious", "outcome", "dechallenge", "rechallenge", "judgement")}
    return {
        **heading(incident, reader),
        "reported_on": day(today()),
        "department": incident.department.name,
        "occurred_at": moment(incident.occurred_at),
        "account": incident.account,
        "immediate_action": incident.immediate_action,
        "patient": concerned,
        "drug": asked.words(*DRUG_LINES),
        "reaction": asked.words(*REACTION_LINES),
        "boxes": boxes(
            "drug",
            {
                **ticked,
                "round": ["first"],
                "type": _type(ticked["serious"], asked.codes("known")),
                "reporter": ["hospital"],
                "sex": [concerned["sex_code"]],
                "earlier": ["yes"] if asked.words("allergies")["allergies"] else [],
            },
        ),
    }


def _type(serious: set[str], known: set[str]) -> list[str]:
    """New, serious, or neither; nothing as long as nobody judged it."""
    is_new, is_serious = "no" in known, bool(serious - NOT_SERIOUS)
    told = [*(["new"] if is_new else []), *(["serious"] if is_serious else [])]
    return told or (["usual"] if serious and known else [])


DRUG = declare(
    Document(
        "incidents.drug",
        gettext_lazy("Adverse drug reaction report"),
        gettext_lazy(
            "For the national drug reaction system, from the answers on the drug; compare it with the form in force."
        ),
        HERE / "drug.docx",
        HERE / "drug.yaml",
        facts,
        "incidents.print_form",
        suits=lambda incident: incident.category == Category.ADR,
    )
)
