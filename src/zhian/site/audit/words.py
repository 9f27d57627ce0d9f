"""An entry of the log in words. Of records it tells which facts changed, never what they said: it is no back door."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhian.kernel.audit.events import Event
from zhian.kernel.audit.models import Entry
from zhian.kernel.records.models import Record

TOLD_IN_FULL = "people"  # the app of departments, people and duties: who was given what
DEEDS = {
    Entry.Action.CREATE: gettext_lazy("took up"),
    Entry.Action.UPDATE: gettext_lazy("changed"),
    Entry.Action.DELETE: gettext_lazy("removed"),
    Entry.Action.ACCESS: gettext_lazy("read"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the page shows it."""

    at: datetime
    who: str
    number: str
    deed: str
    kind: str
    what: str
    fields: str


def line(entry: Entry) -> Line:
    """The entry as a person can read it."""
    model = entry.content_type.model_class()
    return Line(
        at=entry.timestamp,
        who=entry.actor.name if entry.actor else _("no name"),
        number=entry.actor.username if entry.actor else "",
        deed=_deed(entry),
        kind=str(model._meta.verbose_name) if model else entry.content_type.model,
        what=_what(entry, model),
        fields=_fields(entry, model),
    )


def _deed(entry: Entry) -> str:
    event = (entry.additional_data or {}).get("event")
    return str(Event(event).label) if event in Event.values else str(DEEDS[entry.action])


def _what(entry: Entry, model: Any) -> str:
    """A record by its number: its title may be confidential."""
    if model and issubclass(model, Record):
        return entry.object_repr.partition(" ")[0]
    return entry.object_repr if entry.content_type.app_label == TOLD_IN_FULL else f"#{entry.object_pk}"


def _fields(entry: Entry, model: Any) -> str:
    told = {name: value for name, value in (entry.additional_data or {}).items() if name != "event"}
    if told:
        return "、".join(f"{name}: {value}" for name, value in told.items())
    if entry.action != Entry.Action.UPDATE:
        return ""
    is_full = entry.content_type.app_label == TOLD_IN_FULL
    return "、".join(f"{_name(model, name)}{_pair(pair) if is_full else ''}" for name, pair in entry.changes.items())


def _pair(pair: Any) -> str:
    """What it was and what it is, but for secrets."""
    if not isinstance(pair, list) or any(str(value).startswith("hidden:") for value in pair):
        return ""
    return f": {pair[0]} → {pair[1]}"


def _name(model: Any, name: str) -> str:
    fields = {field.name: field for field in model._meta.concrete_fields} if model else {}
    return str(fields[name].verbose_name) if name in fields else name
