"""What is asked of an incident's category and what was answered, for programs: as our own JSON and as FHIR."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field, JsonValue

from zhian.engines.questionnaires import questionnaire_json, response_json
from zhian.kernel.records.services import Conflict
from zhian.kernel.web.api import READING, WRITING, PersonOut, Told, answer, operation
from zhian.kernel.web.once import once
from zhian.kernel.web.problems import Contested, Invalid, errors_of_refusal
from zhian.kernel.web.requests import Request

from ..models import Answers, Incident
from ..services import answer_questions, asked_of
from ..views import pages

URL = "urn:zhian:questionnaire:{name}"
ANSWERS = "{slug:number}/answers"


class AnswersOut(Schema):
    """The answers to the questions of one category, and what follows from them."""

    name: str = Field(description="The category whose questions these are.")
    edition: int = Field(description="The version of the questions in which they were asked.")
    values: dict[str, Any]
    results: dict[str, Any] = Field(description="Scores and decisions, such as merp.")
    by: PersonOut | None
    at: datetime
    version: int = Field(description="Name it when you change the answers, so that nobody's are lost.")

    @staticmethod
    def resolve_edition(answers: Answers) -> int:
        return answers.edition.version


class AskedOut(Schema):
    """What is asked now of the incident's category, and what was answered, there and in earlier categories."""

    questions: dict[str, Any] = Field(description="A FHIR Questionnaire (R5).")
    version: int = Field(description="Of the present answers; 0 where there are none.")
    answers: list[AnswersOut]


class AnswersIn(Told):
    """The answers by the ids of their questions. What is left out is taken away."""

    version: int = Field(..., ge=0, le=2**31 - 1, description="Of the answers that you read; 0 where there were none.")
    values: dict[str, JsonValue]


def add_answers(router: Router) -> None:
    """Reading and writing them, below the incident."""
    reading = operation("incidents_answers", "incidents.read", "Questions of its category, and their answers")
    as_fhir = operation("incidents_answers_fhir", "incidents.read", "Its answers as FHIR")
    writing = operation("incidents_answer", "incidents.answer", "Answer the questions", is_once=True)
    router.get(ANSWERS, response={200: AskedOut, **READING}, **reading)(read_answers)
    router.get(f"{ANSWERS}/fhir", response={200: list[dict[str, Any]], **READING}, **as_fhir)(read_fhir)
    router.post(ANSWERS, response={200: AnswersOut, **WRITING}, **writing)(write_answers)


def read_answers(request: Request, number: str) -> Any:
    """In the edition in which they were asked; where nothing was answered yet, in today's."""
    incident = pages.get(request, number)
    edition, known = asked_of(incident)
    questions = questionnaire_json(edition.questionnaire, url=URL.format(name=edition.name))
    version = known.version if known else 0
    return {"questions": questions, "version": version, "answers": list(_answers_of(incident))}


def read_fhir(request: Request, number: str) -> Any:
    """A QuestionnaireResponse for each category in which it was answered, the same in R4 and R5."""
    incident = pages.get(request, number)
    return [
        response_json(
            answers.edition.questionnaire,
            answers.values,
            url=URL.format(name=answers.name),
            authored=answers.at.isoformat(timespec="seconds"),
        )
        for answers in _answers_of(incident)
    ]


@once
def write_answers(request: Request, number: str, told: AnswersIn) -> HttpResponse:
    """Only if nobody answered since you read them; else the answer is 409 with what stands there now."""
    incident = pages.get(request, number, "answer")
    try:
        kept = answer_questions(incident, actor=request.user, version=told.version, told=told.values)
    except Conflict as conflict:
        known = asked_of(incident)[1]
        raise Contested(str(conflict), current=known.values if known else {}, yours=told.values) from None
    except ValidationError as refusal:
        raise Invalid(errors_of_refusal(refusal)) from None
    return answer(AnswersOut, kept)


def _answers_of(incident: Incident) -> Any:
    return incident.answers.select_related("edition", "by")  # type: ignore[attr-defined]
