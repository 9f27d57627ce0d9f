"""What forms of records have in common."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhian.engines.workflow import Refused
from zhian.kernel.people.models import Department, User
from zhian.kernel.records.uploads import Clean

from .files import look_into

LOCAL_TIME = "%Y-%m-%dT%H:%M"


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once, each looked into and made harmless."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Clean]:
        files = [file for file in data or [] if file] if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        try:
            return [look_into(file) for file in files]
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class LocalDateTimeField(forms.DateTimeField):
    """A date and time as the browser's own picker gives it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_TIME)
    input_formats = [LOCAL_TIME, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]


class LocalDateField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MonthField(forms.DateField):
    """A month as the browser's own picker gives it; its first day."""

    widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
    input_formats = ["%Y-%m"]

    def clean(self, value: Any) -> date | None:
        found = super().clean(value)
        if found and not 1900 <= found.year <= 2200:
            raise forms.ValidationError(_("Check the year."))
        return found


class DepartmentField(forms.ModelChoiceField):
    """The open departments of the person's hospital, or of those that a duty covers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Department.objects.none(), **{"label": _("department"), **kwargs})

    def offer_to(self, user: User) -> None:
        near = Q(hospital_id=user.hospital_id) | Q(pk__in=user.scope(*user.roles))
        self.queryset = Department.objects.filter(near, is_open=True, kind="department").select_related("hospital")


class PersonField(forms.ModelChoiceField):
    """An active person of the hospital, by staff number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.filter(is_active=True), **{"to_field_name": "username", **kwargs})

    def label_from_instance(self, person: User) -> str:
        return f"{person.name} {person.username}"


class RecordForm(forms.ModelForm):
    """What a person is asked to file or to change a record.

    `user` is who fills it in; fields that offer choices to a person are told so.
    """

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.own_fields = list(self._meta.fields or ())  # those that are facts of the record
        for field in self.fields.values():
            if isinstance(field, DepartmentField):
                field.offer_to(user)


class StepForm(forms.Form):
    """What a step asks for. A step that asks for more than a note has a form of its own."""

    rows_of: ClassVar[type[forms.BaseFormSet] | None] = None  # rows below it, such as the actions of a plan
    rows_prefix: ClassVar[str] = ""

    note = forms.CharField(label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, record: Any = None, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record, self.user = record, user
        self.order_fields([*(name for name in self.fields if name != "note"), "note"])


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Comment"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "data-mentions": ""}),
        help_text=_("With @ and a name you tell somebody."),
    )


class AttachForm(forms.Form):
    attachments = ManyFilesField(label=_("Files"), help_text=_("Pictures, PDF, Word, Excel or text; up to 20 MB each."))


class LinkForm(forms.Form):
    number = forms.CharField(label=_("Number of the other record"), max_length=40)
    kind = forms.ChoiceField(label=_("How they belong together"))

    def __init__(self, *args: Any, kinds: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class IdentifyForm(forms.Form):
    reason = forms.CharField(
        label=_("What for"),
        max_length=200,
        help_text=_("Your name, the time and this reason are kept and can be read."),
    )


class SaveFilterForm(forms.Form):
    name = forms.CharField(label=_("Name of the filter"), max_length=60)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)
    is_shared = forms.BooleanField(label=_("for the whole hospital"), required=False)
