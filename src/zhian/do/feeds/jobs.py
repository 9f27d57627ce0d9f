"""What the worker does for feeds."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhian.kernel.modules import Schedule

from .services.folder import look_into_inbox
from .services.publishing import publish
from .services.work import carry_out_all, clear_away

LONGEST = timedelta(hours=3)  # an import of a province

SCHEDULES = [
    Schedule("feeds.imports", _("Take in files that wait"), carry_out_all, timedelta(seconds=3), LONGEST),
    Schedule("feeds.inbox", _("Look into the watched folder"), look_into_inbox, timedelta(seconds=15), LONGEST),
    Schedule("feeds.publish", _("Lay what modules know into the lake"), publish, timedelta(hours=12), LONGEST),
    Schedule("feeds.clear_away", _("Clear files away that nobody took in"), clear_away, timedelta(hours=6)),
]
