"""The targets that the demo hospital set itself for the year."""

from datetime import date, datetime, timedelta

from zhian.check.indicators.services.definitions import definition_of
from zhian.check.indicators.services.targets import set_target
from zhian.kernel import moment
from zhian.kernel.months import later, month_of

from .cast import Cast
from .data import read
from .hospital import hospitals

BEFORE = timedelta(days=320)  # when the office wrote them down


def aim(cast: Cast, until: datetime) -> None:
    """From January on, of the year in which the last whole month lies."""
    place, officer = cast.places[hospitals()[0].code], cast.people["1005"]
    year = later(month_of(until.date()), -1).year
    told = read("targets.yaml")
    with moment.at(until - BEFORE):
        for code, value in told["targets"].items():
            definition = definition_of(place, code)
            if definition is None:
                raise ValueError(f"targets.yaml: there is no indicator {code}.")
            reason = told["reason"].format(year=year)
            set_target(definition, place, actor=officer, month=date(year, 1, 1), value=value, reason=reason)
