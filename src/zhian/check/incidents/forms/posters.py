"""What the quality office is asked for a poster."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhian.kernel.people.models import Department, DepartmentKind, User

from ..permissions import OFFICES


class PosterForm(forms.Form):
    """Where a new poster is to hang: a ward, or anywhere in a hospital."""

    department = forms.ModelChoiceField(Department.objects.none(), label=_("Ward, or the whole hospital"))

    def offer_to(self, user: User) -> None:
        places = Department.objects.filter(pk__in=user.scope(*OFFICES), is_open=True)
        self.fields["department"].queryset = places.exclude(kind=DepartmentKind.GROUP)  # type: ignore[attr-defined]
