"""Patients and their stays, by the hospital's own numbers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.encryption import EncryptedTextField
from zhian.kernel.moment import today
from zhian.kernel.people.models import Department


class Sex(models.TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")
    UNKNOWN = "unknown", _("not stated")


class Patient(models.Model):
    """A person in care. The number is the hospital's; who it is can only be read by opening it, which is logged."""

    hospital = models.ForeignKey(Department, models.PROTECT, related_name="patients", verbose_name=_("hospital"))
    number = models.CharField(_("hospital number"), max_length=40)
    sex = models.CharField(_("sex"), max_length=10, choices=Sex, default=Sex.UNKNOWN)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    name = EncryptedTextField(_("name"), blank=True)
    identity_number = EncryptedTextField(_("identity number"), blank=True)

    class Meta:
        verbose_name = _("patient")
        verbose_name_plural = _("patients")
        constraints = [models.UniqueConstraint(fields=["hospital", "number"], name="patient_number_in_hospital")]

    def __str__(self) -> str:
        return self.masked_number

    @property
    def masked_number(self) -> str:
        """Enough to tell two patients apart, not enough to look one up."""
        return f"···{self.number[-4:]}"

    @property
    def age(self) -> int | None:
        return today().year - self.birth_year if self.birth_year else None


class Encounter(models.Model):
    """One stay or visit of a patient."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="encounters", verbose_name=_("patient"))
    number = models.CharField(_("encounter number"), max_length=40)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    began_at = models.DateTimeField(_("began at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("encounter")
        verbose_name_plural = _("encounters")
        constraints = [models.UniqueConstraint(fields=["patient", "number"], name="encounter_number_of_patient")]

    def __str__(self) -> str:
        return self.number
