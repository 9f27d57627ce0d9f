"""Forms and records as JSON: what a program may tell comes from the form that a person fills in."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django import forms
from django.db import models
from django.utils import translation
from ninja import Schema
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    create_model,
)
from pydantic_core import PydanticCustomError

from zhian.kernel.records.models import Authorship, Record

FIRST_YEAR, LAST_YEAR = 1900, 2200  # what every calendar and zone here can hold


class Told(BaseModel):
    """What a program tells us; a field that nobody asked for is refused."""

    model_config = ConfigDict(extra="forbid")

    def given(self, *, but: Iterable[str] = ()) -> dict[str, Any]:
        """Only what was really told."""
        return {name: value for name, value in self if value is not None and name not in but}


def _written(value: Any) -> Any:
    if not isinstance(value, str | date):
        raise PydanticCustomError("date_written", "a date or a moment is written as text")
    return value


def _in_range(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise PydanticCustomError("date_range", "no calendar here reaches so far")
    return value


Day = Annotated[date, BeforeValidator(_written), AfterValidator(_in_range)]
Moment = Annotated[datetime, BeforeValidator(_written), AfterValidator(_in_range)]
Key = Annotated[StrictInt, Field(ge=1, le=2**63 - 1)]


def schema_of(
    name: str, fields: Mapping[str, forms.Field], *, of_url: bool = False, all_optional: bool = False, **more: Any
) -> type[Told]:
    """The schema of a form's fields. In an address (`of_url`) numbers come as text; files come in no JSON."""
    told: dict[str, Any] = {}
    with translation.override("en"):
        for key, field in fields.items():
            if not isinstance(field, forms.FileField):
                told[key] = _typed(field, of_url=of_url, required=field.required and not all_optional)
    return create_model(name, __base__=Told, **told, **more)


def _typed(field: forms.Field, *, of_url: bool, required: bool) -> tuple[Any, Any]:
    kind = _type_of(field, of_url=of_url)
    about: dict[str, Any] = {"title": str(field.label or ""), "description": _described(field) or None}
    return (kind, Field(..., **about)) if required else (kind | None, Field(None, **about))


def _described(field: forms.Field) -> str:
    """Its help, and what each choice means."""
    choices = () if isinstance(field, forms.ModelChoiceField) else getattr(field, "choices", ())
    meanings = "; ".join(f"{value}: {label}" for value, label in choices if value not in ("", None))
    return " ".join(part for part in (str(field.help_text or ""), meanings) if part)


def _type_of(field: forms.Field, *, of_url: bool) -> Any:
    match field:
        case forms.ModelChoiceField():
            by_name = field.to_field_name is not None
            return str if by_name else Annotated[int, Field(ge=1, le=2**63 - 1)] if of_url else Key
        case forms.MultipleChoiceField():
            return list[_one_of(field.choices, text=of_url)]  # type: ignore[misc]
        case forms.ChoiceField():
            return _one_of(field.choices, text=of_url)
        case forms.BooleanField():
            return bool if of_url else StrictBool
        case forms.FloatField():  # to Django an integer of another kind
            return float if of_url else StrictFloat
        case forms.IntegerField():
            return int if of_url else StrictInt
        case forms.DateTimeField():
            return Moment
        case forms.DateField():
            return Day
    return _text(field)


def _one_of(choices: Any, *, text: bool) -> Any:
    values = [value for value, _label in choices if value not in ("", None)]
    return Literal[tuple(str(value) if text else value for value in values)]  # type: ignore[valid-type]


def _text(field: forms.Field) -> Any:
    limits: dict[str, Any] = {"max_length": getattr(field, "max_length", None)}
    return (
        Annotated[str, Field(**limits, min_length=1, pattern=r"\S")]
        if field.required
        else Annotated[str, Field(**limits)]
    )


class DepartmentOut(Schema):
    """A place in the tree of the hospital."""

    id: int
    code: str
    name: str


class PersonOut(Schema):
    """Somebody with an account."""

    username: str = Field(description="The staff number.")
    name: str


class RowOut(Schema):
    """What every record has."""

    number: str
    kind: str
    title: str
    state: str
    state_label: str = Field(description="The state in the person's language.")
    is_closed: bool
    is_confidential: bool
    department: DepartmentOut
    created_at: datetime
    due_at: datetime | None
    version: int = Field(description="Name it when you change the record, so that nobody's change is lost.")
    address: str = Field(description="The record's page.")

    @staticmethod
    def resolve_state_label(record: Record) -> str:
        return str(record.state_label)

    @staticmethod
    def resolve_address(record: Record) -> str:
        return record.get_absolute_url()


class RecordOut(RowOut):
    """A record with its facts."""

    hospital: DepartmentOut
    author: PersonOut | None = Field(description="Nobody where the author is protected or anonymous.")
    authorship: Authorship = Field(description="named, sealed, destroyed or anonymous.")
    closed_at: datetime | None
    patient: str | None = Field(description="The end of the hospital number; who it is has to be asked with a reason.")

    @staticmethod
    def resolve_patient(record: Record) -> str | None:
        return record.patient.masked_number if record.patient else None


def row_of(model: type[Record]) -> type[RowOut]:
    """What a list tells of a record of this kind: its facts without the long texts."""
    short = [field for field in _facts(model) if not isinstance(field, models.TextField)]
    return _shown(f"{model.__name__}Row", RowOut, short)


def shown(model: type[Record]) -> type[RecordOut]:
    """Everything that a record of this kind says."""
    return _shown(f"{model.__name__}Out", RecordOut, _facts(model))


def _facts(model: type[Record]) -> list[models.Field]:
    return [field for field in model._meta.local_concrete_fields if not field.primary_key]


def _shown(name: str, parent: type, facts: Iterable[models.Field]) -> Any:
    with translation.override("en"):
        fields = {fact.name: (_out_type(fact), Field(title=str(fact.verbose_name))) for fact in facts}
    return create_model(name, __base__=parent, **fields)  # type: ignore[call-overload]


def _number(record: Any) -> Any:
    return record.number if isinstance(record, Record) else str(record)


OUT_TYPES = [  # the first that fits
    (models.ForeignKey, Annotated[str, BeforeValidator(_number)]),
    (models.BooleanField, bool),
    (models.IntegerField, int),
    (models.FloatField, float),
    (models.JSONField, dict[str, Any]),
    (models.DateTimeField, datetime),
    (models.DateField, date),
    (models.Field, str),
]


def _out_type(fact: models.Field) -> Any:
    kind: Any = next(out for field_type, out in OUT_TYPES if isinstance(fact, field_type))
    return kind | None if fact.null else kind
