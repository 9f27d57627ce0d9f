"""The case report: the whole of a case, for its file and for the committee."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhian.kernel.clocks.models import State
from zhian.kernel.clocks.words import line
from zhian.kernel.documents.kinds import Document, Facts, declare
from zhian.kernel.loop.models import Finding
from zhian.kernel.moment import now
from zhian.kernel.people.models import User
from zhian.kernel.records.history import Event, history
from zhian.kernel.web.dates import day, moment

from ..models import Incident, Lesson, Sheet
from .causes import analysis_facts

HERE = Path(__file__).parent


def facts(incident: Incident, reader: User) -> Facts:
    """All of the case that its reader may see."""
    findings = _findings(incident, reader)
    return {
        **heading(incident, reader),
        "title": incident.title,
        "category": incident.get_category_display(),
        "kind": incident.get_event_kind_display(),
        "grade": incident.get_grade_display() or _("not yet graded"),
        "sac": f"SAC {incident.sac} {incident.sac_word}" if incident.sac else "",
        "harm": incident.get_harm_display(),
        "occurred_at": moment(incident.occurred_at),
        "reported_at": moment(incident.known_at),
        "sheet": _sheet(incident),
        "department": incident.department.name,
        "place": incident.place,
        "reporter": incident.author_words,
        "patient": patient(incident),
        "account": incident.account,
        "immediate_action": incident.immediate_action,
        "answers": list(_answers(incident)),
        "clocks": list(_clocks(incident)),
        **analysis_facts(incident, reader),
        "findings": [{"number": each.number, "title": each.title, "state": each.state_label} for each in findings],
        "actions": [_action(action) for finding in findings for action in finding.actions.all()],
        "feedback": incident.feedback,
        "lesson": _lesson(incident),
        "history": [
            {"at": moment(event.at), "who": _who(incident, event), "what": event.text, "note": event.note}
            for event in reversed(history(incident))
        ],
    }


def heading(incident: Incident, reader: User) -> Facts:
    """What stands at the edges of every document."""
    return {
        "hospital": incident.hospital.name,
        "number": incident.number,
        "state": incident.state_label,
        "confidential": _("confidential") if incident.is_confidential else "",
        "printed_at": moment(now()),
        "printed_by": reader.name,
    }


def patient(incident: Incident) -> Facts:
    """Enough to tell of whom it speaks; the name is nowhere in it."""
    found = incident.patient
    if found is None:
        return {"words": _("no patient concerned"), "sex": "", "sex_code": "", "age": "", "number": ""}
    age = _("%(age)s years") % {"age": found.age} if found.age is not None else ""
    number = found.masked_number
    told = [found.get_sex_display(), age, number]
    words = "，".join(each for each in told if each)
    return {"words": words, "sex": told[0], "sex_code": found.sex, "age": age, "number": number}


def _sheet(incident: Incident) -> str:
    """That it was written on paper first, and when it was typed in."""
    sheet = Sheet.objects.filter(incident=incident).first()
    if sheet is None:
        return ""
    told = {"sheet": sheet.number, "moment": moment(incident.created_at)}
    return _("paper sheet %(sheet)s, typed in %(moment)s") % told


def _answers(incident: Incident) -> Iterator[Facts]:
    for answers in incident.answers.select_related("edition"):
        for told in answers.told:
            yield {"category": answers.title, "question": told.label, "words": told.words}
        for what, value, meaning in answers.outcomes:
            yield {"category": answers.title, "question": what, "words": f"{value} {meaning}".strip()}


def _clocks(incident: Incident) -> Iterator[Facts]:
    for clock in incident.clocks.exclude(state=State.LAPSED):
        told = line(clock)
        words = {"title": clock.title, "authority": clock.authority, "source": clock.source}
        yield {**words, "due": told.until, "result": told.words, "receipt": clock.receipt}


def _lesson(incident: Incident) -> str:
    found = Lesson.objects.filter(incident=incident).exclude(published_at=None).first()
    return found.learned if found else ""


def _who(incident: Incident, event: Event) -> str:
    """Nobody by name where the author did it under seal or was never known."""
    if event.who:
        return event.who.name
    return "" if incident.author_id else incident.author_words


def _findings(incident: Incident, reader: User) -> list[Finding]:
    readable = Finding.objects.filter(Finding.visible_to(reader), source_id=incident.pk)
    return list(readable.prefetch_related("actions__owner").order_by("pk"))


def _action(action: Any) -> Facts:
    done = _("done on %(day)s") % {"day": day(action.done_on)} if action.done_on else _("under way")
    return {
        "finding": action.finding.title,
        "number": action.finding.number,
        "what": action.what,
        "kind": action.get_kind_display(),
        "owner": action.owner.name,
        "due": day(action.due_on),
        "result": done,
        "evidence": action.evidence,
    }


CASE = declare(
    Document(
        "incidents.case",
        gettext_lazy("Adverse event: case report"),
        gettext_lazy("The whole of a case on paper: for its file, the committee, a hearing."),
        HERE / "case.docx",
        HERE / "case.yaml",
        facts,
        "incidents.print_case",
    )
)
