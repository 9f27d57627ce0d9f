"""Handing in a report."""

from zhian.kernel.audit.acting import deed
from zhian.kernel.patients.services import refer_to
from zhian.kernel.people.models import User
from zhian.kernel.records.services import file

from ..models import Incident


@deed
def report(incident: Incident, *, actor: User, patient_number: str = "") -> Incident:
    """Hand a report to the quality office, with the patient's number where one is concerned."""
    if patient_number.strip() and incident.department.hospital:
        incident.patient = refer_to(incident.department.hospital, patient_number)
    return file(incident, actor=actor)
