"""What is asked of whoever brings a file, and of whoever mends a row of it."""

from collections.abc import Mapping as Told
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhian.kernel.people.models import Department
from zhian.kernel.web.forms import ManyFilesInput

from ..models import Kind, Mapping, Tally
from ..readers.mapped import mappable, tellable
from ..services.mappings import proposed, title_of
from ..services.sentences import in_our_language

BY_COLUMNS = "", _("as its columns say")


class Files(forms.FileField):
    """A list of the files that were brought."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        return [super(Files, self).clean(each, initial) for each in data or [None]]


class FileForm(forms.Form):
    """A file, and how it is to be read where its columns do not say it."""

    file = Files(
        label=_("File"),
        widget=ManyFilesInput,
        help_text=_(
            "Front pages as CSV (HQMS or performance appraisal), FHIR as JSON or NDJSON, any table as CSV or XLSX."
            " The files of a FHIR export are chosen together, or brought as a ZIP archive."
        ),
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=[BY_COLUMNS, *Kind.choices], required=False)
    mapping = forms.ModelChoiceField(
        Mapping.objects.none(), label=_("Mapping"), required=False, empty_label=_("as its columns say"),
        help_text=_("For a table of your own that was read before."),
    )  # fmt: skip
    hospital = forms.ModelChoiceField(Department.objects.none(), label=_("hospital"), empty_label=None)

    def __init__(self, *args: Any, hospitals: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hospital"].queryset = hospitals  # type: ignore[attr-defined]
        self.fields["mapping"].queryset = Mapping.objects.filter(hospital__in=hospitals, is_in_use=True)  # type: ignore[attr-defined]
        if len(hospitals) == 1:
            self.fields["hospital"].widget = forms.HiddenInput()
            self.fields["hospital"].initial = hospitals[0].pk


class ColumnsForm(forms.Form):
    """What a line tells of, and which of the file's columns tells which fact."""

    name = forms.CharField(label=_("Name of the mapping"), max_length=60, help_text=_("Such as: bed-days of the HIS"))
    table = forms.ChoiceField(label=_("What a line tells of"))

    def __init__(
        self,
        data: Any = None,
        *,
        table: str,
        header: Sequence[str],
        name: str = "",
        columns: Told[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial={"name": name, "table": table})
        self.fields["table"].choices = [(each, title_of(each)) for each in mappable()]  # type: ignore[attr-defined]
        self.of = table
        found = columns if columns is not None else proposed(table, header)
        facts = [(fact, in_our_language(column.names)) for fact, column in tellable(table)]
        for place, title in enumerate(header):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=title or "—",
                choices=[("", _("(not used)")), *facts],
                required=False,
                initial=found.get(title, ""),
            )
        self.header = header

    def columns(self) -> dict[str, str]:
        """Title → fact, of those that are used."""
        told = ((title, self.cleaned_data[f"column-{place}"]) for place, title in enumerate(self.header))
        return {title: fact for title, fact in told if fact}


class AlikeForm(forms.Form):
    """A word that stands in a column of many rows, and what it is to be read as."""

    table = forms.CharField(max_length=30, widget=forms.HiddenInput)
    place = forms.CharField(max_length=200, widget=forms.HiddenInput)
    said = forms.ChoiceField(label=_("Where it says"))
    instead = forms.CharField(label=_("is to be read as"), required=False, max_length=200)

    def __init__(self, data: Any = None, *, tally: Tally | None = None, words: Told[str, int] | None = None) -> None:
        super().__init__(data, initial={"table": tally.table, "place": tally.place} if tally else None)
        choices = [(word, f"{word or _('(nothing)')} · {rows}") for word, rows in (words or {}).items()]
        said = self.data.get("said")
        self.fields["said"].choices = choices or [(said, said)]  # type: ignore[attr-defined]
        self.fields["said"].required = said != ""  # an empty cell can be read as something too


class RowForm(forms.Form):
    """The cells of a row in quarantine, those first in which something is wrong."""

    def __init__(
        self, data: Any = None, *, cells: Told[str, str], labels: Told[str, str], first: Sequence[str]
    ) -> None:
        super().__init__(data, initial={self.key(title): text for title, text in cells.items()})
        self.titles = [*first, *(title for title in labels if title not in first)]
        for title in self.titles:
            self.fields[self.key(title)] = forms.CharField(
                label=labels.get(title, title), required=False, max_length=2000, initial=cells.get(title, "")
            )

    @staticmethod
    def key(title: str) -> str:
        return f"cell-{title}"

    def cells(self) -> dict[str, str]:
        return {title: self.cleaned_data[self.key(title)] for title in self.titles}
