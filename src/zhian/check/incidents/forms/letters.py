"""What the quality office writes to a reporter whom it does not know."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LetterForm(forms.Form):
    text = forms.CharField(
        label=_("Question to the reporter"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ask so that the answer need not tell who it is."),
    )
