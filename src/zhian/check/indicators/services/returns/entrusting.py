"""Which department types in which indicators."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhian.engines.indicators.definition import Definition
from zhian.kernel.audit.acting import deed
from zhian.kernel.people.models import Department, User
from zhian.kernel.records.services import require

from ...models import Entrusted
from ..definitions import in_force, is_manual


@deed
def entrust(department: Department, code: str, *, actor: User) -> Entrusted:
    """Let a department type in an indicator each month."""
    require(actor, "indicators.entrust", department)
    if code not in {each.code for each in in_force(department.hospital) if is_manual(each)}:
        raise ValidationError({"indicator": _("This indicator is not typed in by people.")})
    made, _is_new = Entrusted.objects.get_or_create(department=department, indicator=code)
    return made


@deed
def take_back(entrusted: Entrusted, *, actor: User) -> None:
    """The department no longer types it in; what it typed in stays."""
    require(actor, "indicators.entrust", entrusted.department)
    entrusted.delete()


def owned(department: Department, month: date) -> list[Definition]:
    """What the department types in for the month, in the order of the catalogue."""
    codes = set(Entrusted.objects.filter(department=department).values_list("indicator", flat=True))
    return [each for each in in_force(department.hospital, month) if each.code in codes and is_manual(each)]
