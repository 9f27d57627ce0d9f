"""Findings and actions for programs."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Schema

from zhian.kernel.web.api import WRITING, PersonOut, answer, checked, operation, record_router, schema_of, shown
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from .forms import CompleteForm
from .models import Finding
from .services import complete
from .views import pages


class ActionOut(Schema):
    """What one person does to put a finding right."""

    id: int
    kind: str
    what: str
    owner: PersonOut
    due_on: date
    evidence: str
    done_on: date | None


class FindingOut(shown(Finding)):  # type: ignore[misc]
    """A finding with its actions."""

    actions: list[ActionOut]

    @staticmethod
    def resolve_actions(finding: Finding) -> list[Any]:
        return list(finding.actions.select_related("owner"))


CompleteIn = schema_of("CompleteIn", CompleteForm.base_fields)

router = record_router(pages, out=FindingOut)


@router.post(
    "{slug:number}/actions/{int:action}",
    response={200: FindingOut, **WRITING},
    **operation("loop_do_action", "loop.do_action", "Say that an action is done", is_once=True),
)
@once
def complete_action(request: Request, number: str, action: int, told: CompleteIn) -> HttpResponse:  # type: ignore[valid-type]
    """With what was done, and what shows it. The finding's `actions` give the ids."""
    finding = pages.get(request, number)
    planned = get_object_or_404(finding.actions, pk=action)
    form = checked(CompleteForm(told.given()))  # type: ignore[attr-defined]
    complete(planned, actor=request.user, **form.cleaned_data)
    return answer(FindingOut, pages.get(request, number))
