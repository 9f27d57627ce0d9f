"""What is asked of whoever wants to know who reported, and of the second person who decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhian.kernel.web.widgets import Ways

ANSWERS = {"grant": _("Grant it"), "refuse": _("Refuse it")}


class AskForm(forms.Form):
    reason = forms.CharField(
        label=_("What for"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The reporter reads this, with your office and the time."),
    )


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=list(ANSWERS.items()),
        widget=Ways(
            icons={"grant": "lock-open", "refuse": "lock"},
            said={
                "grant": _("Whoever asked may see the name for one day. The reporter reads that, and why."),
                "refuse": _("The name stays closed. Whoever asked hears it."),
            },
        ),
    )
    answer = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if "decision" in told:
            told["is_granted"] = told.pop("decision") == "grant"
        return told
