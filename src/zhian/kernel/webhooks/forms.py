"""What a system administrator tells of a webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .services import events


class WebhookForm(forms.Form):
    name = forms.CharField(label=_("Which program"), max_length=60, help_text=_("Such as: data platform, OA"))
    address = forms.CharField(label=_("Address"), max_length=500, widget=forms.URLInput, help_text=_("https://…"))
    steps = forms.MultipleChoiceField(label=_("Hears of"), widget=forms.CheckboxSelectMultiple)
    is_active = forms.BooleanField(label=_("Is called"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["steps"].choices = list(events().items())  # type: ignore[attr-defined]
