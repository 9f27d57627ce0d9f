"""What the worker does for incidents."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhian.kernel.modules import Schedule

from .services.release import release

SCHEDULES = [
    Schedule("incidents.release", _("Hand over what came in without a name"), release, every=timedelta(seconds=10))
]
