"""The steps of a kind of record, each at an address of its own name."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import translation
from ninja import Router
from pydantic import Field

from zhian.engines.workflow import FILE, Step
from zhian.kernel.records.services import TAKEN_BY, take_step

from ..forms import StepForm
from ..once import once
from ..requests import Request
from .answering import WRITING, checked
from .kinds import Kind
from .schemas import Told, schema_of


def add_steps(router: Router, kind: Kind) -> None:
    for step in kind.model.workflow.steps.values():
        if step.name != FILE:
            _add_step(router, kind, step)


def _add_step(router: Router, kind: Kind, step: Step) -> None:
    form = kind.pages.step_forms.get(step.name, StepForm)
    asked = _asked(kind.schema_name(step.name.title().replace("_", "")), step, form)
    with translation.override("en"):
        told = kind.operation(step.name, step.name, str(step.label), is_once=True)

    @once
    def take(request: Request, number: str, told: asked) -> HttpResponse:  # type: ignore[valid-type]
        record = kind.get(request, number)
        filled = checked(form(_as_form(form, told), record=record, user=request.user))
        return kind.answer(take_step(record, step.name, actor=request.user, **filled.cleaned_data))

    take.__doc__ = TAKEN_BY[kind.name, step.name].__doc__
    router.post(f"{{slug:number}}/steps/{step.name}", response={200: kind.out, **WRITING}, **told)(take)


def _asked(name: str, step: Step, form: type[StepForm]) -> type[Told]:
    fields = dict(form.base_fields)
    if step.note == "required":
        fields["note"] = forms.CharField(label=fields["note"].label, max_length=fields["note"].max_length)  # type: ignore[attr-defined]
    if form.rows_of is None:
        return schema_of(name, fields)
    row = schema_of(f"{name}Row", form.rows_of.form.base_fields)
    rows: dict[str, Any] = {form.rows_prefix: (list[row], Field(..., max_length=form.rows_of.max_num))}  # type: ignore[valid-type]
    return schema_of(name, fields, **rows)


def _as_form(form: type[StepForm], told: Told) -> dict[str, Any]:
    """Rows, told as a list, in the way in which a page sends them."""
    if form.rows_of is None:
        return told.given()
    prefix, rows = form.rows_prefix, getattr(told, form.rows_prefix)
    counts = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    cells = {f"{prefix}-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.given().items()}
    return {**told.given(but=[prefix]), **counts, **cells}
