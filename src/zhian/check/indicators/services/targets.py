"""Targets that a hospital sets for itself: by the office, from a month on, with where they come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhian.engines.indicators.definition import Definition
from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.months import month_of
from zhian.kernel.people.models import Department, User
from zhian.kernel.records.services import require

from ..models import OwnTarget, Standing
from .aims import holds_in
from .definitions import own_targets
from .saying import said, target_said
from .standings import stand_anew

MOST = {"%": 100, "‰": 1000}  # of a unit that is a share


@dataclass(frozen=True)
class Word:
    """What was once said about the target, as people read it; empty where it was withdrawn."""

    told: OwnTarget
    words: str


def words_on(hospital: Department, definition: Definition) -> Sequence[Word]:
    """Every word on the target of an indicator, the last one first."""
    found = OwnTarget.objects.filter(hospital=hospital, indicator=definition.code).select_related("by")
    return [Word(each, target_said(definition, each.value)) for each in found]


def own_target(hospital: Department, code: str, month: date) -> float | None:
    """The hospital's own target that holds in a month, in the shown unit."""
    return next((each.value for each in own_targets(hospital).get(code, ()) if holds_in(each, month)), None)


@deed
def set_target(
    definition: Definition, hospital: Department, *, actor: User, month: date, value: float | None, reason: str
) -> OwnTarget:
    """From the month on this is the target; None ends the own one. Raises Refused where it stands so already."""
    require(actor, "indicators.set_target", hospital)
    month = month_of(month)
    _check(definition, value)
    if own_target(hospital, definition.code, month) == value:
        raise Refused(
            _("There is no target of our own in that month that could end.")
            if value is None
            else _("This is the target of that month already.")
        )
    told = OwnTarget(
        hospital=hospital, indicator=definition.code, month=month, value=value, reason=reason, by=actor
    )  # fmt: skip
    told.full_clean()
    told.save()
    _stand_anew_everywhere(hospital, definition.code)
    return told


def _check(definition: Definition, value: float | None) -> None:
    """Nothing counted is below zero, and no share is above the whole."""
    if value is None:
        return
    if value < 0:
        raise ValidationError({"value": _("A target is not below zero.")})
    most = MOST.get(definition.unit.symbol)
    if most is not None and value > most:
        told = {"most": said(definition, most)}
        raise ValidationError({"value": _("This indicator is a share: its target is at most %(most)s.") % told})


def _stand_anew_everywhere(hospital: Department, code: str) -> None:
    """Boards and scorecards follow at once, not only after the next measuring."""
    standing = Standing.objects.filter(department__hospital=hospital, indicator=code).values("department")
    for place in Department.objects.filter(pk__in=standing).select_related("hospital"):
        stand_anew(place, code)
