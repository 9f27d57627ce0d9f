"""The just-culture guide as a form that grows by one question at a time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..scales.just_culture import GUIDE, NO, YES, walk

ANSWERS = [(YES, _("Yes")), (NO, _("No"))]


class FairnessForm(forms.Form):
    """The questions that the answers so far lead to, and the next one."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Roles, not names. Only the office reads it."),
    )

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.asked, self.outcome = walk(data or self.initial)
        for name in self.asked:
            question = GUIDE[name]
            self.fields[name] = forms.ChoiceField(
                label=str(question.asks),
                help_text=str(question.means),
                choices=ANSWERS,
                widget=forms.RadioSelect,
            )
        if not self.outcome:
            del self.fields["note"]
        self.order_fields([*self.asked, "note"])

    def answers(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.asked}
