"""An incident as a FHIR AdverseEvent, in the shape of R5 or of R4, and back.

No extension and no reporter: who told is in none of the elements. The patient is an opaque reference. What FHIR has no
code for stands as a code of our own system beside the standard one, so nothing is lost on the way there and back.
"""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from fhir.resources.adverseevent import AdverseEvent as R5
from fhir.resources.R4B.adverseevent import AdverseEvent as R4
from pydantic import ValidationError

from zhian.engines.workflow import Refused

from ..codes import Category, Grade, Harm, Kind
from ..models import Incident

Resource = dict[str, Any]

OURS = "urn:zhian:"
NUMBER, CATEGORY, KIND, HARM, GRADE = (f"{OURS}{name}" for name in ("incident", "category", "kind", "harm", "grade"))
PATIENT_NUMBER, DEPARTMENT = f"{OURS}patient-number", f"{OURS}department"
HL7 = "http://terminology.hl7.org/CodeSystem/adverse-event-"
XHTML = "http://www.w3.org/1999/xhtml"

STANDARD_CATEGORY = {Category.FACI: "unsafe-physical-environment", Category.DEV: "product-problem"}
STANDARD_SEVERITY = {Harm.LOW: "mild", Harm.MODERATE: "moderate", Harm.SEVERE: "severe", Harm.DEATH: "severe"}
SERIOUS = {Harm.SEVERE: "Serious", Harm.DEATH: "SeriousResultsInDeath", Harm.NONE: "Non-serious"}
STATUS = {"closed": "completed", "duplicate": "entered-in-error", "not_reportable": "entered-in-error"}
WORDS = {  # what other systems say where they know our codes not
    **{code: (Harm, harm) for harm, code in [(Harm.LOW, "mild"), (Harm.MODERATE, "moderate"), (Harm.SEVERE, "severe")]},
    "fatal": (Harm, Harm.DEATH),
    "SeriousResultsInDeath": (Harm, Harm.DEATH),
}
VERSIONS: dict[str, Any] = {"R5": R5, "R4": R4}
BOUND = {  # codes that FHIR fixes, and its Python classes do not look at
    "status": ("in-progress", "completed", "entered-in-error", "unknown"),
    "actuality": ("actual", "potential"),
}


class Unreadable(Exception):
    """The resource is none; `faults` are (element, sentence)."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__(str(faults))
        self.faults = faults


def written(incident: Incident, version: str = "R5") -> Resource:
    """The incident as plain JSON that satisfies the schema of that version. Raises Refused for good care."""
    if incident.event_kind == Kind.GOOD_CARE:
        raise Refused(_("Good care is no adverse event: FHIR has no resource for it."))
    told = _common(incident) | (_as_r5(incident) if version == "R5" else _as_r4(incident))
    told = {name: value for name, value in told.items() if value not in (None, [], {})}
    return VERSIONS[version].model_validate(told).model_dump(mode="json", exclude_none=True)


def read(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the report's form is told by an AdverseEvent of R5 (it has a `status`) or R4, and `origin` (system, number).

    Raises Unreadable where it does not satisfy its schema, or says what would change its meaning and we cannot read.
    """
    version = "R5" if "status" in told else "R4"
    resource = _checked(VERSIONS[version], told)
    narrative = _sections(resource.get("text", {}).get("div", ""))
    concept = resource.get("code" if version == "R5" else "event", {})
    facts = {
        "category": _code(resource, CATEGORY, Category) or Category.OTHR,
        "event_kind": _code(resource, KIND, Kind) or _kind(resource),
        "harm": _code(resource, HARM, Harm) or _harm(resource),
        "occurred_at": resource.get("occurrenceDateTime") or resource.get("date"),
        "title": concept.get("text") or next((each.get("display") for each in concept.get("coding", [])), ""),
        "account": "\n\n".join(note["text"] for note in resource.get("note", [])) or narrative.get("account", ""),
        "immediate_action": _mitigation(resource) or narrative.get("immediate-action", ""),
        "place": resource.get("location", {}).get("display", ""),
        "patient_number": _identified(resource.get("subject", {}), PATIENT_NUMBER),
        "department": _identified(resource.get("location", {}), DEPARTMENT),
    }
    return {**facts, "origin": _origin(resource)}


def _common(incident: Incident) -> Resource:
    return {
        "resourceType": "AdverseEvent",
        "text": {"status": "generated", "div": _narrative(incident)},
        "actuality": "potential" if incident.event_kind == Kind.NEAR_MISS else "actual",
        "category": [_concept(KIND, incident.event_kind, incident.get_event_kind_display()), *_category(incident)],
        "subject": _subject(incident),
        "recordedDate": incident.created_at.isoformat(),
        "location": {
            "type": "Location",
            "identifier": {"system": DEPARTMENT, "value": incident.department.code},
            "display": incident.place or incident.department.name,
        },
        "seriousness": _seriousness(incident),
    }


def _as_r5(incident: Incident) -> Resource:
    mitigation = [{"itemCodeableConcept": {"text": incident.immediate_action}}] if incident.immediate_action else []
    return {
        "identifier": [{"system": NUMBER, "value": incident.number}],
        "status": STATUS.get(incident.state, "in-progress"),
        "code": _what(incident),
        "occurrenceDateTime": incident.occurred_at.isoformat(),
        "outcome": [_outcome(incident)],
        "mitigatingAction": mitigation,
        "note": [{"text": incident.account}],
    }


def _as_r4(incident: Incident) -> Resource:
    severity = STANDARD_SEVERITY.get(Harm(incident.harm))
    return {
        "identifier": {"system": NUMBER, "value": incident.number},
        "event": _what(incident),
        "date": incident.occurred_at.isoformat(),
        "outcome": _outcome(incident),
        "severity": _standard("severity", severity) if severity else None,
    }


def _what(incident: Incident) -> Resource:
    return _concept(CATEGORY, incident.category, incident.get_category_display()) | {"text": incident.title}


def _category(incident: Incident) -> Iterator[Resource]:
    if code := STANDARD_CATEGORY.get(Category(incident.category)):
        yield _standard("category", code)


def _subject(incident: Incident) -> Resource:
    if incident.patient_id is None:
        return {"type": "Group", "display": "No patient was concerned"}
    return {"reference": f"Patient/{incident.patient_id}", "type": "Patient"}


def _seriousness(incident: Incident) -> Resource | None:
    codings = []
    if code := SERIOUS.get(Harm(incident.harm)):
        codings.append({"system": f"{HL7}seriousness", "code": code})
    if incident.grade:
        codings.append({"system": GRADE, "code": str(incident.grade), "display": str(Grade(incident.grade).label)})
    return {"coding": codings} if codings else None


def _outcome(incident: Incident) -> Resource:
    told = _concept(HARM, incident.harm, incident.get_harm_display())
    if incident.harm == Harm.DEATH:
        told["coding"].append({"system": f"{HL7}outcome", "code": "fatal"})
    return told


def _narrative(incident: Incident) -> str:
    """The account as XHTML: R4 has no other place for it."""
    parts = [("account", incident.account), ("immediate-action", incident.immediate_action)]
    told = "".join(f'<div class="{use}">{_lines(text)}</div>' for use, text in parts if text)
    return f'<div xmlns="{XHTML}">{told}</div>'


def _lines(text: str) -> str:
    return "<br/>".join(escape(line) for line in text.splitlines())


def _concept(system: str, code: str, display: Any) -> Resource:
    return {"coding": [{"system": system, "code": str(code), "display": str(display)}]}


def _standard(name: str, code: str) -> Resource:
    return {"coding": [{"system": f"{HL7}{name}", "code": code}]}


def _checked(schema: Any, told: Mapping[str, Any]) -> Resource:
    try:
        resource = schema.model_validate(dict(told)).model_dump(mode="json", exclude_none=True)
    except ValidationError as error:
        faults = [(".".join(map(str, each["loc"])), each["msg"]) for each in error.errors()]
        raise Unreadable(faults[:20]) from None
    for name, codes in BOUND.items():
        if resource.get(name, codes[0]) not in codes:
            raise Unreadable([(name, _("Choose one of: %(choices)s.") % {"choices": ", ".join(codes)})])
    if "modifierExtension" in resource:
        raise Unreadable([("modifierExtension", _("This would change the meaning, and is not known here."))])
    if resource.get("status") == "entered-in-error":
        raise Unreadable([("status", _("What was entered in error is not taken in."))])
    return resource


def _codings(resource: Resource) -> Iterator[Mapping[str, Any]]:
    """All codings of the event itself, wherever they stand."""
    for name in ("code", "event", "category", "outcome", "severity", "seriousness"):
        told = resource.get(name, [])
        for concept in told if isinstance(told, list) else [told]:
            yield from concept.get("coding", [])


def _code(resource: Resource, system: str, choices: Any) -> Any:
    """The first code of our own system that we know."""
    told = (each.get("code") for each in _codings(resource) if each.get("system") == system)
    return next((code for code in told if code in choices.values), None)


def _harm(resource: Resource) -> Harm:
    told = [WORDS[code][1] for each in _codings(resource) if (code := each.get("code")) in WORDS]
    return Harm.DEATH if Harm.DEATH in told else next(iter(told), Harm.UNKNOWN)


def _kind(resource: Resource) -> Kind:
    return Kind.NEAR_MISS if resource.get("actuality") == "potential" else Kind.INCIDENT


def _mitigation(resource: Resource) -> str:
    items = (each.get("itemCodeableConcept", {}) for each in resource.get("mitigatingAction", []))
    return "\n".join(item["text"] for item in items if item.get("text"))


def _identified(reference: Mapping[str, Any], system: str) -> str:
    identifier = reference.get("identifier", {})
    return identifier.get("value", "") if identifier.get("system") == system else ""


def _origin(resource: Resource) -> tuple[str, str]:
    told = resource.get("identifier", [])
    for each in told if isinstance(told, list) else [told]:
        if each.get("system") and each.get("value"):
            return each["system"][:200], each["value"][:200]
    raise Unreadable(
        [("identifier", _("An identifier with system and value is needed: by it the same event is known."))]
    )


def _sections(div: str) -> dict[str, str]:
    """The account and the immediate action of a narrative of ours; the whole text as account of any other."""
    if not div:
        return {}
    try:
        root = fromstring(div, forbid_dtd=True)
    except (ParseError, DefusedXmlException):
        raise Unreadable([("text.div", _("This is no well-formed XHTML."))]) from None
    ours = {each.get("class", ""): _plain(each) for each in root}
    return ours if "account" in ours else {"account": _plain(root)}


def _plain(element: Element) -> str:
    for line in element.iter(f"{{{XHTML}}}br"):
        line.tail = "\n" + (line.tail or "")
    return "".join(element.itertext()).strip()
