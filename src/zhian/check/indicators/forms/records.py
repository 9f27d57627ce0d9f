"""What is asked when an alert is handed over or put right, and when an indicator is written."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhian.kernel.loop.forms import RaiseForm
from zhian.kernel.people.models import Department
from zhian.kernel.web.forms import DepartmentField, PersonField, RecordForm, StepForm

from ..models import OwnIndicator
from ..services.own import looked_through


class HandOverForm(StepForm):
    owner = PersonField(label=_("To whom"), widget=forms.TextInput(attrs={"data-people": ""}))


class AlertFindingForm(RaiseForm):
    """What is to be put right, and by which department."""


class BudgetForm(forms.Form):
    alarms = forms.FloatField(
        label=_("False alarms a month that we are ready to look into"),
        min_value=0.05,
        max_value=50,
        help_text=_("Over all charts together. Fewer false alarms mean that a real change is seen later."),
    )


class OwnForm(RecordForm):
    """The text of a definition; code, edition and title are read from it."""

    department = DepartmentField(label=_("Which department answers for it"))

    class Meta:
        model = OwnIndicator
        fields = ["department", "definition"]
        widgets = {
            "definition": forms.Textarea(
                attrs={"rows": 18, "spellcheck": "false", "class": "is-code", "data-definition": ""}
            )
        }

    def clean_definition(self) -> str:
        text = self.cleaned_data["definition"]
        if wrong := looked_through(text):
            raise ValidationError(wrong)
        return text


class EntrustForm(forms.Form):
    """Which department types in which indicator."""

    department = forms.ModelChoiceField(Department.objects.none(), label=_("department"))
    indicator = forms.ChoiceField(label=_("indicator"))

    def __init__(self, *args: Any, departments: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        self.fields["indicator"].choices = choices  # type: ignore[attr-defined]


class TableForm(forms.Form):
    file = forms.FileField(label=_("File (CSV or XLSX)"))
