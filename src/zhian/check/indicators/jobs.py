"""What the worker does for indicators."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhian.kernel.modules import Schedule

from .services.definitions import in_force
from .services.measuring import measure_by_night, measure_what_was_asked
from .services.persons import count_cells
from .services.returns import open_all
from .services.risk import fit_by_clock, fit_what_was_asked

SCHEDULES = [
    Schedule(
        "indicators.night",
        _("Measure all indicators and look out for changes"),
        measure_by_night,
        every=timedelta(days=1),
        longest=timedelta(hours=2),
    ),
    Schedule(
        "indicators.asked",
        _("Measure what somebody asked for"),
        measure_what_was_asked,
        every=timedelta(seconds=5),
        longest=timedelta(hours=2),
    ),
    Schedule(
        "indicators.cells",
        _("Count by sex and age what has changed in the facts"),
        count_cells,
        every=timedelta(hours=1),
        longest=timedelta(hours=2),
    ),
    Schedule(
        "indicators.risk",
        _("Fit the models of risk that somebody asked for"),
        fit_what_was_asked,
        every=timedelta(seconds=5),
        longest=timedelta(hours=1),
    ),
    Schedule(
        "indicators.risk_monthly",
        _("Each month a new model of risk"),
        fit_by_clock,
        every=timedelta(hours=12),
        longest=timedelta(hours=1),
    ),
    Schedule("indicators.returns", _("Open last month's returns"), open_all, every=timedelta(hours=6)),
]
COUNTED = [in_force]  # of these the cells are counted in the same writing as rows that come
