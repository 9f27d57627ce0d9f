"""What is asked of whoever says how tables and department codes of other systems are read."""

from collections.abc import Mapping as Told
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhian.engines.indicators.facts import Column
from zhian.kernel.people.models import Department
from zhian.kernel.web.mapping import DAYS

from ..models import Mapping
from ..readers.mapped import tellable
from ..services.cells import READ_BY, Cells, answers
from ..services.sentences import in_our_language

AS_UNDERSTOOD = "", _("as the program understands it")


class CellsForm(forms.Form):
    """How the cells of each column are read: how days are written, by what numbers are multiplied, what words mean."""

    def __init__(self, data: Any = None, *, mapping: Mapping, seen: Told[str, Sequence[str]]) -> None:
        super().__init__(data)
        facts = dict(tellable(mapping.table))
        self.asked: list[tuple[str, str, str]] = []  # title, words|days|factor, the word there
        for title, fact in mapping.columns.items():
            name, kept = READ_BY.get(facts[fact].type, ""), mapping.cells.get(title, {})
            words = dict.fromkeys([*kept.get("words", {}), *seen.get(title, ())])
            for word in words if name == "words" else [""] * bool(name):
                self.fields[f"cell-{len(self.asked)}"] = _field(title, name, word, facts[fact], kept)
                self.asked.append((title, name, word))

    def cells(self) -> dict[str, Cells]:
        """Title → how its cells are read."""
        found: dict[str, Cells] = {}
        for place, (title, name, word) in enumerate(self.asked):
            told = self.cleaned_data[f"cell-{place}"]
            if told and name == "words":
                found.setdefault(title, {"words": {}})["words"][word] = told
            elif told and told != "auto":
                found[title] = {name: told}
        return found


class CodesForm(forms.Form):
    """Which department each code of another system is; those first that wait in quarantine."""

    code = forms.CharField(label=_("Another code"), max_length=60, required=False)
    department = forms.ModelChoiceField(Department.objects.none(), label=_("is the department"), required=False)

    def __init__(
        self, data: Any = None, *, departments: Any, known: Told[str, Department], unknown: Told[str, int]
    ) -> None:
        super().__init__(data)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        self.codes = [*unknown, *known]
        for place, code in enumerate(self.codes):
            self.fields[f"code-{place}"] = forms.ModelChoiceField(
                departments, label=code, required=False, initial=known.get(code), empty_label=_("(not known)")
            )

    def told(self) -> dict[str, Department | None]:
        """Code → department."""
        found = {code: self.cleaned_data[f"code-{place}"] for place, code in enumerate(self.codes)}
        another = {self.cleaned_data["code"]: self.cleaned_data["department"]} if self.cleaned_data["code"] else {}
        return found | another

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if bool(told.get("code")) != bool(told.get("department")):
            raise forms.ValidationError(_("Say both: the code and the department."))
        return told


def _field(title: str, name: str, word: str, column: Column, kept: Cells) -> forms.Field:
    """One question about a column."""
    label = f"{title} → {in_our_language(column.names)}"
    if name == "words":
        choices = [AS_UNDERSTOOD, *answers(column).items()]
        initial = kept.get("words", {}).get(word, "")
        return forms.ChoiceField(label=f"{label}: {word}", choices=choices, required=False, initial=initial)
    if name == "days":
        return forms.ChoiceField(
            label=label, choices=list(DAYS.items()), required=False, initial=kept.get("days", "auto")
        )
    return forms.CharField(
        label=f"{label} ×", required=False, initial=kept.get("factor", ""), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("By what it is multiplied, where it is in another unit: 1000 from kilograms to grams."),
    )  # fmt: skip
