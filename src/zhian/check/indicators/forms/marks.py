"""What is asked of whoever puts something on a chart."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhian.kernel.web.forms import MonthField

from ..models.marks import MarkKind


class MarkForm(forms.Form):
    month = MonthField(label=_("Month"))
    kind = forms.ChoiceField(label=_("What it is"), choices=MarkKind.choices)
    text = forms.CharField(
        label=_("In words"), max_length=200, help_text=_("Such as: order set for sampling introduced.")
    )


class RebaseForm(forms.Form):
    month = MonthField(label=_("From which month"))
    reason = forms.CharField(
        label=_("Why the process is another one"),
        max_length=200,
        help_text=_(
            "New limits are a decision, with a known cause; a chart that is bad for no known reason keeps its own."
        ),
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=200)


class SwitchForm(forms.Form):
    """The page offers the other way; whoever comes second is told that it stands so already."""

    is_on = forms.BooleanField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_(
            "Such as: as the health commission counts it. From the next measuring on all months are counted anew."
        ),
    )


class TargetForm(forms.Form):
    """What was typed stays where it is refused; an empty value ends the target."""

    month = MonthField(label=_("From which month"))
    value = forms.FloatField(
        label=_("Target"),
        required=False,
        help_text=_("In the indicator's unit. Left empty, our own target ends with that month."),
    )
    reason = forms.CharField(
        label=_("Where it comes from"), max_length=200, help_text=_("Such as: the hospital's quality goals of 2026.")
    )
