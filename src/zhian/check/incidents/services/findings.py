"""What an incident shows to be put right."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.loop.models import Finding
from zhian.kernel.loop.services import raise_finding
from zhian.kernel.people.models import User
from zhian.kernel.records.services import require, require_open

from ..models import Incident


@deed
def raise_finding_on(incident: Incident, *, actor: User, told: Mapping[str, Any]) -> Finding:
    """Something more that is to be put right."""
    require(actor, "incidents.raise_finding", incident)
    require_open(incident)
    if incident.state != "acting":
        raise Refused(_("Confirm and grade the report first."))
    return raise_finding(incident, actor=actor, **told)
