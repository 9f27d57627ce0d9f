"""The engine's declared fields as Django's: one for each, and one for each of a known list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhian.engines.compensation.fields import Field
from zhian.engines.compensation.figures import all_series
from zhian.engines.compensation.law.registry import instruments
from zhian.engines.compensation.options import options

YES_NO = (("yes", _("Yes")), ("no", _("No")))
EXAMPLES = {"money": "1234.56", "ratio": "70%", "share": "40%", "years": "2.5"}


def field_of(known: Field, label: str, language: str) -> forms.Field:
    """What a person fills in for a declared field: text, which the engine reads and judges."""
    about: dict[str, Any] = {"label": label, "required": False}
    match known.kind:
        case "one_of":
            answers = [(key, words.said_in(language)) for key, words in known.answers.items()]
            return forms.ChoiceField(choices=[("", "—"), *answers], **about)
        case "yes_no":
            return forms.ChoiceField(choices=[("", "—"), *YES_NO], **about)
        case "date":
            return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), **about)
        case "whole" | "level":
            return forms.CharField(widget=forms.TextInput(attrs={"inputmode": "numeric"}), **about)
        case "text":
            return forms.CharField(**about)
    attributes = {"inputmode": "decimal", "placeholder": EXAMPLES[known.kind]}
    return forms.CharField(widget=forms.TextInput(attrs=attributes), **about)


def _heads(known: Field) -> list[Field]:
    return [Field(name, words, known.of) for name, words in HEADS.items()]


def _options(_known: Field) -> list[Field]:
    return [
        Field(name, option.words, "one_of", answers={str(key): words for key, words in option.answers.items()})
        for name, option in options().items()
    ]


def _series(_known: Field) -> list[Field]:
    return [Field(name, series.words, "money") for name, series in all_series().items()]


CHOICES = {"heads": _heads, "options": _options, "series": _series}  # what has a field for each of a known list
HEADS = {head.name: head.words for law in instruments().values() for head in law.heads}
