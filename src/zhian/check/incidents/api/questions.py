"""The questions of each category, for programs."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema
from pydantic import Field

from zhian.engines.questionnaires import questionnaire_json
from zhian.kernel.web.api import READING, WRITING, Rate, answer, checked, doors, operation, schema_of
from zhian.kernel.web.once import once
from zhian.kernel.web.problems import Invalid, errors_of_refusal
from zhian.kernel.web.requests import Request

from ..codes import Category
from ..forms.questions import EditionForm, NewerForm
from ..models import Edition, NewerEdition
from ..services.editions import WRITE, edition_for, publish
from ..services.newer import Compared, compared, decide_newer, undecided
from ..views.newer import newer_of
from ..views.questions import category_of, hospital_of

router = Router(auth=doors("questions", _("Questions"), permission=WRITE), throttle=Rate(), tags=["questions"])

EditionIn = schema_of("EditionIn", EditionForm.base_fields)


class EditionOut(Schema):
    """What is asked of a category."""

    name: str = Field(description="The category.")
    version: int
    is_own: bool = Field(description="Whether the hospital wrote it; else it came with the program.")
    valid_from: date
    is_verified: bool = Field(description="Whether somebody compared it with its source.")
    source: str

    @staticmethod
    def resolve_is_own(edition: Edition) -> bool:
        return edition.hospital_id is not None

    @staticmethod
    def resolve_is_verified(edition: Edition) -> bool:
        return edition.questionnaire.verified

    @staticmethod
    def resolve_source(edition: Edition) -> str:
        return edition.questionnaire.source


class WholeEditionOut(EditionOut):
    """The same with the questions themselves."""

    text: str = Field(description="As YAML.")
    fhir: dict[str, Any] = Field(description="As a FHIR Questionnaire (R5).")

    @staticmethod
    def resolve_fhir(edition: Edition) -> dict[str, Any]:
        return questionnaire_json(edition.questionnaire, url=f"urn:zhian:questionnaire:{edition.name}")


@router.get("", response={200: list[EditionOut], **READING}, **operation("questions", WRITE, "Questions"))
def list_questions(request: Request) -> list[Edition]:
    """What is asked today of each category."""
    hospital = hospital_of(request)
    return [edition_for(hospital, category) for category in Category.values]


@router.get(
    "{slug:name}",
    response={200: WholeEditionOut, **READING},
    **operation("questions_read", WRITE, "Questions of one category"),
)
def read_questions(request: Request, name: str) -> Edition:
    """As they are asked today."""
    return edition_for(hospital_of(request), category_of(name))


@router.post(
    "{slug:name}",
    response={201: WholeEditionOut, **WRITING},
    **operation("questions_publish", WRITE, "Publish questions of the hospital's own", is_once=True),
)
@once
def publish_questions(request: Request, name: str, told: EditionIn) -> HttpResponse:  # type: ignore[valid-type]
    """They are asked from their day on; a case that was asked before keeps its own."""
    hospital, known = hospital_of(request), category_of(name)
    form = checked(EditionForm(known, told.given()))  # type: ignore[attr-defined]
    try:
        kept = publish(hospital, actor=request.user, name=known, text=form.cleaned_data["text"])
    except ValidationError as refusal:
        raise Invalid(errors_of_refusal(refusal)) from None
    return answer(WholeEditionOut, kept, 201)


class ComparedOut(Schema):
    """A question as you ask it and as the program does, in lines; empty where it is not asked."""

    own: list[str]
    programs: list[str]
    is_new: bool = Field(description="Whether the program changed it since your own edition.")


class NewerOut(Schema):
    """A version of the program's questions that is newer than your own edition."""

    name: str
    version: int
    decision: str = Field(description="taken, dismissed, or empty while nobody has decided.")
    why: str
    differences: list[ComparedOut] = []

    @staticmethod
    def resolve_differences(newer: NewerEdition) -> list[Compared]:
        return list(compared(newer))


NewerIn = schema_of("NewerIn", NewerForm.base_fields)


@router.get(
    "newer/undecided",
    response={200: list[NewerOut], **READING},
    **operation("questions_newer", WRITE, "Newer questions of the program's, to be decided about"),
)
def list_newer(request: Request) -> list[NewerEdition]:
    """With what differs from your own."""
    return undecided(hospital_of(request))


@router.post(
    "{slug:name}/newer",
    response={200: NewerOut, **WRITING},
    **operation("questions_decide_newer", WRITE, "Take over newer questions, or keep your own", is_once=True),
)
@once
def decide(request: Request, name: str, told: NewerIn) -> HttpResponse:  # type: ignore[valid-type]
    """Taking them over publishes them as your next version."""
    newer = newer_of(request, name)
    form = checked(NewerForm(told.given()))  # type: ignore[attr-defined]
    return answer(NewerOut, decide_newer(newer, actor=request.user, **form.cleaned_data))
