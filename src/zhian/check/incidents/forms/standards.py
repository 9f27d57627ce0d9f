"""The hospital's standard of analysis as a form: a line for each severity, and the factors as a list."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import today
from zhian.kernel.web.forms import LocalDateField

from ..codes import SAC_WORDS
from ..models import Method
from ..terms.analysis import Standard, Target
from ..terms.reading import Terms

SACS = (1, 2, 3, 4, None)
LONGEST = 365  # days


class StandardForm(forms.Form):
    """How soon by severity, and which factors are offered."""

    factors = forms.CharField(
        label=_("Contributing factors"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 22}),
        help_text=_("A group in a line of its own; below it each factor in a line that begins with “-”."),
    )
    valid_from = LocalDateField(label=_("Valid from"))
    source = forms.CharField(
        label=_("Where it comes from"),
        max_length=300,
        help_text=_("Such as: resolution of the quality committee of 12 March 2026"),
    )

    def __init__(self, *args: Any, standard: Standard, **kwargs: Any) -> None:
        initial = {"factors": as_text(standard.factors), "valid_from": today()}
        super().__init__(*args, **{"initial": initial, **kwargs})
        for sac in SACS:
            self._ask(sac, standard.target(sac))

    def rows(self) -> Iterator[tuple[str, list[BoundField]]]:
        """For each severity: kind of analysis, working days to the beginning, days to the end."""
        for sac in SACS:
            label = f"SAC {sac} · {SAC_WORDS[sac]}" if sac else str(_("without SAC"))
            yield label, [self[_name(sac, what)] for what in ("method", "begin_workdays", "finish_days")]

    def clean_factors(self) -> list[tuple[str, list[str]]]:
        groups: list[tuple[str, list[str]]] = []
        for line in filter(None, map(str.strip, self.cleaned_data["factors"].splitlines())):
            word = line.lstrip("-–—•· ").strip()
            if line == word:
                groups.append((word, []))
            elif groups and word:
                groups[-1][1].append(word)
            else:
                raise forms.ValidationError(_("The first line must be a group, without “-”."))
        if empty := [group for group, below in groups if not below]:
            raise forms.ValidationError(_("“%(group)s” has no factor below it."), params={"group": empty[0]})
        return groups

    def told(self) -> dict[str, Any]:
        """As the service takes it."""
        told = self.cleaned_data
        targets = {
            sac: Target(**{what: told[_name(sac, what)] for what in ("method", "begin_workdays", "finish_days")})
            for sac in SACS
        }
        return {"targets": targets, **{name: told[name] for name in ("factors", "source", "valid_from")}}

    def _ask(self, sac: int | None, target: Target) -> None:
        label = f"SAC {sac}" if sac else str(_("without SAC"))
        days = partial(forms.IntegerField, min_value=0, max_value=LONGEST, label=label)
        asked = {
            "method": forms.ChoiceField(choices=Method.choices, initial=target.method, label=label),
            "begin_workdays": days(initial=target.begin_workdays),
            "finish_days": days(initial=target.finish_days),
        }
        self.fields |= {_name(sac, what): field for what, field in asked.items()}


def as_text(factors: Terms) -> str:
    """The factors as the form shows them."""
    return "\n\n".join("\n".join([str(group), *(f"- {term}" for term in group.terms)]) for group in factors)


def _name(sac: int | None, what: str) -> str:
    return f"sac{sac or '_none'}_{what}"
