"""What the worker clears away after the pages."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhian.kernel.modules import Schedule
from zhian.kernel.moment import now

from .models import Submission

KEPT = timedelta(days=7)  # nobody sends a form again after that


def forget_submissions() -> None:
    Submission.objects.filter(at__lt=now() - KEPT).delete()


SCHEDULES = [
    Schedule(
        "web.forget_submissions", _("Clear old answers to forms away"), forget_submissions, every=timedelta(hours=6)
    )
]
