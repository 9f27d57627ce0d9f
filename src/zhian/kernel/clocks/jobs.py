"""What the worker does for deadlines."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhian.kernel.modules import Schedule

from .reminders import remind

SCHEDULES = [
    Schedule("clocks.remind", _("Remind of statutory deadlines"), remind, every=timedelta(minutes=5)),
]
