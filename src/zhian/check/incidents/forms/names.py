"""Names of staff in a narrative are pointed out once to whoever writes; who means them sends the form again."""

from collections.abc import Sequence
from copy import copy
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from zhian.engines.names import Named, named_beside_titles
from zhian.kernel.people.models import Department, User

BETWEEN = "、"


class PointsOutNames(forms.Form):
    """A form that comes back once with the names that stand in its texts.

    `names_read` holds those that were pointed out already. A program that does not tell it is not asked.
    """

    narratives: ClassVar[Sequence[str]] = ("title", "account", "immediate_action")

    names_read = forms.CharField(
        label=_("Names that may stay"), widget=forms.HiddenInput, required=False, max_length=2000
    )

    def names_in(self, text: str) -> list[Named]:
        """By how names are written. Whoever sends nothing but text learns nothing about who works here."""
        return named_beside_titles(text)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        read = set(told.pop("names_read", "").split(BETWEEN))
        if "names_read" in self.data:
            self._point_out(read)
        return told

    def _point_out(self, read: set[str]) -> None:
        for field in set(self.narratives) & self.cleaned_data.keys():
            found = self.names_in(self.cleaned_data[field])
            if new := [each for each in found if each.name not in read]:
                self.add_error(field, self._sentence(new))
                read |= {each.name for each in found}
        if self.errors:
            again: Any = copy(self.data)
            again["names_read"] = BETWEEN.join(sorted(read - {""}))
            self.data = again

    def _sentence(self, found: list[Named]) -> str:
        return _("Names stand here: %(names)s. Better: %(instead)s. Change it, or send it once more as it is.") % {
            "names": BETWEEN.join(each.name for each in found),
            "instead": BETWEEN.join(dict.fromkeys(f"“{each.instead}”" for each in found)),
        }


def staff_of(department: Department | None) -> list[tuple[str, str]]:
    """Name and professional title of everybody who works in the hospital of this department."""
    if department is None:
        return []
    people = User.objects.filter(is_active=True, department__hospital=department.hospital_id)
    return list(people.values_list("name", "title"))
