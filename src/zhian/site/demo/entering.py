"""What the demo hospital's departments type in each month: a year of returns, the last ones still on their way."""

from datetime import date, datetime, timedelta
from random import Random

from zhian.check.indicators.services import returns
from zhian.kernel import moment
from zhian.kernel.months import later, month_of
from zhian.kernel.people.models import Department, User

from .cast import Cast

MONTHS = 13
TYPED_IN = {  # department → who types in, and of each indicator about how many in the denominator and what share above
    "GK1": ("1003", {"GOAL-VTE": (180, 0.74)}),
    "ZKK": (
        "1006",
        {
            "GOAL-CVD": (160, 0.52),
            "GOAL-STAGE": (210, 0.83),
            "GOAL-SEPSIS-BUNDLE": (24, 0.71),
            "GOAL-IVSTD": (2700, 0.66),
            "GOAL-MDT4": (230, 0.93),
            "GOAL-MUTUAL": (1900, 0.38),
        },
    ),
    "HLB": ("1006", {"NUR-01": (800, 0.62), "NUR-05": (496, 0.006)}),
}


def enter(cast: Cast, until: datetime, random: Random) -> None:
    """Typed in by one, reviewed by another; last month's of a ward waits for it, and the nurses' is being filled in."""
    last = later(month_of(until.date()), -1)
    for place, (hand, indicators) in TYPED_IN.items():
        department = cast.places[place]
        for code in indicators:
            returns.entrust(department, code, actor=cast.people["1005"])
        for ago in reversed(range(MONTHS)):
            month = later(last, -ago)
            day = min(until, datetime.combine(later(month, 1), until.timetz()) + timedelta(days=4))
            with moment.at(day):
                is_half_done = ago == 0 and place == "HLB"
                _one(department, month, indicators, cast.people[hand], random, is_half_done=is_half_done)
                if ago or place == "ZKK":
                    monthly = returns.open_return(department, month, actor=None)
                    returns.review(monthly, actor=cast.people["1005"])


def _one(
    department: Department,
    month: date,
    indicators: dict[str, tuple[int, float]],
    hand: User,
    random: Random,
    *,
    is_half_done: bool,
) -> None:
    monthly = returns.open_return(department, month, actor=None)
    lines = {}
    for asked in returns.asked_in(monthly):
        size, share = indicators[asked.definition.code]
        below = round(random.gauss(size, size * 0.04))
        lines[asked.key] = {
            "numerator": min(below, round(below * random.gauss(share, share * 0.04))),
            "denominator": below,
        }
    if is_half_done:
        lines = dict(list(lines.items())[:1])
    returns.fill_in(monthly, lines, actor=hand, version=monthly.version)
    if not is_half_done:
        returns.hand_in(monthly, actor=hand)
