"""Marks on a chart, and limits that begin anew: decided by a person, with a reason, never by itself."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhian.engines.indicators.definition import Definition
from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.loop.models import Finding
from zhian.kernel.moment import now, today
from zhian.kernel.months import month_of
from zhian.kernel.people.models import Department, User
from zhian.kernel.records.services import require

from ..models import Mark, Measured, Rebase
from .standings import stand_anew


@deed
def put_mark(mark: Mark, *, actor: User) -> Mark:
    """Put a note, an intervention or an exclusion on a month."""
    require(actor, "indicators.annotate", mark.department)
    if mark.month > month_of(today()):
        raise ValidationError({"month": _("This month has not begun yet.")})
    mark.by, mark.month = actor, month_of(mark.month)
    mark.full_clean()
    mark.save()
    stand_anew(mark.department, mark.indicator)
    return mark


@deed
def begin_limits(
    definition: Definition,
    department: Department,
    *,
    actor: User,
    month: date,
    reason: str,
    finding: Finding | None = None,
) -> Rebase:
    """Let the limits begin anew from the month. Raises Refused where they do already, or nothing is before."""
    require(actor, "indicators.rebase", department)
    month = month_of(month)
    before = Measured.known().filter(department=department, indicator=definition.code, month__lt=month)
    if not before.exclude(value=None).exists():
        raise Refused(_("Nothing was measured before that month: there are no other limits yet."))
    made = Rebase(
        department=department, indicator=definition.code, month=month, reason=reason, finding=finding, by=actor
    )
    made.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise Refused(_("New limits begin in that month already.")) from None
    stand_anew(department, definition.code)
    return made


@deed
def withdraw_limits(rebase: Rebase, *, actor: User, reason: str) -> Rebase:
    """Take a beginning back; that it was there stays known."""
    require(actor, "indicators.rebase", rebase.department)
    rebase = Rebase.objects.select_for_update().get(pk=rebase.pk)
    if rebase.withdrawn_at:
        raise Refused(_("It was withdrawn already."))
    rebase.withdrawn_at, rebase.withdrawn_why = now(), reason
    rebase.save()
    stand_anew(rebase.department, rebase.indicator)
    return rebase
