"""A questionnaire as a form: a field for each question, shown where it is asked, checked by the engine."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language, gettext, gettext_lazy
from django.utils.translation import gettext as _

from zhian.engines.questionnaires import Answered, Item, Questionnaire, Sentence, Shapes, answer, in_language

from .forms import LocalDateField, LocalDateTimeField

FEW = 8  # so many options are shown at once, more are folded
YES, NO = "true", "false"


@dataclass(frozen=True, slots=True)
class Row:
    """An item as the page shows it: its words, its field if it is a question, and what stands below it."""

    item: Item
    words: str
    help: str
    field: BoundField | None
    rows: list["Row"]

    @property
    def when(self) -> str:
        """Its conditions for the script that shows and hides it; empty where it is always asked."""
        if not self.item.when:
            return ""
        return json.dumps({"any": self.item.is_any, "when": [asdict(condition) for condition in self.item.when]})


class QuestionnaireForm(forms.Form):
    """The form of one questionnaire; `values` are the answers that it has already.

    No field is required by itself: whether a question is asked at all depends on the others, and the engine knows.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        *args: Any,
        values: Mapping[str, Any] | None = None,
        shapes: Shapes | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questionnaire, self.shapes = questionnaire, shapes
        self.language = get_language() or "zh"
        self.answered = Answered()
        for link_id, item in questionnaire.questions().items():
            known = (values or {}).get(link_id, item.initial)
            self.fields[link_id] = _field(item, self.language, can_be_cleared=known is not None)
            self.initial[link_id] = _initial(item, known)

    def told(self) -> dict[str, Any]:
        """What was filled in, as the engine reads it."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}

    def clean(self) -> dict[str, Any]:
        """Each field has looked at its own; the engine looks at all of them together."""
        told = super().clean() or self.cleaned_data
        self.answered = answer(self.questionnaire, self.told(), shapes=self.shapes)
        for link_id, sentence in self.answered.wrongs.items():
            if link_id not in self.errors:
                self.add_error(link_id, said(sentence))
        return told

    def rows(self) -> list[Row]:
        """Every item in order, groups with what stands below them."""
        return list(self._rows(self.questionnaire.items))

    def _rows(self, items: tuple[Item, ...]) -> Iterator[Row]:
        for item in items:
            field = self[item.link_id] if item.is_question else None
            words, help = in_language(item.words, self.language), in_language(item.help, self.language)
            yield Row(item, words, help, field, list(self._rows(item.items)))


def said(sentence: Sentence) -> str:
    """A sentence of the engine in the reader's language."""
    return gettext(sentence.words) % sentence.given


class NumberField(forms.DecimalField):
    """A number, whole or not, as JSON has it."""

    def clean(self, value: Any) -> int | float | None:
        found: Decimal | None = super().clean(value)
        return None if found is None else int(found) if found == found.to_integral_value() else float(found)


class YesNoField(forms.TypedChoiceField):
    def __init__(self, *, can_be_cleared: bool, **kwargs: Any) -> None:
        choices = [*_cleared(can_be_cleared), (YES, gettext_lazy("Yes")), (NO, gettext_lazy("No"))]
        super().__init__(choices=choices, coerce=lambda told: told == YES, empty_value=None, **kwargs)


class PairWidget(forms.MultiWidget):
    """Two inputs side by side: a number and its unit, a choice and words of one's own."""

    template_name = "web/widgets/pair.html"
    use_fieldset = True

    def decompress(self, value: Any) -> list[Any]:
        return list(value) if value else [None, None]


class QuantityField(forms.MultiValueField):
    """A number and its unit."""

    def __init__(self, *, units: list[tuple[str, str]], **kwargs: Any) -> None:
        fields = (NumberField(), forms.ChoiceField(choices=units))
        number = forms.NumberInput(attrs={"step": "any", "aria-label": _("Number")})
        unit = forms.Select(choices=units, attrs={"aria-label": _("Unit")})
        super().__init__(fields, widget=PairWidget([number, unit]), require_all_fields=False, **kwargs)

    def compress(self, told: list[Any]) -> dict[str, Any] | None:
        return {"value": told[0], "unit": told[1]} if told and told[0] is not None else None


class OwnWordsField(forms.MultiValueField):
    """One of several answers, or words of one's own."""

    def __init__(self, *, choices: list[tuple[str, str]], longest: int, **kwargs: Any) -> None:
        fields = (forms.ChoiceField(choices=choices, required=False), forms.CharField(max_length=longest))
        chosen = forms.Select(choices=choices)
        own = forms.TextInput(attrs={"aria-label": _("Or in other words"), "placeholder": _("Or in other words")})
        super().__init__(fields, widget=PairWidget([chosen, own]), require_all_fields=False, **kwargs)

    def compress(self, told: list[Any]) -> Any:
        code, own = told or ("", "")
        return {"text": own} if own else code or None


class LinesField(forms.CharField):
    """Several answers, each on a line of its own."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


def _field(item: Item, language: str, *, can_be_cleared: bool) -> forms.Field:
    about: dict[str, Any] = {"label": in_language(item.words, language), "required": False}
    if item.repeats:
        return _several(item, language, about)
    match item.type:
        case "boolean":
            return YesNoField(widget=forms.RadioSelect, can_be_cleared=can_be_cleared, **about)
        case "integer":
            return forms.IntegerField(**about)
        case "decimal":
            return NumberField(widget=forms.NumberInput(attrs={"step": "any"}), **about)
        case "date":
            return LocalDateField(**about)
        case "dateTime":
            return LocalDateTimeField(**about)
        case "time":
            return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}), **about)
        case "text":
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, **about)
        case "choice":
            return _choice(item, language, about, can_be_cleared=can_be_cleared)
        case "open-choice":
            return OwnWordsField(
                choices=[("", "—"), *_choices(item, language)], longest=item.max_length or 255, **about
            )
        case "quantity":
            units = [(unit.code, in_language(unit.words, language)) for unit in item.units]
            return QuantityField(units=units, **about)
    return forms.CharField(max_length=item.max_length or 255, **about)


def _choice(item: Item, language: str, about: dict[str, Any], *, can_be_cleared: bool) -> forms.Field:
    choices = _choices(item, language)
    if len(choices) <= FEW:
        offered = [*_cleared(can_be_cleared), *choices]
        return forms.ChoiceField(choices=offered, widget=forms.RadioSelect, **about)
    return forms.ChoiceField(choices=[("", "—"), *choices], **about)


def _cleared(can_be_cleared: bool) -> list[tuple[str, Any]]:
    """The way to take an answer back: one of several that was pressed cannot be released."""
    return [("", gettext_lazy("no answer"))] if can_be_cleared else []


def _several(item: Item, language: str, about: dict[str, Any]) -> forms.Field:
    if item.type == "choice":
        return forms.MultipleChoiceField(choices=_choices(item, language), widget=forms.CheckboxSelectMultiple, **about)
    return LinesField(max_length=4000, **about)


def _choices(item: Item, language: str) -> list[tuple[str, str]]:
    return [(option.code, in_language(option.words, language)) for option in item.options]


def _initial(item: Item, value: Any) -> Any:
    """A kept answer as its field shows it."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        return value if item.type == "choice" else "\n".join(map(str, value))
    if item.type == "open-choice" and value is not None:
        return ("", value["text"]) if isinstance(value, dict) else (value, "")
    if isinstance(value, dict):
        return value["value"], value["unit"]
    return datetime.fromisoformat(value) if item.type == "dateTime" and value else value
