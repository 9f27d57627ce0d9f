"""What is asked for a lesson and around it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..codes import Category

SORTS = [("new", _("newest first")), ("useful", _("most useful first"))]


class LessonForm(forms.Form):
    """The four parts of a lesson. The tick is asked for where words were found that could tell whose case it is."""

    title = forms.CharField(
        label=_("In one sentence"), max_length=80, help_text=_("Such as: two drugs with nearly the same box")
    )
    happened = forms.CharField(
        label=_("What happened"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("So that nobody is recognised: no names, no bed, no age, no day, no department."),
    )
    learned = forms.CharField(label=_("What we learnt"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    changed = forms.CharField(label=_("What we changed"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    is_checked = forms.BooleanField(
        label=_("I looked at the words that were named: nobody can be recognised by them."), required=False
    )
    version = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def told(self) -> dict[str, Any]:
        """As the service takes it."""
        told = self.cleaned_data.copy()
        around = {name: told.pop(name) for name in ("is_checked", "version")}
        return {"told": told, **around}


class LessonFilters(forms.Form):
    q = forms.CharField(label=_("words"), required=False, max_length=100)
    category = forms.ChoiceField(label=_("category"), required=False, choices=[("", _("all")), *Category.choices])
    sort = forms.ChoiceField(label=_("order"), required=False, choices=SORTS)


class LessonCommentForm(forms.Form):
    text = forms.CharField(
        label=_("What do you do about it in your department?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Your name stands beside it."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
