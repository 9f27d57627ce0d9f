"""What somebody without a name is asked: staff by the icon wall, patients and families in plain words."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import today
from zhian.kernel.people.models import Department
from zhian.kernel.web.forms import LocalDateField, ManyFilesField
from zhian.kernel.web.widgets import IconWall

from ..codes import CATEGORY_ICONS, Category, Harm, Kind, PartOfDay
from ..models import Poster
from .names import PointsOutNames
from .report import MOST_USED, headline

EARLIEST = date(2000, 1, 1)
MOST_FILES, LARGEST_FILES = 3, 12 * 1024 * 1024  # together, cleaned
WORDS = {"autocomplete": "off", "autocapitalize": "off"}


class OpenForm(PointsOutNames):
    """What both ask. `poster` says where it hangs."""

    form = forms.CharField(widget=forms.HiddenInput(attrs={"data-drafted": ""}), max_length=200)

    def __init__(self, *args: Any, poster: Poster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Department.objects.filter(hospital=poster.department.hospital, is_open=True, kind="department")
        self.fields["department"].queryset = places  # type: ignore[attr-defined]
        self.fields["department"].initial = poster.department

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        told["title"] = headline(told.get("account", ""))
        if told.get("event_kind") == Kind.GOOD_CARE:
            told["harm"] = Harm.NONE
        return told

    def clean_occurred_on(self) -> date | None:
        day = self.cleaned_data["occurred_on"]
        if day and day > today():
            raise forms.ValidationError(_("It cannot have happened in the future: check the date."))
        if day and day < EARLIEST:
            raise forms.ValidationError(_("That is too long ago: check the year."))
        return day

    def clean_attachments(self) -> list:
        files = self.cleaned_data["attachments"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("Up to %(most)s files, please.") % {"most": MOST_FILES})
        if sum(file.size for file in files) > LARGEST_FILES:
            megabytes = LARGEST_FILES // 2**20
            raise forms.ValidationError(
                _("Together the files are larger than %(megabytes)s MB.") % {"megabytes": megabytes}
            )
        return files


class StaffForm(OpenForm):
    """The short report of somebody who works here."""

    category = forms.ChoiceField(
        label=_("What kind of event"), choices=Category, widget=IconWall(icons=CATEGORY_ICONS, first=MOST_USED)
    )
    event_kind = forms.ChoiceField(
        label=_("Did it happen?"), choices=Kind, initial=Kind.INCIDENT, widget=forms.RadioSelect
    )
    occurred_on = LocalDateField(label=_("Which day"))
    part_of_day = forms.ChoiceField(
        label=_("When about"),
        choices=[("", _("do not say")), *PartOfDay.choices],
        required=False,
        help_text=_("No hour is asked: it could tell who was on duty."),
    )
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Where: department"))
    account = forms.CharField(
        label=_("What happened"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5, **WORDS}),
        help_text=_("What happened, in order. Roles instead of names, and nothing that only you can know."),
    )
    immediate_action = forms.CharField(
        label=_("What was done at once"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, **WORDS}),
    )
    harm = forms.ChoiceField(label=_("Harm so far"), choices=Harm, initial=Harm.UNKNOWN, widget=forms.RadioSelect)
    attachments = ManyFilesField(
        label=_("Pictures or files"),
        required=False,
        help_text=_("Up to three. Their names, places and authors are taken out; what a picture shows stays."),
    )


class ConcernForm(OpenForm):
    """What a patient or the family wants to say."""

    account = forms.CharField(
        label=_("What happened, or what worries you?"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6, **WORDS}),
        help_text=_("In your own words. You need not know the right terms, and need not be certain."),
    )
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Where was it?"), required=False, empty_label=_("I do not know")
    )
    occurred_on = LocalDateField(label=_("Which day, about?"), required=False)
    wish = forms.CharField(
        label=_("What do you wish for?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, **WORDS}),
        help_text=_("Such as: an explanation, an apology, that it does not happen to others."),
    )
    contact = forms.CharField(
        label=_("How may we reach you?"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=WORDS),
        help_text=_(
            "Only if you want. Kept encrypted, shown to the quality office alone. Without it you stay unknown."
        ),
    )
    attachments = ManyFilesField(
        label=_("Pictures"),
        required=False,
        help_text=_("Up to three. Place, camera and file name are taken out; what a picture shows stays."),
    )


class ReceiptForm(forms.Form):
    code = forms.CharField(
        label=_("Receipt code"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("Seven groups of four letters and digits. Capitals, spaces and dashes do not matter."),
    )


class AnswerForm(forms.Form):
    form = forms.CharField(widget=forms.HiddenInput, max_length=200)
    text = forms.CharField(
        label=_("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4, **WORDS, "data-undrafted": ""})
    )
