"""What a team is asked about its analysis, and about each part of it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from zhian.kernel.people.models import User
from zhian.kernel.web.forms import (
    DepartmentField,
    LocalDateField,
    LocalDateTimeField,
    PersonField,
    RecordForm,
    StepForm,
)
from zhian.kernel.web.widgets import Ways

from ..models import (
    Analysis,
    Cause,
    Factor,
    Happening,
    Incident,
    Member,
    Method,
    Recommendation,
    RootCause,
    Why,
    standard_of,
)
from ..services.analysis import confirmed_on, target_of
from ..terms.analysis import FRAMES, STRENGTHS
from ..terms.reading import Term


def options(terms: Iterable[Term]) -> list[tuple[str, Any]]:
    return [(term.code, lazy(str, str)(term)) for term in terms]


class PersonByNumber(PersonField):
    """A colleague by staff number, suggested while one types."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.TextInput(attrs={"data-people": ""}), **kwargs})


def show_numbers(form: forms.ModelForm) -> None:
    """People stand in a form by staff number, where their row knows only keys."""
    for name, field in form.fields.items():
        if isinstance(field, PersonByNumber) and form.instance.pk and (person := getattr(form.instance, name)):
            form.initial[name] = person.username


class AnalyseForm(forms.Form):
    """The plan of an analysis. What the severity asks for stands there already."""

    method = forms.ChoiceField(label=_("What kind of analysis"), choices=Method.choices, widget=forms.RadioSelect)
    question = forms.CharField(
        label=_("What is to be explained"),
        max_length=200,
        help_text=_("One question about what happened, not about who: “Why could the patient leave the bed unseen?”"),
    )
    scope = forms.CharField(
        label=_("Scope"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("From when to when, which departments, what is left out."),
    )
    frame = forms.ChoiceField(label=_("Bones of the fishbone"), choices=options(FRAMES), widget=forms.RadioSelect)
    lead = PersonByNumber(label=_("Who leads it"), help_text=_("Somebody who had no part in what happened."))
    begin_by = LocalDateField(label=_("Begin by"))
    finish_by = LocalDateField(label=_("Finish by"))

    def __init__(self, told: Any = None, *, incident: Incident, user: User) -> None:
        wanted, day = target_of(incident), confirmed_on(incident)
        initial = {
            "method": wanted.method,
            "frame": FRAMES.terms[0].code,
            "lead": user.username,
            "begin_by": wanted.begin_by(day),
            "finish_by": wanted.finish_by(day),
        }
        super().__init__(told, initial=initial)


class AnalysisForm(RecordForm):
    """The plan, changed later."""

    frame = forms.ChoiceField(label=_("Bones of the fishbone"), choices=options(FRAMES), widget=forms.RadioSelect)
    lead = PersonByNumber(label=_("Who leads it"))
    begin_by = LocalDateField(label=_("Begin by"))
    finish_by = LocalDateField(label=_("Finish by"))

    class Meta:
        model = Analysis
        fields = ["title", "method", "question", "scope", "frame", "lead", "begin_by", "finish_by"]
        widgets = {"method": forms.RadioSelect, "scope": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        show_numbers(self)


class FinishForm(StepForm):
    conclusion = forms.CharField(
        label=_("What was found, in a few sentences"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    why_no_action = forms.CharField(
        label=_("Why nothing is recommended"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only where there is no recommendation."),
    )
    why_only_weak = forms.CharField(
        label=_("Why only weak actions are recommended"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only where no strong or intermediate action is recommended for an event of SAC 1 or 2."),
    )


class PartForm(forms.ModelForm):
    """One row of an analysis."""

    def __init__(self, *args: Any, analysis: Analysis, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.analysis, self.user = analysis, user
        show_numbers(self)

    def _post_clean(self) -> None:
        """The service checks the row as a whole; here it is only filled."""
        if not self.errors:
            self.told = {name: self.cleaned_data[name] for name in self.fields}
            for name, value in self.told.items():
                setattr(self.instance, name, value)


class MemberForm(PartForm):
    person = PersonByNumber(label=_("Person"))

    class Meta:
        model = Member
        fields = ["person", "task"]


class HappeningForm(PartForm):
    at = LocalDateTimeField(label=_("When"), required=False)

    class Meta:
        model = Happening
        fields = ["at", "precision", "what", "should", "source"]
        widgets = {
            "precision": forms.RadioSelect,
            "what": forms.Textarea(attrs={"rows": 2}),
            "should": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "should": _("Only where it differs: then it shows as a deviation."),
            "source": _("Such as: record, interview, camera, device log"),
        }


class CauseForm(PartForm):
    bone = forms.ChoiceField(label=_("Bone"), choices=options(bone for frame in FRAMES for bone in frame.terms))

    class Meta:
        model = Cause
        fields = ["bone", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bone"].choices = options(self.analysis.bones)  # type: ignore[attr-defined]


class WhyForm(PartForm):
    class Meta:
        model = Why
        fields = ["above", "text", "is_root"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above: Any = self.fields["above"]
        above.queryset = Why.objects.filter(analysis=self.analysis).exclude(pk=self.instance.pk)
        above.empty_label = self.analysis.question


class FactorForm(PartForm):
    code = forms.CharField(label=_("Contributing factor"), max_length=60, widget=forms.Select)

    class Meta:
        model = Factor
        fields = ["code", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.factors = standard_of(self.analysis.hospital).factors
        groups = [(str(group), options(group.terms)) for group in self.factors]
        if self.instance.pk and self.factors.find(self.instance.code) is None:
            groups.append((str(_("no longer offered")), [(self.instance.code, str(self.instance))]))
        self.fields["code"].widget.choices = groups  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if self.factors.find(code) is None and code != self.instance.code:
            raise forms.ValidationError(_("Choose one of the factors that are offered."))
        return str(code)


class RootCauseForm(PartForm):
    class Meta:
        model = RootCause
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class RecommendationForm(PartForm):
    strength = forms.ChoiceField(
        label=_("How strong a change is it?"),
        choices=options(STRENGTHS),
        widget=Ways(
            icons={"strong": "shield-check", "intermediate": "checklist", "weak": "message"},
            said={term.code: lazy(lambda term: term.example, str)(term) for term in STRENGTHS},
        ),
    )
    department = DepartmentField(label=_("By which department"))
    owner = PersonByNumber(label=_("Responsible person"), required=False)
    due_on = LocalDateField(label=_("By when"), required=False)

    class Meta:
        model = Recommendation
        fields = ["what", "strength", "department", "owner", "due_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].offer_to(self.user)  # type: ignore[attr-defined]
        self.fields["department"].initial = self.analysis.department_id


PARTS: dict[str, type[PartForm]] = {  # as they stand in addresses
    "team": MemberForm,
    "timeline": HappeningForm,
    "fishbone": CauseForm,
    "whys": WhyForm,
    "factors": FactorForm,
    "root-causes": RootCauseForm,
    "recommendations": RecommendationForm,
}
