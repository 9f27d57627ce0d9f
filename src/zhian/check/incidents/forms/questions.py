"""What the quality office is asked for an edition of its own."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhian.engines.questionnaires import Faulty, Questionnaire
from zhian.kernel.web.questionnaires import said
from zhian.kernel.web.widgets import Ways

from ..models import NewerEdition
from ..services.editions import read_edition


class EditionForm(forms.Form):
    """The text of the questions; every fault is told with its line."""

    text = forms.CharField(
        label=gettext_lazy("Questions as text (YAML)"),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "is-code"}),
        help_text=gettext_lazy("Change it, check it, look at the preview, then publish."),
    )

    def __init__(self, name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name
        self.questionnaire: Questionnaire | None = None

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        try:
            self.questionnaire = read_edition(text, self.name)
        except Faulty as faulty:
            raise forms.ValidationError([_in_words(fault) for fault in faulty.faults]) from None
        return str(text)


def _in_words(fault: Any) -> str:
    sentence = said(fault.sentence)
    if fault.line and fault.item:
        return _("Line %(line)s, %(item)s: %(sentence)s") % {
            "line": fault.line,
            "item": fault.item,
            "sentence": sentence,
        }
    return _("Line %(line)s: %(sentence)s") % {"line": fault.line, "sentence": sentence} if fault.line else sentence


class NewerForm(forms.Form):
    """Which questions are asked from now on, where the program brought newer ones than the hospital's own."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Which are asked from now on"),
        choices=NewerEdition.Decision,
        widget=Ways(
            icons={"taken": "refresh", "dismissed": "building-hospital"},
            said={
                "taken": gettext_lazy("Published as your next version. Your own stay in the list."),
                "dismissed": gettext_lazy("You are told again when the program brings another version."),
            },
        ),
    )
    why = forms.CharField(
        label=gettext_lazy("Why"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
