"""Weighing fairly what somebody did."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.people.models import User
from zhian.kernel.records.services import require, require_open

from ..models import Incident, Weighing
from ..scales.just_culture import VERSION, walk


@deed
def weigh(incident: Incident, *, actor: User, answers: Mapping[str, str], note: str = "") -> Weighing:
    """Keep a walk through the guide that came to its end; answers off the way are left out."""
    require(actor, "incidents.weigh", incident)
    require_open(incident)
    asked, outcome = walk(answers)
    if not outcome:
        raise Refused(_("A question is still open."))
    way = {name: answers[name] for name in asked}
    return Weighing.objects.create(
        incident=incident, version=VERSION, answers=way, outcome=outcome, note=note, weighed_by=actor
    )
