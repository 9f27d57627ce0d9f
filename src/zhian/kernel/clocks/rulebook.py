"""The rules that hold in a hospital: the national ones, and over them what the hospital has entered."""

from typing import Any

from zhian.engines.clocks import Period, Rule, national, with_own
from zhian.kernel.people.house import of_house

from .models import OwnRule

Rules = tuple[Rule, ...]
LOCAL = "local"  # a period that local rules set and nobody has entered yet


@of_house(OwnRule)
def rules_of(hospital_id: int | None) -> Rules:
    """All rules of a hospital, versions of the same in the order of time."""
    rules = national()
    for own in OwnRule.objects.filter(hospital_id=hospital_id):
        period = period_of(own.period)
        rules = with_own(
            rules, own.rule_id, since=own.valid_from, period=period, source=own.source, verified=own.verified
        )
    return rules


def snapshot(rule: Rule) -> dict[str, Any]:
    """The rule as it is kept with a clock."""
    return {
        "title": rule.title._asdict(),
        "authority": rule.authority._asdict(),
        "note": rule.note._asdict(),
        "via": rule.via,
        "period": as_data(rule.period),
        "source": rule.source,
        "verified": rule.verified,
        "valid_from": rule.valid_from.isoformat(),
        "is_own": rule.is_own,
    }


def as_data(period: Period | None) -> Any:
    """The period as the rules' files write it."""
    if period is None:
        return LOCAL
    if period.unit == "at_once":
        return period.unit
    return {period.unit: period.amount, **({"rolls": True} if period.rolls else {})}


def period_of(told: Any) -> Period | None:
    return None if told == LOCAL else Period.of(told)
