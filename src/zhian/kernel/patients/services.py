"""Finding a patient by number, and taking up new references."""

from zhian.kernel.people.models import Department

from .models import Patient, Sex


def refer_to(hospital: Department, number: str, *, sex: str = Sex.UNKNOWN, birth_year: int | None = None) -> Patient:
    """The patient with this number in this hospital, taken up now if not yet known."""
    patient, is_new = Patient.objects.get_or_create(
        hospital=hospital, number=number.strip(), defaults={"sex": sex, "birth_year": birth_year}
    )
    if not is_new and birth_year and patient.birth_year is None:
        patient.birth_year = birth_year
        patient.save(update_fields=["birth_year"])
    return patient
