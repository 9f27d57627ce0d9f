"""Handing in a report."""

from zhian.kernel.audit.acting import deed
from zhian.kernel.patients.services import refer_to
from zhian.kernel.people.models import User
from zhian.kernel.records.seals import seal
from zhian.kernel.records.services import file

from ..codes import KnownAs
from ..models import Incident


def report(incident: Incident, *, actor: User, patient_number: str = "", known_as: str = KnownAs.NAMED) -> Incident:
    """Hand a report to the quality office, with the patient's number where one is concerned.

    Who wants to be protected is put under seal first: nothing is written in that person's name.
    """
    if known_as == KnownAs.PROTECTED:
        seal(incident, actor)
    return _report(incident, actor=actor, patient_number=patient_number)


@deed
def _report(incident: Incident, *, actor: User, patient_number: str) -> Incident:
    if patient_number.strip() and incident.department.hospital:
        incident.patient = refer_to(incident.department.hospital, patient_number)
    return file(incident, actor=actor)
