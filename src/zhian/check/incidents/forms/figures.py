"""What figures are asked for: which months, and of what."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhian.kernel.months import Months
from zhian.kernel.people.models import User
from zhian.kernel.web.filters import departments_of
from zhian.kernel.web.forms import MonthField

from ..codes import KIND_WORDS, Category
from ..figures import OWN, PERIODS, TWELVE, months_of
from ..models.detail import Countable
from ..services.countable import countables

STACKS = {"grade": _("by grade"), "kind": _("by kind")}


class FiguresForm(forms.Form):
    """The choices above the figures; where one of them cannot be, the usual twelve months are shown, and why."""

    period = forms.ChoiceField(label=_("period"), choices=list(PERIODS.items()), required=False)
    since = MonthField(label=_("from month"), required=False)
    until = MonthField(label=_("to month"), required=False)
    department: Any = forms.ModelChoiceField(label=_("department"), queryset=None, required=False)
    category = forms.MultipleChoiceField(
        label=_("category"), choices=Category, required=False, widget=forms.CheckboxSelectMultiple
    )
    event_kind = forms.MultipleChoiceField(
        label=_("kind"), choices=list(KIND_WORDS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    by = forms.CharField(label=_("answers to questions"), max_length=120, required=False, widget=forms.Select)
    stack = forms.ChoiceField(choices=list(STACKS.items()), required=False)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        self.fields["department"].queryset = departments_of(user)  # type: ignore[attr-defined]
        self.countables = countables(user.department.hospital if user.department else None)
        self.fields["by"].widget.choices = self._offered()  # type: ignore[attr-defined]
        self.fields["by"].choices = [(name, each.words) for name, each in self.countables.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        period = told.get("period") or (OWN if told.get("since") or told.get("until") else TWELVE)
        told["period"] = period
        try:
            told["months"] = months_of(period, told.get("since"), told.get("until"))
        except ValueError:
            raise forms.ValidationError(
                _("The first month must come before the last, and there can be at most 20 years between them.")
            ) from None
        return told

    def clean_by(self) -> str:
        asked = self.cleaned_data["by"]
        if asked and asked not in self.countables:
            raise forms.ValidationError(_("No answers to this question are counted."))
        return str(asked)

    def _offered(self) -> list[tuple[Any, Any]]:
        """The questions by category: of those that are asked for, else of all."""
        wanted = set(self.data.getlist("category")) if hasattr(self.data, "getlist") else set()
        offered: dict[str, list[tuple[str, str]]] = {}
        for name, each in self.countables.items():
            if not wanted or each.category in wanted:
                offered.setdefault(each.category_words, []).append((name, each.words))
        return [("", "—"), *offered.items()]

    @property
    def question(self) -> Countable | None:
        """The question whose answers are counted."""
        return self.countables.get(self.cleaned_data.get("by") or "")

    @property
    def months(self) -> Months:
        return self.cleaned_data.get("months") or months_of(TWELVE)

    @property
    def chosen_period(self) -> str:
        return self.cleaned_data.get("period") or TWELVE

    @property
    def divided_by(self) -> str:
        return self.cleaned_data.get("stack") or "grade"

    @property
    def is_of_everything(self) -> bool:
        """Whether no kind of event is left out."""
        return not (self.cleaned_data.get("category") or self.cleaned_data.get("event_kind"))

    def narrowed_to(self, places: frozenset[int]) -> frozenset[int]:
        """Of these departments the one that is asked for, all where none is."""
        department = self.cleaned_data.get("department")
        return places & {department.pk} if department else places

    def narrowed(self, facts: QuerySet) -> QuerySet:
        """The facts that fit the conditions beside the months."""
        told = self.cleaned_data
        if told.get("department"):
            facts = facts.filter(department=told["department"])
        if told.get("category"):
            facts = facts.filter(category__in=told["category"])
        if told.get("event_kind"):
            facts = facts.filter(kind__in=told["event_kind"])
        return facts
