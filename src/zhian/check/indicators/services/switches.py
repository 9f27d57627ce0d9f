"""Ways of counting that a hospital may choose: set by the office with a reason, counted from the next measuring on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhian.engines.indicators.definition import Definition
from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.people.models import Department, User
from zhian.kernel.records.services import require

from ..models import Measuring, Switched
from .definitions import in_words


@dataclass(frozen=True)
class Way:
    """A switch of a definition as the hospital set it, and who said so when, the last word first."""

    name: str
    words: str
    is_on: bool
    history: Sequence[Switched]


def ways_of(hospital: Department, definition: Definition) -> list[Way]:
    """Every switch of a definition."""
    if not definition.switches:
        return []
    said = Switched.objects.filter(hospital=hospital, indicator=definition.code).select_related("by")
    return [
        Way(name, in_words(each.names), each.default, [one for one in said if one.switch == name])
        for name, each in definition.switches.items()
    ]


def waits_for(hospital: Department, ways: Sequence[Way]) -> bool:
    """Whether a switch was set after the last run began: the values are still those of the way before."""
    said = max((each.at for way in ways for each in way.history), default=None)
    if said is None:
        return False
    runs = Measuring.objects.filter(hospital=hospital, started_at__gte=said, error="")
    return not runs.exclude(finished_at=None).exists()


@deed
def set_switch(
    definition: Definition, hospital: Department, *, actor: User, switch: str, is_on: bool, reason: str
) -> Switched:
    """Count the indicator this way. Raises Refused where there is no such switch, or it stands so already."""
    require(actor, "indicators.switch", hospital)
    known = definition.switches.get(switch)
    if known is None:
        raise Refused(_("This indicator has no such way of counting."))
    if known.default is is_on:
        raise Refused(_("It is counted this way already."))
    said = Switched(hospital=hospital, indicator=definition.code, switch=switch, is_on=is_on, reason=reason, by=actor)
    said.full_clean()
    said.save()
    return said
