"""What the worker does for notices, and how often."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhian.kernel.modules import Schedule
from zhian.kernel.moment import now

from .models import Delivery, News
from .post import send_waiting
from .reminders import remind

KEPT = timedelta(days=400)  # longer than any date is reminded of
KEPT_OUTSIDE = timedelta(days=30)
PORTION = 1000


def forget_old() -> None:
    """Old news leave the inboxes; what happened stands in the records themselves."""
    _delete(Delivery.objects.filter(news__at__lt=now() - KEPT_OUTSIDE))
    _delete(News.objects.filter(at__lt=now() - KEPT))


def _delete(old: QuerySet) -> None:
    """In portions, so that nobody else waits long to write."""
    while portion := list(old.order_by("pk").values_list("pk", flat=True)[:PORTION]):
        old.model._default_manager.filter(pk__in=portion).delete()


SCHEDULES = [
    Schedule("notices.send", _("Send what waits"), send_waiting, every=timedelta(seconds=10)),
    Schedule("notices.remind", _("Remind, and tell the next in charge"), remind, every=timedelta(minutes=10)),
    Schedule("notices.forget", _("Clear old notices away"), forget_old, every=timedelta(days=1)),
]
