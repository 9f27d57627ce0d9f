"""What the worker does for webhooks."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhian.kernel.modules import Schedule
from zhian.kernel.moment import now

from .calling import send_waiting
from .models import Call

KEPT = timedelta(days=30)


def forget_old() -> None:
    """Calls are kept for a month, arrived or not."""
    Call.objects.filter(at__lt=now() - KEPT).delete()


SCHEDULES = [
    Schedule("webhooks.send", _("Call webhooks"), send_waiting, every=timedelta(seconds=10)),
    Schedule("webhooks.forget", _("Clear old calls away"), forget_old, every=timedelta(days=1)),
]
