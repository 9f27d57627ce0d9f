"""Small questions to a resource, the same for R4 and R5: a code, a reference, a moment on the hospital's wall."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from .resources import Resource


def reference(told: Any) -> str:
    """The id behind a Reference or CodeableReference: `Patient/7`, `urn:uuid:7` and {"reference": {…}} are "7"."""
    if isinstance(told, list):
        return reference(told[0]) if told else ""
    if not isinstance(told, dict):
        return ""
    inner = told.get("reference", "")
    if isinstance(inner, dict):  # CodeableReference of R5
        return reference(inner)
    return str(inner).rsplit("/", 1)[-1].rsplit(":", 1)[-1]


def codings(told: Any) -> list[dict[str, Any]]:
    """The codings of a CodeableConcept, a Coding, a CodeableReference, or a list of them."""
    if isinstance(told, list):
        return [coding for each in told for coding in codings(each)]
    if not isinstance(told, dict):
        return []
    if isinstance(told.get("concept"), dict):
        return codings(told["concept"])
    return told.get("coding", []) if "coding" in told else [told] if "code" in told else []


def code(told: Any, *systems: str) -> str:
    """The first code of one of these systems (a part of its address), else the first of all, else the text."""
    found = codings(told)
    ours = (each for each in found if any(system in str(each.get("system", "")).lower() for system in systems))
    chosen = next(ours, found[0] if found and not systems else None)
    if chosen:
        return str(chosen.get("code", ""))
    return str(told.get("text", "")) if isinstance(told, dict) and not systems else ""


def words(told: Any) -> str:
    """What a person would read: the text, else the display, else the code."""
    if isinstance(told, dict) and isinstance(told.get("concept"), dict):
        return words(told["concept"])
    if isinstance(told, dict) and told.get("text"):
        return str(told["text"])
    found = codings(told)
    return str(found[0].get("display") or found[0].get("code", "")) if found else ""


def moment(told: Any, zone: ZoneInfo) -> str:
    """A dateTime as the clock on the hospital's wall shows it, without its zone."""
    text = str(told or "")
    if len(text) <= 10 or text[10:11] != "T":
        return text
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (at.astimezone(zone) if at.tzinfo else at).strftime("%Y-%m-%d %H:%M:%S")


def period(resource: Resource, *names: str) -> tuple[Any, Any]:
    """Start and end of the first of these that is there: a Period, or a moment that is both."""
    for name in names:
        told = resource.get(name)
        if isinstance(told, dict):
            return told.get("start"), told.get("end")
        if told:
            return told, told
    return None, None


def extension(resource: Resource, ending: str) -> Any:
    """The value of the extension whose address ends so."""
    for each in resource.get("extension", []):
        if str(each.get("url", "")).endswith(ending):
            return next((value for name, value in each.items() if name.startswith("value")), None)
    return None


def minutes(start: Any, end: Any) -> str:
    """How many minutes lie between two moments; nothing where one is missing or a day alone."""
    try:
        first, last = (datetime.fromisoformat(str(told)) for told in (start, end) if len(str(told or "")) > 10)
    except ValueError:
        return ""
    return f"{(last - first).total_seconds() / 60:g}" if bool(first.tzinfo) == bool(last.tzinfo) else ""


def listed(told: Any) -> list[Any]:
    """One, many or nothing, as a list: R4 and R5 differ in how many there may be."""
    return told if isinstance(told, list) else [told] if told else []
