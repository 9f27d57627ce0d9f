"""The report of a suspected medical device event to the regulator, filled in as far as the case knows."""

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
DEVICE_LINES = (
    *("udi", "name", "registration", "model", "maker", "lot", "serial", "asset", "made_on", "expires_on"),
    *("in_use_since", "last_maintained"),
)
EVENT_LINES = ("what", "detail", "use", "cause", "harm", "kept")


def facts(incident: Incident, reader: User) -> Facts:
    """What the answers of the category say; who reported it is nowhere in it."""
    asked = Asked(incident, Category.DEV)
    concerned = patient(incident)
    ticked = {row: asked.codes(row) for row in ("harm", "cause", "kept", "others")}
    return {
        **heading(incident, reader),
        "reported_on": day(today()),
        "department": incident.department.name,
        "place": incident.place,
        "occurred_at": moment(incident.occurred_at),
        "known_at": moment(incident.known_at),
        "account": incident.account,
        "immediate_action": incident.immediate_action,
        "patient": concerned,
        "device": asked.words(*DEVICE_LINES),
        "event": asked.words(*EVENT_LINES),
        "boxes": boxes("device", {**ticked, "sex": [concerned["sex_code"]], "place": ["hospital"]}),
    }


DEVICE = declare(
    Document(
        "incidents.device",
        gettext_lazy("Medical device adverse event report"),
        gettext_lazy(
            "For the national device event system, from the answers on the device; compare it with the form in force."
        ),
        HERE / "device.docx",
        HERE / "device.yaml",
        facts,
        "incidents.print_form",
        suits=lambda incident: incident.category in (Category.DEV, Category.CSSD),
    )
)
