"""Telling a hospital with questions of its own that the program brought newer ones, and what it decides."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhian.engines.questionnaires import Item, described, differences
from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.moment import now
from zhian.kernel.notices.models import News, What
from zhian.kernel.notices.services import tell
from zhian.kernel.people.models import Department, DepartmentKind, Role, User
from zhian.kernel.people.services import holders
from zhian.kernel.records.services import require

from ..models import Edition, NewerEdition
from .editions import WRITE, as_next, edition_for, publish, shipped


@dataclass(frozen=True, slots=True)
class Compared:
    """A question in lines as the hospital asks it and as the program does; empty where one does not ask it.

    `is_new`: whether the program changed it since, as far as its earlier edition is kept.
    """

    own: list[str]
    programs: list[str]
    is_new: bool


def undecided(hospital: Department) -> list[NewerEdition]:
    """What the office has to decide: of each category of which it asks its own questions, the program's newest."""
    found = NewerEdition.objects.filter(hospital=hospital, decision="").select_related("hospital").order_by("name")
    return [each for each in found if _stands(each)]


def look_for_newer() -> int:
    """Look through every hospital's own editions and tell the office once of each newer one; returns how many."""
    hospitals = Department.objects.filter(kind=DepartmentKind.HOSPITAL, is_open=True)
    return sum(_tell_once(hospital, name) for hospital in hospitals for name in _own_names(hospital))


def compared(newer: NewerEdition) -> Iterator[Compared]:
    """What differs between the questions that the hospital asks today and the program's."""
    own, programs = edition_for(newer.hospital, newer.name), shipped(newer.name)
    before = Edition.objects.filter(hospital=None, name=newer.name, version=own.beside).first()
    changed = {each.link_id for each in differences(before.questionnaire, programs.questionnaire)} if before else set()
    for each in differences(own.questionnaire, programs.questionnaire):
        yield Compared(_lines(each.one), _lines(each.other), each.link_id in changed)


@deed
def decide_newer(newer: NewerEdition, *, actor: User, decision: str, why: str = "") -> NewerEdition:
    """Ask the program's questions from today on, or stay with the own ones. Either is decided once."""
    require(actor, WRITE, newer.hospital)
    newer.refresh_from_db(from_queryset=NewerEdition.objects.select_for_update())
    if newer.decision:
        raise Refused(_("%(person)s has decided it already: %(decision)s.") % _decided(newer))
    if not _stands(newer):
        raise Refused(_("Meanwhile other questions are asked: look at what differs again."))
    newer.decision, newer.why, newer.by, newer.decided_at = NewerEdition.Decision(decision), why, actor, now()
    newer.save()
    if newer.decision == NewerEdition.Decision.TAKEN:
        text = as_next(newer.hospital, shipped(newer.name))
        publish(newer.hospital, actor=actor, name=newer.name, text=text)
    return newer


def _own_names(hospital: Department) -> list[str]:
    return list(Edition.objects.filter(hospital=hospital).order_by("name").values_list("name", flat=True).distinct())


def _stands(newer: NewerEdition) -> bool:
    """Whether the hospital still asks questions of its own that are older than this."""
    own = edition_for(newer.hospital, newer.name)
    return own.hospital_id is not None and own.beside < newer.version == shipped(newer.name).version


@transaction.atomic
def _tell_once(hospital: Department, name: str) -> bool:
    own, version = edition_for(hospital, name), shipped(name).version
    if own.hospital_id is None or own.beside >= version:
        return False
    newer, is_new = NewerEdition.objects.get_or_create(hospital=hospital, name=name, version=version)
    if is_new:
        office = set(holders(Role.QUALITY_OFFICE, hospital))
        news = News(what=What.NEWER, page=newer.get_absolute_url())
        tell(news, office, roles=[Role.QUALITY_OFFICE], department=hospital)
    return is_new


def _lines(item: Item | None) -> list[str]:
    return described(item, get_language() or "zh") if item else []


def _decided(newer: NewerEdition) -> dict[str, str]:
    return {"person": str(newer.by), "decision": newer.get_decision_display()}
