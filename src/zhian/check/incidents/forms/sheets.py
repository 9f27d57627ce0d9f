"""What is asked of whoever prints sheets, and of whoever types one in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.people.models import User
from zhian.kernel.web.forms import LocalDateTimeField, PersonField
from zhian.kernel.web.widgets import Ways

from ..codes import OWN_WRITING, SOMEBODY_ELSES, WRITER_ICONS, WRITER_WORDS, Writer
from ..models import Incident
from ..services.sheets import MOST_AT_ONCE, read_number
from .report import IncidentForm


class IssueForm(forms.Form):
    """How many sheets, and for whom."""

    count = forms.IntegerField(label=_("How many sheets"), min_value=1, max_value=MOST_AT_ONCE, initial=5)


class SheetForm(IncidentForm):
    """The same questions as a report, and what stands at the edges of the sheet."""

    sheet = forms.CharField(
        label=_("Number of the sheet"), max_length=20, help_text=_("At the top right, such as P00017-4.")
    )
    written_at = LocalDateTimeField(
        label=_("When was it written"), help_text=_("As it stands on the sheet: from then on the hospital knew.")
    )
    writer = forms.ChoiceField(
        label=_("Who wrote it"),
        choices=Writer,
        initial=Writer.ME,
        widget=Ways(icons=WRITER_ICONS, said=WRITER_WORDS),
    )
    person = PersonField(
        label=_("Staff number of who wrote it"),
        required=False,
        widget=forms.TextInput(attrs={"data-people": ""}),
        help_text=_("Where it was a colleague. Feedback goes to that person."),
    )

    class Meta(IncidentForm.Meta):
        model = Incident
        fields = ["written_at", *IncidentForm.Meta.fields]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occurred_at"].initial = None
        self.fields.pop("known_as", None)  # asked as `writer`
        if not self.user.has_perm("incidents.type_in_for_others"):
            del self.fields["person"]
            own = [(value, label) for value, label in Writer.choices if value in OWN_WRITING]
            self.fields["writer"].choices = own  # type: ignore[attr-defined]
        self.order_fields(["sheet", "written_at", "writer", "person"])

    def clean_sheet(self) -> str:
        return read_number(self.cleaned_data["sheet"])

    def clean_written_at(self) -> Any:
        written = self.cleaned_data["written_at"]
        if written > now():
            raise ValidationError(_("It cannot have been written in the future: check date and time."))
        return written

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        happened, written = told.get("occurred_at"), told.get("written_at")
        if happened and written and happened > written:
            self.add_error("occurred_at", _("It was written down before it happened: check both times."))
        if "writer" in told and "person" in self.fields:
            self._check_writer(told)
        return told

    def _check_writer(self, told: dict[str, Any]) -> None:
        is_asked, person = told["writer"] in SOMEBODY_ELSES, told.get("person")
        if not is_asked:
            told["person"] = None
        elif person is None and "person" not in self.errors:
            self.add_error("person", _("Say who wrote it, or choose “no name on it”."))
        elif isinstance(person, User) and not self._works_there(person, told):
            self.add_error("person", _("%(person)s does not work at this hospital.") % {"person": person})

    def _works_there(self, person: User, told: dict[str, Any]) -> bool:
        return "department" not in told or person.has_perm("incidents.file", Incident(department=told["department"]))
