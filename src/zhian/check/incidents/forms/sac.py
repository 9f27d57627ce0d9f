"""The SAC matrix as a form: one choice for each cell."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from ..codes import Frequency, Severity
from ..scales import Matrix
from ..scales.sac import LEVELS


def _cell(frequency: str, severity: str) -> str:
    return f"{frequency}_{severity}"


class SacMatrixForm(forms.Form):
    """Thirty cells, and where they come from."""

    source = forms.CharField(
        label=_("Where it comes from"),
        max_length=300,
        help_text=_("Such as: resolution of the quality committee of 12 March 2026"),
    )

    def __init__(self, *args: Any, matrix: Matrix, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for frequency, severity in ((each, other) for each in Frequency for other in Severity):
            self.fields[_cell(frequency, severity)] = forms.TypedChoiceField(
                label=f"{frequency.label}, {severity.label}",
                choices=[(level, f"SAC {level}") for level in LEVELS],
                coerce=int,
                initial=matrix.level(frequency, severity),
            )

    def rows(self) -> Iterator[tuple[Any, list[BoundField]]]:
        """The cells as they stand on paper: a row for each frequency."""
        for frequency in Frequency:
            yield frequency.label, [self[_cell(frequency, severity)] for severity in Severity]

    def levels(self) -> dict[str, list[int]]:
        """What was told, as the matrix keeps it."""
        told = self.cleaned_data
        return {frequency.value: [told[_cell(frequency, severity)] for severity in Severity] for frequency in Frequency}
