"""Handing over what came in without a name: in batches, shuffled, all with the hour of the batch."""

import json
import logging
from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime, time
from random import SystemRandom
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhian.engines.workflow import Refused
from zhian.kernel.modules import Words
from zhian.kernel.moment import at, now
from zhian.kernel.people.models import Department
from zhian.kernel.records.deeds import attach
from zhian.kernel.records.services import file
from zhian.kernel.records.uploads import Clean

from ..codes import MIDDLE_HOUR, Category, Contact, Harm, Kind, PartOfDay, Voice
from ..models import Incident, Intake, Letter, Receipt
from .letters import tell_office

log = logging.getLogger(__name__)

TITLES: dict[Voice, Words] = {
    Voice.STAFF: "%(words)s",
    Voice.CONCERN: gettext_lazy("From a patient or family: %(words)s"),
}


def release() -> int:
    """File everything whose hour has come; returns how many. What fails stays and is tried again next time."""
    due = list(Intake.objects.filter(release_at__lte=now()).values_list("pk", flat=True))
    SystemRandom().shuffle(due)
    released = sum(_release(pk) for pk in due)
    if due:
        _wipe()
    return released


def _release(pk: int) -> bool:
    try:
        with transaction.atomic():
            waiting = Intake.objects.select_for_update().filter(pk=pk).first()
            if waiting is None:
                return False
            with at(waiting.release_at), translation.override(settings.LANGUAGE_CODE):
                _hand_over(waiting)
            waiting.delete()
    except Exception as trouble:  # one that cannot be filed keeps no other waiting; its words are not for the log
        log.error("A report without a name could not be handed over: %s", type(trouble).__name__)
        return False
    return True


def _hand_over(waiting: Intake) -> None:
    told = json.loads(waiting.told)
    if "receipt" in told:
        _answer(waiting.key, told)
    elif not Receipt.objects.filter(key=waiting.key).exists():
        _report(waiting.key, told)


def _answer(key: str, told: Mapping[str, Any]) -> None:
    receipt = Receipt.objects.select_related("incident").get(pk=told["receipt"])
    _letter, is_new = Letter.objects.get_or_create(key=key, defaults={"receipt": receipt, "text": told["text"]})
    if is_new:
        tell_office(receipt.incident)


def _report(key: str, told: Mapping[str, Any]) -> None:
    facts, voice = told["facts"], told["voice"]
    incident = file(_incident(told), actor=None)
    attach(incident, actor=None, attachments=[_file(each) for each in told["files"]])
    own = {name: facts.get(name) or "" for name in ("part_of_day", "wish", "contact")}
    Receipt.objects.create(incident=incident, key=key, voice=voice, **own)


def _incident(told: Mapping[str, Any]) -> Incident:
    facts = told["facts"]
    return Incident(
        department=_place(told["department"]),
        title=str(TITLES[Voice(told["voice"])]) % {"words": facts["title"]},
        category=facts.get("category") or Category.OTHR,
        event_kind=facts.get("event_kind") or Kind.INCIDENT,
        occurred_at=_moment(facts.get("occurred_on"), facts.get("part_of_day")),
        place=facts.get("place") or "",
        account=facts["account"],
        immediate_action=facts.get("immediate_action") or "",
        harm=facts.get("harm") or Harm.UNKNOWN,
        contact=Contact.NOT,
    )


def _place(pk: int) -> Department:
    """The department, or its hospital where it was closed meanwhile."""
    found = Department.objects.get(pk=pk)
    if found.is_open:
        return found
    if found.hospital is None:
        raise Refused(_("%(department)s belongs to no hospital.") % {"department": found})
    return found.hospital


def _moment(day: str | None, part: str | None) -> datetime:
    """The middle of the part of the day that was told, else noon; never later than the batch."""
    on = parse_date(day or "") or timezone.localdate(now())
    told = timezone.make_aware(datetime.combine(on, time(MIDDLE_HOUR[PartOfDay(part)] if part else 12)))
    return min(told, now())


def _file(kept: Mapping[str, str]) -> Clean:
    return Clean(kept["name"], kept["content_type"], b64decode(kept["data"]), kept["sha256"])


def _wipe() -> None:
    """What waited is deleted; here it also leaves the log of the database that a copy of the disk would hold."""
    wipes = {"sqlite": "PRAGMA wal_checkpoint(TRUNCATE)", "postgresql": f"VACUUM {Intake._meta.db_table}"}
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(wipes[connection.vendor])
