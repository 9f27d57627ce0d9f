"""What a reporter is asked."""

import re
from collections import Counter
from functools import partial
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from zhian.engines.names import Named, known_names
from zhian.kernel.moment import now
from zhian.kernel.people.models import User
from zhian.kernel.web.forms import DepartmentField, LocalDateTimeField, ManyFilesField, RecordForm
from zhian.kernel.web.widgets import IconWall, Ways

from ..codes import CATEGORY_ICONS, Category, Contact, Harm, Kind, KnownAs, PsychologicalHarm
from ..models import Incident
from .names import PointsOutNames, staff_of

MOST_USED = 12  # icons that are shown before the fold
RECENT = 200  # reports by which the most used are found
FURTHER = {"place", "title", "psychological_harm", "contact", "patient_number", "attachments"}
LONGEST_HEADLINE = 40


class IncidentForm(PointsOutNames, RecordForm):
    """Eight questions, in the order in which a person remembers; what is rarer stands in a fold below them."""

    category = forms.ChoiceField(
        label=_("What kind of event"),
        choices=Category,
        widget=IconWall(icons=CATEGORY_ICONS, first=MOST_USED),
        help_text=_("Take the nearest one if in doubt: the quality office checks it."),
    )
    event_kind = forms.ChoiceField(
        label=_("Did it happen?"), choices=Kind, initial=Kind.INCIDENT, widget=forms.RadioSelect
    )
    occurred_at = LocalDateTimeField(label=_("When"), help_text=_("As near as you know it."))
    department = DepartmentField(label=_("Where: department"))
    place = forms.CharField(
        label=_("Where exactly"),
        max_length=100,
        required=False,
        help_text=_("Such as: bed 12, washroom, corridor, theatre 3"),
    )
    title = forms.CharField(
        label=_("In one sentence"),
        max_length=80,
        required=False,
        help_text=_("Such as: fell on the way to the washroom at night. If empty, the first words of the report."),
    )
    account = forms.CharField(
        label=_("What happened"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you saw, in order. Roles instead of names: “the nurse on duty”, not who it was."),
    )
    immediate_action = forms.CharField(
        label=_("What was done at once"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    harm = forms.ChoiceField(label=_("Harm so far"), choices=Harm, initial=Harm.UNKNOWN, widget=forms.RadioSelect)
    psychological_harm = forms.ChoiceField(
        label=_("Distress so far"),
        choices=PsychologicalHarm,
        initial=PsychologicalHarm.UNKNOWN,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Of the patient, the family or a colleague."),
    )
    contact = forms.ChoiceField(
        label=_("If we have a question"),
        choices=Contact,
        initial=Contact.PROGRAM,
        required=False,
        widget=forms.RadioSelect,
    )
    patient_number = forms.CharField(
        label=_("Hospital number of the patient"),
        max_length=40,
        required=False,
        help_text=_("Leave it empty if no patient was concerned."),
    )
    known_as = forms.ChoiceField(
        label=_("How do you want to be known?"),
        choices=KnownAs,
        initial=KnownAs.NAMED,
        required=False,
        widget=Ways(
            icons={KnownAs.NAMED: "user", KnownAs.PROTECTED: "shield-lock"},
            said={
                KnownAs.NAMED: _("The quality office can call you."),
                KnownAs.PROTECTED: _(
                    "Your name is kept encrypted. Only two people together can open it, and you see when and why."
                ),
            },
        ),
    )
    attachments = ManyFilesField(label=_("Pictures or files"), required=False)

    class Meta:
        model = Incident
        fields = [
            "category",
            "event_kind",
            "occurred_at",
            "department",
            "place",
            "title",
            "account",
            "immediate_action",
            "harm",
            "psychological_harm",
            "contact",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["patient_number"], self.fields["known_as"], self.fields["attachments"]
        else:
            self.fields["occurred_at"].initial = now
            self.fields["department"].initial = self.user.department
        # For the eye alone: what is told is checked against all of them in any order.
        self.fields["category"].widget.choices = partial(most_used_first, self.user)  # type: ignore[attr-defined]

    def asked_first(self) -> list[BoundField]:
        """The questions that everybody answers."""
        return [field for field in self if field.name not in FURTHER and not field.is_hidden]

    def asked_further(self) -> list[BoundField]:
        """The rarer ones."""
        return [field for field in self if field.name in FURTHER]

    @property
    def has_further_errors(self) -> bool:
        return bool(FURTHER & self.errors.keys())

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        told["title"] = told.get("title") or headline(told.get("account", ""))
        for name in ("psychological_harm", "contact"):
            told[name] = told.get(name) or getattr(self.instance, name)  # what is not told stays as it is
        if told.get("event_kind") == Kind.GOOD_CARE:
            told |= {"harm": Harm.NONE, "psychological_harm": PsychologicalHarm.NONE}
        return told

    def names_in(self, text: str) -> list[Named]:
        """Whoever signed in may be told who works here."""
        return [*super().names_in(text), *known_names(text, self._staff)]

    @cached_property
    def _staff(self) -> list[tuple[str, str]]:
        return staff_of(self.cleaned_data.get("department"))


def headline(account: str) -> str:
    """The first words of a report, as a title where nobody wrote one."""
    first = re.split(r"[。！？；\n]|[.!?;](?:\s|$)", account.strip(), maxsplit=1)[0].strip()
    return first if len(first) <= LONGEST_HEADLINE else f"{first[:LONGEST_HEADLINE]}…"


def most_used_first(user: User) -> list[tuple[str, Any]]:
    """The categories, those first that the person's hospital reported most lately; else in the order of the code."""
    recent = Incident.objects.filter(hospital=user.hospital_id).values_list("category", flat=True)[:RECENT]
    counts = Counter(recent)
    return sorted(Category.choices, key=lambda choice: -counts[choice[0]])
