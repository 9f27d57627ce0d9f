"""What the office is asked when it takes over the reports of an old system."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhian.kernel.web.mapping import DAYS, Fact, code_of, words_in

from ..models import ColumnMapping

MOST_WORDS = 80  # different words of one column that can be mapped; what is rarer is refused, and mended in the file


LEAST_SHARED = 0.5  # of the letters of a word, for a guess


class HandInForm(forms.Form):
    """The table, and the system that it comes from."""

    file = forms.FileField(
        label=_("Table"), help_text=_("Excel (xlsx) or CSV, UTF-8 or GB18030; titles in the first line. Up to 20 MB.")
    )
    mapping = forms.ModelChoiceField(
        ColumnMapping.objects.none(),
        label=_("Old system"),
        required=False,
        empty_label=_("another one, named below"),
        help_text=_("Whose tables were read before are read in the same way."),
    )
    name = forms.CharField(
        label=_("Name of the old system"), max_length=60, required=False, help_text=_("Such as: reporting system 2019")
    )

    def __init__(self, *args: Any, mappings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mapping"].queryset = mappings  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not told.get("mapping") and not told.get("name", "").strip():
            self.add_error("name", _("Say which system the table comes from."))
        return told


class ColumnsForm(forms.Form):
    """Which column is which fact."""

    days = forms.ChoiceField(label=_("How days are written"), choices=DAYS.items(), widget=forms.RadioSelect)

    def __init__(
        self, data: Any = None, *, facts: Sequence[Fact], titles: Sequence[str], told: Mapping[str, Any]
    ) -> None:
        super().__init__(data, initial={"days": told.get("days", "auto"), **told.get("columns", {})})
        choices = [("", _("(none)")), *((title, title) for title in titles if title)]
        for fact in facts:
            self.fields[fact.name] = forms.ChoiceField(
                label=str(fact.title), choices=choices, required=fact.is_required
            )
        self.fields["harm"].help_text = _(
            "Grades I and II need a harm. Where the table has none, take the column of the grade here too."
        )
        self.order_fields([*(fact.name for fact in facts), "days"])

    def told(self) -> dict[str, Any]:
        """As the mapping keeps it."""
        columns = {name: title for name, title in self.cleaned_data.items() if title and name != "days"}
        return {"columns": columns, "days": self.cleaned_data["days"]}


class WordsForm(forms.Form):
    """Which word of theirs is which code of ours."""

    def __init__(
        self, *args: Any, facts: Sequence[Fact], told: Mapping[str, Any], lines: Sequence[Mapping[str, str]]
    ) -> None:
        super().__init__(*args)
        self.words: dict[str, tuple[str, str]] = {}  # field → (fact, word)
        for fact in (fact for fact in facts if fact.choices):
            choices = [("", _("(refuse these lines)")), *fact.choices.items()]
            for at, word in enumerate(words_in(fact, told, lines)[:MOST_WORDS]):
                name = f"{fact.name}-{at}"
                self.words[name] = (fact.name, word)
                initial = code_of(fact, word, told) or _similar(fact, word)
                self.fields[name] = forms.ChoiceField(label=word, choices=choices, required=False, initial=initial)

    def groups(self, facts: Sequence[Fact]) -> list[tuple[Any, list[Any]]]:
        """The fields of each fact."""
        of = {
            fact.name: [self[name] for name, (known, _word) in self.words.items() if known == fact.name]
            for fact in facts
        }
        return [(fact.title, of[fact.name]) for fact in facts if of[fact.name]]

    def told(self, kept: Mapping[str, Any]) -> dict[str, Any]:
        """What was known before and what is said now."""
        words = {fact: dict(known) for fact, known in kept.get("words", {}).items()}
        for name, (fact, word) in self.words.items():
            words.setdefault(fact, {})[word] = self.cleaned_data[name]
        return {"words": words}


def _similar(fact: Fact, word: str) -> str:
    """The code whose label shares most letters with the word, if that is at least half of them."""
    shares = {code: len({*word} & {*str(label)}) / len({*word}) for code, label in fact.choices.items()}
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] >= LEAST_SHARED else ""
