"""What the quality office is asked when it takes a step."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhian.kernel.web.forms import StepForm

from ..codes import Grade, Harm
from ..models import require_grade_to_fit


class ConfirmForm(StepForm):
    """What the quality office settles when it takes a report up."""

    grade = forms.TypedChoiceField(label=_("Grade"), choices=Grade, coerce=int, widget=forms.RadioSelect)
    harm = forms.ChoiceField(label=_("Harm"), choices=Harm, widget=forms.RadioSelect)
    finding = forms.CharField(
        label=_("What is to be put right"),
        max_length=200,
        required=False,
        help_text=_("Opens a finding for the department. Leave it empty if nothing has to be put right."),
    )
    is_confidential = forms.BooleanField(
        label=_("Confidential"), required=False, help_text=_("Everyone who opens it is noted by name and time.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.record is not None:
            self.fields["harm"].initial = self.record.harm
            self.fields["finding"].initial = self.record.title

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if "grade" in told and "harm" in told:
            require_grade_to_fit(told["grade"], told["harm"])
        return told


class CloseForm(StepForm):
    feedback = forms.CharField(
        label=_("To the reporter: what became of it"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Without an answer nobody reports again."),
    )
