"""Paper for when the program is down: numbered sheets are printed before, and typed in when it is up again."""

import re
import unicodedata

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from sequences import get_last_value, get_next_values

from zhian.kernel.audit.acting import deed
from zhian.kernel.patients.services import refer_to
from zhian.kernel.people.models import Department, User
from zhian.kernel.records.seals import seal
from zhian.kernel.records.services import file, require

from ..codes import Writer
from ..models import Incident, Sheet

MOST_AT_ONCE = 50
OURS = re.compile(r"P(\d{5,})-?(\d)")
GAPS = re.compile(r"[\s‐-―－]+")


@deed
def issue(hospital: Department, *, actor: User, count: int) -> range:
    """The numbers of so many new sheets, each given out once."""
    require(actor, "sheets.issue", hospital)
    numbers = list(get_next_values(count, _series(hospital)))
    return range(numbers[0], numbers[-1] + 1)


def issued(hospital: Department) -> int:
    """How many sheets were given out so far."""
    return get_last_value(_series(hospital)) or 0


def sheet_number(place: int) -> str:
    """As it is printed: P00017-4, the last digit so that a slip of the finger is noticed."""
    return f"P{place:05}-{_check_digit(place)}"


def read_number(written: str) -> str:
    """A number as somebody typed it, in its one form. Raises ValidationError where its last digit does not fit."""
    number = GAPS.sub("-", unicodedata.normalize("NFKC", written).strip().upper())
    ours = OURS.fullmatch(number)
    if ours is None:
        return number
    if int(ours[2]) != _check_digit(int(ours[1])):
        raise ValidationError(
            _("There is no such sheet. Please look at its number again: %(number)s.") % {"number": number}
        )
    return sheet_number(int(ours[1]))


def type_in(
    incident: Incident, *, actor: User, sheet: str, writer: str, person: User | None = None, patient_number: str = ""
) -> Incident:
    """Enter what was written on a sheet, in the name of its writer: the typist's own, somebody else's, or nobody's."""
    author = {Writer.ME: actor, Writer.MYSELF_PROTECTED: actor, Writer.NOBODY: None}.get(Writer(writer), person)
    if writer in (Writer.PROTECTED, Writer.MYSELF_PROTECTED) and author:
        seal(incident, author)
    return _type_in(incident, author=author, actor=actor, sheet=sheet, patient_number=patient_number)


@deed
def _type_in(incident: Incident, *, author: User | None, actor: User, sheet: str, patient_number: str) -> Incident:
    if author != actor and not actor.has_perm("incidents.type_in_for_others", incident):
        raise PermissionDenied("incidents.type_in_for_others")
    hospital = incident.department.hospital
    if hospital is not None:
        Department.objects.select_for_update().get(pk=hospital.pk)  # two may be typing the same sheet
        _refuse_second(hospital, sheet, actor)
    if hospital is not None and patient_number.strip():
        incident.patient = refer_to(hospital, patient_number)
    typist = None if author == actor and incident.author_seal else actor
    filed = file(incident, actor=author, typist=typist)
    Sheet.objects.create(incident=filed, hospital=filed.hospital, number=sheet, typed_by=typist)
    return filed


def _refuse_second(hospital: Department, number: str, actor: User) -> None:
    found = Sheet.objects.filter(hospital=hospital, number=number).select_related("incident").first()
    if found is None:
        return
    if actor.has_perm("incidents.read", found.incident):
        sentence = _("Sheet %(sheet)s was typed in already: it is %(number)s.")
        raise ValidationError({"sheet": sentence % {"sheet": number, "number": found.incident.number}})
    raise ValidationError({"sheet": _("Sheet %(sheet)s was typed in already.") % {"sheet": number}})


def _series(hospital: Department) -> str:
    return f"sheets-{hospital.pk}"


def _check_digit(place: int) -> int:
    """By Luhn: notices each wrong digit, and almost every swap of two neighbours."""
    digits = [int(digit) for digit in reversed(str(place))]
    doubled = [sum(divmod(2 * digit, 10)) if at % 2 == 0 else digit for at, digit in enumerate(digits)]
    return -sum(doubled) % 10
