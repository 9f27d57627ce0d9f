"""Judging by the SAC matrix, how bad and how often; and the hospital's own copy of it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhian.kernel.audit.acting import deed
from zhian.kernel.moment import now
from zhian.kernel.people.models import Department, User
from zhian.kernel.records.services import require

from ..codes import DEGREES, Frequency, Harm, Severity
from ..models import Incident, SacMatrix, matrix_of
from ..models.sac import newest_of

YEAR = timedelta(days=365)
OFTEN = 12  # in a year: every few weeks
SLIGHTEST_FIRST = list(reversed(Severity.values))
SEVERITY_OF_HARM = {Harm.UNKNOWN: Severity.NONE, **{harm: Severity(harm.value) for harm in DEGREES}}


def judge(incident: Incident, *, frequency: str, severity: str) -> None:
    """Settle the SAC by the hospital's matrix of today; neither of the two means that there is none."""
    incident.sac_frequency, incident.sac_severity, incident.sac_version, incident.sac = frequency, severity, "", None
    if not frequency and not severity:
        return
    if not frequency or not severity:
        raise ValidationError({"sac_frequency": _("For the SAC say both: how bad it could be, and how often it is.")})
    if SLIGHTEST_FIRST.index(severity) < SLIGHTEST_FIRST.index(suggested_severity(incident)):
        raise ValidationError({"sac_severity": _("It cannot be milder than the harm that was done.")})
    matrix = matrix_of(incident.hospital)
    incident.sac, incident.sac_version = matrix.level(frequency, severity), matrix.version


def suggested_severity(incident: Incident) -> str:
    """As bad as the harm that was done."""
    return SEVERITY_OF_HARM[Harm(incident.harm)]


def suggested_frequency(incident: Incident) -> str:
    """How often the hospital has had this category, by its last twelve reports of it."""
    alike = Incident.objects.filter(category=incident.category, hospital=incident.hospital).exclude(pk=incident.pk)
    since = [now() - moment for moment in alike.values_list("occurred_at", flat=True)[:OFTEN]]
    in_one, in_two, in_five = (sum(ago <= years * YEAR for ago in since) for years in (1, 2, 5))
    if in_one >= OFTEN:
        return Frequency.WEEKS
    if in_one >= 2:
        return Frequency.MONTHS
    if in_two:
        return Frequency.TWO_YEARS
    return Frequency.FIVE_YEARS if in_five else Frequency.RARELY


@deed
def change_matrix(hospital: Department, *, actor: User, levels: Mapping[str, Sequence[int]], source: str) -> SacMatrix:
    """Keep the hospital's own matrix as a new version. Cases that were judged keep the one they were judged by."""
    require(actor, "sac.edit", hospital)
    Department.objects.select_for_update().get(pk=hospital.pk)
    last = newest_of(hospital)
    version = last.version + 1 if last else 1
    new = SacMatrix(hospital=hospital, version=version, levels=levels, source=source, changed_by=actor)
    try:
        new.matrix()
    except ValueError as fault:
        raise ValidationError(str(fault)) from fault
    new.full_clean()
    new.save()
    return new
