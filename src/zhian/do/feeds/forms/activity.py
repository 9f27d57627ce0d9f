"""What is asked of whoever types in what a department did."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhian.kernel.web.forms import MonthField

from ..models import Activity


class CountsForm(forms.ModelForm):
    """The counts of one month of one department."""

    class Meta:
        model = Activity
        fields = Activity.COUNTS
        help_texts = {
            "discharges": _("Patients who left in this month, the dead and those transferred to other hospitals too."),
            "bed_days": _("Beds occupied at midnight, added up over all days of the month."),
            "beds": _("Beds open at the end of the month."),
            "visits": _("Outpatient and emergency visits; leave it empty where there are none."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["inputmode"] = "numeric"


class MonthForm(forms.Form):
    """Which month is looked at."""

    month = MonthField(label=_("month"))


class TableForm(forms.Form):
    file = forms.FileField(
        label=_("File"), help_text=_("Excel (xlsx) or CSV with a line for each department and month.")
    )
