"""What a model of risk says, in words and as a picture, and by which models a chart's expected deaths were said."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhian.engines.indicators.facts import codes
from zhian.engines.indicators.risk import limits
from zhian.kernel.modules import Words
from zhian.kernel.people.models import Department

from ..models import RiskModel
from .definitions import in_words
from .drawing import Drawing
from .saying import month_said

SIDE, EDGE = 440, 46  # the picture's, and where its field begins
FAULTS: dict[str, Words] = {
    "c": gettext_lazy(
        "It hardly tells who is more at risk: the C statistic is %(found)s, at least %(from)s is wanted."
    ),
    "large": gettext_lazy(
        "All together the expected deaths are not those that happened: observed over expected is %(found)s instead of "
        "%(from)s to %(to)s."
    ),
    "slope": gettext_lazy(
        "Its risks are too extreme or too timid: the slope is %(found)s instead of %(from)s to %(to)s."
    ),
    "tenths": gettext_lazy(
        "In at least one tenth of the stays expected and observed part by more than %(to)s times, and not by chance."
    ),
}
NAMES: dict[str, Words] = {
    "age": gettext_lazy("Age"),
    "sex": gettext_lazy("Sex"),
    "route": gettext_lazy("Way of admission"),
    "intensive": gettext_lazy("Stay in intensive care"),
    "diagnosis": gettext_lazy("Principal diagnosis"),
}
YES_NO: dict[str, Words] = {"yes": gettext_lazy("yes"), "no": gettext_lazy("no")}
ALONE = 3  # characters of a code that stands by itself; a letter stands for the rest of its chapter


@dataclass(frozen=True)
class Dot:
    """A tenth of the stays in the picture: where it lies, from where to where chance may put it, and in words."""

    x: float
    y: float
    top: float
    bottom: float
    words: str


@dataclass(frozen=True)
class Effect:
    """How many times the odds of dying are those of the usual."""

    name: str
    word: str
    usual: str
    told: dict[str, Any]


@dataclass(frozen=True)
class Said:
    """A model as people read it."""

    model: RiskModel

    @property
    def faults(self) -> list[str]:
        """Why it may not be used; none where it may."""
        return [self._fault(name) for name in self.model.faults]

    def _fault(self, name: str) -> str:
        limit, found = limits()[name], getattr(self.model, name, None)
        told = {"found": _number(found), "from": _number(limit.lower), "to": _number(limit.upper)}
        return str(FAULTS[name]) % told

    @property
    def effects(self) -> list[Effect]:
        """What it found, diagnoses last, the most dangerous first."""
        found = [
            Effect(str(NAMES.get(each["name"], each["name"])), _word(each["name"], each["word"]),
                   _word(each["name"], each["reference"]), each)
            for each in self.model.odds
        ]  # fmt: skip
        return sorted(found, key=lambda one: (list(NAMES).index(one.told["name"]), -one.told["ratio"]))

    @cached_property
    def _reach(self) -> float:
        """The largest share of deaths that is drawn."""
        return max((max(_shares(each)) for each in self.model.deciles), default=0) or 1

    @property
    def dots(self) -> list[Dot]:
        """Observed against expected in each tenth; on the root, so that the small ones are seen too."""
        return [self._dot(number, each) for number, each in enumerate(self.model.deciles, start=1)]

    def _dot(self, number: int, tenth: dict[str, Any]) -> Dot:
        expected, observed, lower, upper = _shares(tenth)
        words = _("Tenth %(number)s: %(observed)s died, %(expected)s were expected.") % {
            "number": number, "observed": tenth["observed"], "expected": _number(tenth["expected"], 1),
        }  # fmt: skip
        return Dot(self._x(expected), self._y(observed), self._y(upper), self._y(lower), words)

    def _x(self, share: float) -> float:
        return round(EDGE + (SIDE - EDGE - 10) * sqrt(share / self._reach), 1)

    def _y(self, share: float) -> float:
        return round(SIDE - self._x(share), 1)

    @property
    def marks(self) -> list[tuple[float, float, str]]:
        """Where shares are written at both sides of the picture, in per cent."""
        shares = [self._reach * part for part in (0, 0.1, 0.4, 0.9)]
        return [(self._x(share), self._y(share), f"{100 * share:.2g}%") for share in shares]


@dataclass(frozen=True)
class Used:
    """By which model the risks of which months were said."""

    model: RiskModel
    months: str


@dataclass(frozen=True)
class Expecting:
    """What stands behind the expected deaths of a chart."""

    newest: Said | None
    used: Sequence[Used]


def expecting(hospital: Department, drawing: Drawing) -> Expecting | None:
    """For a chart of observed against expected; None for others."""
    if drawing.definition.type != "observed_expected":
        return None
    models = list(RiskModel.objects.filter(hospital=hospital))
    shown = {f"{month:%Y-%m}": month for month in drawing.months}
    used = [(model, sorted(shown.keys() & model.given.keys())) for model in models]
    return Expecting(
        Said(models[0]) if models else None,
        [
            Used(model, " – ".join(dict.fromkeys((month_said(shown[months[0]]), month_said(shown[months[-1]])))))
            for model, months in used
            if months
        ],
    )


def _shares(tenth: dict[str, Any]) -> tuple[float, float, float, float]:
    """Expected, observed and its limits, as shares of the stays; models of old have no limits."""
    cases, observed = tenth["cases"] or 1, tenth["observed"]
    lower, upper = tenth.get("lower", observed), tenth.get("upper", observed)
    return tenth["expected"] / cases, observed / cases, lower / cases, upper / cases


def _word(name: str, word: str) -> str:
    """A word of the facts in the reader's language."""
    if name == "intensive":
        return str(YES_NO.get(word, word))
    if name in ("sex", "route") and word in codes(name):
        return in_words(codes(name)[word].names)
    if name == "age":
        return _("%(years)s years") % {"years": word}
    if name == "diagnosis" and word and len(word) < ALONE:
        return _("%(letter)s, the others") % {"letter": word}
    return word or _("the others")


def _number(value: float | None, decimals: int = 2) -> str:
    return "" if value is None else f"{value:.{decimals}f}"
