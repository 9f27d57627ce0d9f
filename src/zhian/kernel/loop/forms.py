"""What a person is asked when a finding is planned, put right and verified."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import today
from zhian.kernel.web.forms import DepartmentField, LocalDateField, PersonField, StepForm

from .models import ActionKind

ROWS = 3  # empty ones offered where nothing was typed yet


class ActionForm(forms.Form):
    """One action: what, who, by when."""

    what = forms.CharField(label=_("What"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind of action"), choices=ActionKind.choices, initial=ActionKind.CORRECTIVE)
    owner = PersonField(label=_("Responsible person"), widget=forms.TextInput(attrs={"data-people": ""}))
    due_on = LocalDateField(label=_("By when"))


ActionRows = forms.formset_factory(ActionForm, extra=ROWS, max_num=20, validate_max=True)


class PlanForm(StepForm):
    """The actions that a department agrees on, as rows; from a program as a list under `actions`."""

    rows_of = ActionRows
    rows_prefix = "actions"

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        initial = {"due_on": today(), "kind": ActionKind.CORRECTIVE}
        told = data if data is not None and f"{self.rows_prefix}-TOTAL_FORMS" in data else None
        self.rows = ActionRows(
            told, prefix=self.rows_prefix, initial=None if told else [], form_kwargs={"initial": initial}
        )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not self.rows.is_bound or not self.rows.is_valid():
            raise forms.ValidationError(_("Look at the actions below: something is missing."))
        told["actions"] = [row.cleaned_data for row in self.rows if row.has_changed() and row.cleaned_data]
        return told


class CompleteForm(forms.Form):
    evidence = forms.CharField(
        label=_("What was done, and what shows it"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    done_on = LocalDateField(label=_("Done on"), required=False, help_text=_("Today, if left empty."))


class RaiseForm(forms.Form):
    """For sources: what is to be put right, and by which department."""

    title = forms.CharField(label=_("What is to be put right"), max_length=200)
    detail = forms.CharField(label=_("In more words"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    department = DepartmentField(label=_("By which department"))
