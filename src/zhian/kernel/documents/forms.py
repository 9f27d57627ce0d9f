"""What a person is asked who hands in a template."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhian.engines.workflow import Refused
from zhian.kernel.records.uploads import Clean
from zhian.kernel.web.files import look_into


class WordField(forms.FileField):
    """One file, looked into and made harmless."""

    def clean(self, data: Any, initial: Any = None) -> Clean:
        super().clean(data, initial)
        try:
            return look_into(data)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class TemplateForm(forms.Form):
    file = WordField(
        label=_("Your template"),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
        help_text=_("A Word file (docx). It is tried with an example before it holds."),
    )
    note = forms.CharField(
        label=_("What is different"),
        max_length=200,
        required=False,
        help_text=_("Such as: with our letterhead; signature of the medical director added"),
    )
