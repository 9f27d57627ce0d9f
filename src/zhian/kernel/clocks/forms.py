"""What people are asked about deadlines, rules and working days."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhian.engines.clocks import FACTS, Fact, Period
from zhian.kernel.moment import now, today
from zhian.kernel.people.models import User
from zhian.kernel.web.forms import LocalDateField, LocalDateTimeField, ManyFilesField, PersonField

from .models import Verified, said

UNITS = {
    "at_once": _("at once"),
    "hours": _("hours"),
    "days": _("calendar days"),
    "working_days": _("working days"),
}
UNKNOWN = ("", _("not known yet"))


class TickForm(forms.Form):
    """That it was reported."""

    met_at = LocalDateTimeField(label=_("Reported at"))
    receipt = forms.CharField(
        label=_("Receipt of the authority"),
        max_length=100,
        help_text=_("Its number; of a telephone call, who took it."),
    )
    met_by = PersonField(
        label=_("Who reported it"),
        required=False,
        widget=forms.TextInput(attrs={"data-people": ""}),
        help_text=_("Staff number; you, if it stays empty."),
    )
    attachments = ManyFilesField(label=_("Receipt as a file"), required=False)

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["met_at"].initial = now
        if user:
            self.fields["met_by"].initial = user.username


class AsideForm(forms.Form):
    """That it does not apply."""

    reason = forms.CharField(label=_("Why it does not apply"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


def field_of(fact: Fact) -> forms.Field:
    """How a fact is asked; nobody has to know it."""
    told: dict[str, Any] = {"label": said(fact.label._asdict()), "required": False}
    told["help_text"] = said(fact.help._asdict())
    if fact.choices:
        choices = [(str(value), said(words._asdict())) for value, words in fact.choices.items()]
        return forms.TypedChoiceField(choices=[UNKNOWN, *choices], coerce=fact.read, empty_value=None, **told)
    if fact.type == "number":
        return forms.IntegerField(min_value=0, max_value=1_000_000, **told)
    return LocalDateTimeField(**told)


class AnswerForm(forms.Form):
    """Facts that decide deadlines and stand nowhere in the record."""

    def __init__(self, *args: Any, first: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first = [name for name in first if FACTS[name].is_asked]
        others = [name for name, fact in FACTS.items() if fact.is_asked and name not in self.first]
        self.fields = {name: field_of(FACTS[name]) for name in (*self.first, *others)}

    def asked_first(self) -> list[forms.BoundField]:
        """What would decide something now."""
        return [self[name] for name in self.first]

    def others(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.first]


class RuleForm(forms.Form):
    """The hospital's own version of a rule."""

    unit = forms.ChoiceField(label=_("Period"), choices=list(UNITS.items()), widget=forms.RadioSelect)
    amount = forms.IntegerField(
        label=_("How many"), required=False, min_value=1, max_value=10_000, help_text=_("Empty for “at once”.")
    )
    source = forms.CharField(
        label=_("Where it is written"),
        max_length=200,
        help_text=_("Law and article, or the hospital's own document with its number."),
    )
    verified = forms.ChoiceField(label=_("How sure"), choices=Verified, widget=forms.RadioSelect)
    valid_from = LocalDateField(
        label=_("Valid from"),
        initial=today,
        help_text=_("Deadlines that run already keep what they were reckoned with."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        unit = told.get("unit")
        if unit and unit != "at_once" and not told.get("amount"):
            self.add_error("amount", _("Say how many."))
        elif unit and "amount" in told:
            try:
                told["period"] = Period(unit, told["amount"] if unit != "at_once" else 0)
            except ValueError:
                self.add_error("amount", _("This is too long for a deadline."))
        return told

    def rule(self) -> dict[str, Any]:
        """What the service is told."""
        told = self.cleaned_data
        return {name: told[name] for name in ("period", "source", "verified", "valid_from", "note")}


class DayForm(forms.Form):
    """One day on which the hospital does otherwise."""

    day = LocalDateField(label=_("Day"))
    is_worked = forms.TypedChoiceField(
        label=_("That day"),
        choices=[("yes", _("is worked")), ("no", _("is off"))],
        coerce=lambda told: told == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Why"), max_length=100, required=False)


class PasteForm(forms.Form):
    """Many days at once, from a notice of the State Council or of the hospital."""

    days = forms.CharField(
        label=_("One day a line"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "placeholder": "2027-02-06 休息 春节\n2027-02-14 上班 春节调休"}),
        help_text=_("The day, then 上班 or 休息, then why."),
    )
