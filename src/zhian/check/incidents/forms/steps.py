"""What the quality office is asked when it takes a step."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhian.kernel.people.models import Role, User
from zhian.kernel.people.services import holders
from zhian.kernel.records.deeds import readable
from zhian.kernel.web.forms import DepartmentField, LocalDateField, PersonField, StepForm
from zhian.kernel.web.widgets import Ways

from ..codes import GRADE_HELP, HARM_HELP, HARM_ICONS, Frequency, Grade, Harm, Kind, PsychologicalHarm, Severity
from ..models import Incident, Lesson, require_grade_to_fit
from ..services import suggested_frequency, suggested_severity
from ..services.answers import suggested_grade

GRADE_ICONS = {"1": "alert-circle", "2": "alert-triangle", "3": "circle-check", "4": "shield-check"}


class ConfirmForm(StepForm):
    """What the quality office settles when it takes a report up. Of good care neither harm nor grade is asked."""

    harm = forms.ChoiceField(
        label=_("Harm"), choices=Harm, required=False, widget=Ways(icons=HARM_ICONS, said=HARM_HELP)
    )
    psychological_harm = forms.ChoiceField(
        label=_("Distress"), choices=PsychologicalHarm, required=False, widget=forms.RadioSelect
    )
    grade = forms.TypedChoiceField(
        label=_("Grade"),
        choices=Grade,
        coerce=int,
        required=False,
        empty_value=None,
        widget=Ways(icons=GRADE_ICONS, said={str(grade.value): said for grade, said in GRADE_HELP.items()}),
    )
    sac_severity = forms.ChoiceField(
        label=_("How bad it could be next time"),
        choices=Severity,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("For the SAC: at least as bad as it was."),
    )
    sac_frequency = forms.ChoiceField(
        label=_("How often the like happens"),
        choices=Frequency,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Suggested by how often this category was reported here."),
    )
    finding = forms.CharField(
        label=_("What is to be put right"),
        max_length=200,
        required=False,
        help_text=_("Opens a finding for the department. Leave it empty if nothing has to be put right."),
    )
    is_confidential = forms.BooleanField(
        label=_("Confidential"), required=False, help_text=_("Everyone who opens it is noted by name and time.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.record is not None:
            self.fields["harm"].initial = self.record.harm
            self.fields["psychological_harm"].initial = self.record.psychological_harm
            self.fields["grade"].initial = self.record.grade or suggested_grade(self.record)
            self.fields["is_confidential"].initial = self.record.is_confidential
            if self._is_good_care:
                self._ask_no_harm()
            else:
                self.fields["finding"].initial = self.record.title
                self.fields["sac_severity"].initial = suggested_severity(self.record)
                self.fields["sac_frequency"].initial = suggested_frequency(self.record)
                self.fields["harm"].required = self.fields["grade"].required = True

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if self._is_good_care:
            return told | {"grade": None, "harm": Harm.NONE, "psychological_harm": PsychologicalHarm.NONE}
        told["psychological_harm"] = told.get("psychological_harm") or PsychologicalHarm.UNKNOWN
        if "harm" in told and "grade" in told:
            require_grade_to_fit(told["grade"], told["harm"], told["psychological_harm"])
        return told

    @property
    def _is_good_care(self) -> bool:
        return self.record is not None and self.record.event_kind == Kind.GOOD_CARE

    def _ask_no_harm(self) -> None:
        for name in ("harm", "psychological_harm", "grade", "sac_severity", "sac_frequency"):
            del self.fields[name]


class HoldForm(StepForm):
    until = LocalDateField(label=_("Until"), help_text=_("On that day it is asked for again."))


class DuplicateForm(StepForm):
    """Of which record. Found only among those that the person may read."""

    original = forms.CharField(
        label=_("Number of the report that came first"),
        max_length=40,
        help_text=_("Such as AE-2026-00017. The reporter of this one hears what becomes of that one."),
    )

    def clean_original(self) -> Incident:
        found = readable(self.user, self.cleaned_data["original"]) if self.user else None
        if not isinstance(found, Incident):
            raise forms.ValidationError(_("There is no such report, or you may not read it."))
        return found


class SameEventForm(DuplicateForm):
    """The same beside a similar case: which record came first is known already."""

    def __init__(self, other: Incident) -> None:
        super().__init__(initial={"original": other.number}, auto_id=f"{other.number}-%s")
        self.fields["original"].widget = forms.HiddenInput()
        self.fields["note"].label = _("How you know that it is the same")


class ReassignForm(StepForm):
    """To which department it belongs, or who of the office looks after it."""

    department = DepartmentField(required=False)
    officer = PersonField(label=_("Looked after by"), required=False, to_field_name="username")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.record is None or self.user is None:
            return
        departments, officers = self.fields["department"], self.fields["officer"]
        departments.offer_to(self.user)  # type: ignore[attr-defined]
        departments.queryset = departments.queryset.filter(hospital_id=self.record.hospital_id)  # type: ignore[attr-defined]
        offices = holders([Role.QUALITY_OFFICE, Role.SAFETY_OFFICE], self.record.department)
        officers.queryset = User.objects.filter(pk__in=[person.pk for person in offices])  # type: ignore[attr-defined]
        departments.initial, officers.initial = self.record.department_id, self.record.officer
        officers.widget.choices = officers.choices  # type: ignore[attr-defined]


class CloseForm(StepForm):
    feedback = forms.CharField(
        label=_("To the reporter: what became of it"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Without an answer nobody reports again."),
    )
    no_lesson = forms.CharField(
        label=_("Why there is nothing to learn for others"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as: the same lesson is on the board already. Leave it empty where a lesson was written."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.record is not None:
            has_lesson = Lesson.objects.filter(incident=self.record).exists()
            self.fields["no_lesson"].required = not has_lesson
            if has_lesson:
                del self.fields["no_lesson"]
