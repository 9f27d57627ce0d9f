"""What FHIR's Measure and MeasureReport have in common: names, versions, and the check that a resource is one."""

from collections.abc import Mapping
from typing import Any, Literal

from fhir.resources.measure import Measure as R5Measure
from fhir.resources.measurereport import MeasureReport as R5Report
from fhir.resources.R4B.measure import Measure as R4Measure
from fhir.resources.R4B.measurereport import MeasureReport as R4Report
from pydantic import ValidationError

Resource = dict[str, Any]
Version = Literal["R4", "R5"]

OURS = "urn:zhian:"
EXPRESSION = "text/x-zhian-indicator"  # the language in which our criteria are written
DEFINITION = f"{OURS}indicator-definition"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"
MODELS: Mapping[tuple[str, str], Any] = {
    ("Measure", "R4"): R4Measure,
    ("Measure", "R5"): R5Measure,
    ("MeasureReport", "R4"): R4Report,
    ("MeasureReport", "R5"): R5Report,
}


class Unreadable(ValueError):
    """The resource is none of its kind; `faults` are (element, sentence)."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{element}: {sentence}" for element, sentence in faults))
        self.faults = faults


def checked(resource: Resource, version: Version) -> Resource:
    """The same, after FHIR's own classes have found nothing wrong with it. Raises Unreadable."""
    kind = resource.get("resourceType")
    model = MODELS.get((str(kind), version))
    if not model:
        raise Unreadable([("resourceType", f"{kind}")])
    try:
        model.model_validate(resource)
    except ValidationError as error:
        raise Unreadable([(".".join(map(str, each["loc"])), each["msg"]) for each in error.errors()]) from error
    return resource


def concept(system: str, code: str, **more: str) -> Resource:
    return {"coding": [{"system": system if ":" in system else TERMINOLOGY + system, "code": code}], **more}


def code_of(told: Any) -> str:
    """The first code of a concept, its text where there is none."""
    if not isinstance(told, dict):
        return ""
    return next((each["code"] for each in told.get("coding", []) if each.get("code")), told.get("text", ""))


def address(code: str) -> str:
    """By this a Measure is known, its edition apart."""
    return f"{OURS}indicator:{code}"
