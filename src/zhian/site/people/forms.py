"""What administrators are asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhian.kernel.people.models import Department, Role, User


class PlaceField(forms.ModelChoiceField):
    """A department with the hospital it belongs to."""

    def label_from_instance(self, place: Department) -> str:
        if place.hospital and place.hospital != place:
            return f"{place.code} {place.name} · {place.hospital.name}"
        return f"{place.code} {place.name}"


class DepartmentForm(forms.ModelForm):
    parent = PlaceField(Department.objects.none(), label=_("Below"), required=False)

    class Meta:
        model = Department
        fields = ["name", "code", "kind", "parent", "beds", "is_open"]
        help_texts = {"is_open": _("A closed department takes no new reports and stays in all that was.")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = places_of(user, Role.SYSTEM_ADMIN).exclude(pk=self.instance.pk)
        above = Department.objects.filter(pk=self.instance.parent_id)  # may be beyond what one administers
        self.fields["parent"].queryset = places | above.select_related("hospital")  # type: ignore[attr-defined]
        self.fields["parent"].required = self.instance.pk is None
        if self.instance.pk is None:
            del self.fields["is_open"]


class PersonForm(forms.ModelForm):
    department = PlaceField(Department.objects.none(), label=_("Department"))

    class Meta:
        model = User
        fields = ["username", "name", "title", "department", "email", "phone", "is_active"]
        labels = {"is_active": _("may sign in")}
        help_texts = {
            "username": _("What the person signs in with. It is never given to somebody else later."),
            "is_active": _("Take the tick away when somebody leaves: all that they did stays."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = places_of(user, Role.SYSTEM_ADMIN)  # type: ignore[attr-defined]
        if self.instance.pk is None:
            del self.fields["is_active"]


class DutyForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role)
    department = PlaceField(
        Department.objects.none(), label=_("Over"), help_text=_("And over everything below it in the tree.")
    )

    def __init__(self, *args: Any, user: User, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"department": person.department_id}, **kwargs})
        self.fields["department"].queryset = places_of(user, Role.SECURITY_ADMIN)  # type: ignore[attr-defined]


class FirstPasswordForm(forms.Form):
    lost_factor = forms.BooleanField(label=_("The phone or key is lost too: remove the second factors"), required=False)


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (xlsx) with one sheet for departments, one for people, or a CSV file with one of them."),
    )


class FindForm(forms.Form):
    """Whom to list."""

    q = forms.CharField(label=_("Staff number or name"), required=False, max_length=60)
    department = PlaceField(
        Department.objects.none(), label=_("Department"), required=False, empty_label=_("any department")
    )
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("any role")), *Role.choices], required=False)
    gone = forms.BooleanField(label=_("also those who left"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = places_of(user, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
        self.fields["department"].queryset = places  # type: ignore[attr-defined]


def places_of(user: User, *roles: str) -> Any:
    """Open places over which the person holds one of the roles."""
    places = Department.objects.filter(pk__in=user.scope(*roles), is_open=True)
    return places.select_related("hospital").order_by("code")
