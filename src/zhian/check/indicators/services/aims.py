"""Which target holds in which month."""

from datetime import date

from zhian.engines.indicators.definition import Definition, Target

BEST = {"local": 0, "national": 1, "peer": 2}  # whose goes before whose


def target_of(definition: Definition, month: date | None) -> float | None:
    """The target that holds in the month: the hospital's own before the national one."""
    best = target_in(definition, month)
    return float(best.value) if best else None


def target_in(definition: Definition, month: date | None) -> Target | None:
    """The same, with whose it is and where it comes from."""
    valid = [each for each in definition.targets if month is None or holds_in(each, month)]
    return min(valid, key=lambda each: (BEST.get(each.basis, 9), -_ordinal(each.since)), default=None)


def holds_in(target: Target, month: date) -> bool:
    """Whether the target is one of that month."""
    return (not target.since or target.since <= month) and (not target.until or month <= target.until)


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
