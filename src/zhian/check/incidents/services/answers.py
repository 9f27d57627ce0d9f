"""Answering what is asked about an incident of its category."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhian.engines.questionnaires import Questionnaire, answer, results, tell
from zhian.engines.udi import UdiError, read_udi
from zhian.kernel.audit.acting import deed
from zhian.kernel.moment import now, today
from zhian.kernel.people.models import User
from zhian.kernel.records import search
from zhian.kernel.records.services import Conflict, lock, require, require_open

from ..codes import grade_from_merp
from ..models import Answers, Edition, Incident
from ..models.detail import follow_answers
from .editions import SHAPES, edition_for, keep

LANGUAGES = ("zh", "en")


def asked_of(incident: Incident) -> tuple[Edition, Answers | None]:
    """The questions of the incident's category: in the edition in which they were answered, else today's."""
    known = incident.answers.filter(name=incident.category).select_related("edition", "by").first()
    return (known.edition if known else edition_for(incident.hospital, incident.category)), known


@deed
def answer_questions(incident: Incident, *, actor: User, version: int, told: Mapping[str, Any]) -> Answers:
    """Keep what is told; `version` is that of the answers which were seen, 0 where there were none.

    Raises Conflict where somebody answered meanwhile, ValidationError with a sentence for each question.
    """
    hand = require(actor, "incidents.answer", incident)
    lock(incident)
    require_open(incident)
    edition, known = asked_of(incident)
    if version != (known.version if known else 0):
        raise Conflict(incident)
    kept = known or Answers(incident=incident, edition=keep(edition), name=edition.name, version=0)
    settle(kept, edition.questionnaire, told)
    kept.by, kept.at = hand, now()
    kept.version += 1
    kept.save()
    follow_answers(incident.pk, [kept])
    search.index(incident)
    return kept


def settle(kept: Answers, questionnaire: Questionnaire, told: Mapping[str, Any]) -> None:
    """What is told, and what follows from it; raises ValidationError with a sentence for each wrong answer."""
    kept.values = _read(questionnaire, told)
    kept.results = {result.name: result.value for result in results(questionnaire, kept.values)}
    kept.found_by = _found_by(questionnaire, kept.values)


def suggested_grade(incident: Incident) -> int | None:
    """The grade that the NCC MERP category of a medication error suggests, where the answers lead to one."""
    results = incident.answers.filter(name=incident.category).values_list("results", flat=True).first() or {}  # type: ignore[attr-defined]
    return grade_from_merp(results.get("merp", ""))


def _read(questionnaire: Questionnaire, told: Mapping[str, Any]) -> dict[str, Any]:
    found = answer(questionnaire, told, shapes=SHAPES)
    if not found.is_right:
        raise ValidationError({name: _(wrong.words) % wrong.given for name, wrong in found.wrongs.items()})
    return _filled_from_codes(questionnaire, found.values)


def _filled_from_codes(questionnaire: Questionnaire, values: dict[str, Any]) -> dict[str, Any]:
    """With lot, serial number and dates from the device's code, where nobody wrote them."""
    questions = questionnaire.questions()
    for code in [values[name] for name, item in questions.items() if item.shape == "udi" and name in values]:
        with suppress(UdiError):
            read = read_udi(code, today())
            said = {"lot": read.lot, "serial": read.serial, "made_on": read.made_on, "expires_on": read.expires_on}
            values |= {name: str(part) for name, part in said.items() if part and name in questions.keys() - values}
    return values


def _found_by(questionnaire: Questionnaire, values: Mapping[str, Any]) -> str:
    """What the search finds the incident by: the answers that are marked as worth finding, in both languages."""
    keys = (
        told.words for language in ("zh", "en") for told in tell(questionnaire, values, language) if told.item.is_key
    )
    return " ".join(dict.fromkeys(keys))
