"""Values and reasons in words."""

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhian.engines.indicators.definition import Definition

NOTHING = "—"
REASONS = {
    "no_facts": gettext_lazy("No facts were taken in for this month."),
    "column_missing": gettext_lazy("The source does not fill in a field that this indicator needs."),
    "denominator_zero": gettext_lazy("Nobody belonged to the denominator."),
    "denominator_small": gettext_lazy("Too few in the denominator for a value that means something."),
    "follow_up_runs": gettext_lazy("Too early to say: what is counted may still come."),
    "not_entered": gettext_lazy("Nobody has typed it in, or it was not reviewed yet."),
    "not_computable": gettext_lazy("It cannot be worked out from what the hospital records."),
    "not_valid": gettext_lazy("This edition was not in force in this month."),
}
CLOSE = ("%", "‰")  # written without a gap
ONE_TO_N = "1:n"
UNITS = {
    "minutes": gettext_lazy("minutes"),
    "hours": gettext_lazy("hours"),
    "days": gettext_lazy("days"),
    "count": "",
    "ratio": "",
    "index": "",
    "level": "",
    "points": gettext_lazy("points"),
    "yuan": gettext_lazy("yuan"),
    "per 100 discharges": gettext_lazy("per 100 discharges"),
    "per 100 beds": gettext_lazy("per 100 beds"),
    "DDDs per 100 patient-days": gettext_lazy("DDDs per 100 patient-days"),
    "cases per person": gettext_lazy("cases per person"),
    "cases per month": gettext_lazy("cases per month"),
    "yuan per 100 staff": gettext_lazy("yuan per 100 staff"),
}


def said(definition: Definition, value: float | None) -> str:
    """A value with its unit; a dash where there is none."""
    words, number = unit_said(definition), short(definition, value)
    return f"{number} {words}" if words and value is not None else number


def unit_said(definition: Definition) -> str:
    """A unit that is a word; signs stand with the number."""
    symbol = definition.unit.symbol
    return str(UNITS.get(symbol, "" if symbol in CLOSE or symbol == ONE_TO_N else symbol))


def unit_alone(definition: Definition) -> str:
    """The unit's word or its sign; empty where a number has none."""
    symbol = definition.unit.symbol
    return unit_said(definition) or (symbol if symbol in (*CLOSE, ONE_TO_N) else "")


def short(definition: Definition, value: float | None) -> str:
    """The same without words, for an axis."""
    if value is None:
        return NOTHING
    unit = definition.unit
    number = number_format(round(value, unit.decimals), unit.decimals, force_grouping=abs(value) >= 10_000)
    if unit.symbol == ONE_TO_N:
        return f"1:{number}"
    return f"{number}{unit.symbol}" if unit.symbol in CLOSE else number


def count(number: float | None) -> str:
    """A numerator or denominator: whole where it is whole."""
    if number is None:
        return NOTHING
    return number_format(int(number) if float(number).is_integer() else round(number, 2), force_grouping=True)


def why_none(reason: str) -> str:
    """Why there is no value; an unknown key is said as it is."""
    return str(REASONS.get(reason, reason or _("Not measured yet.")))


def month_said(month: object) -> str:
    return date_format(month, _("F Y"))  # type: ignore[arg-type]


def months_said(number: int) -> str:
    return ngettext("%(n)s month", "%(n)s months", number) % {"n": number}


def target_said(definition: Definition, target: float | None) -> str:
    """≥ 50 %, by the direction that is better."""
    if target is None:
        return ""
    sign = {"higher": "≥ ", "lower": "≤ "}.get(definition.direction, "")
    return f"{sign}{said(definition, target)}"


def fraction(numerator: float | None, denominator: float | None) -> str:
    """(561/908), or nothing where it is no fraction."""
    if numerator is None or denominator is None:
        return ""
    return f"{count(numerator)}/{count(denominator)}"
