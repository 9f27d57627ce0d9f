"""What the worker clears away of people: tables that nobody agreed to."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhian.kernel.modules import Schedule
from zhian.kernel.moment import now

from .models import Import

KEPT = timedelta(days=1)


def forget_imports() -> None:
    Import.objects.filter(at__lt=now() - KEPT).delete()


SCHEDULES = [
    Schedule(
        "people.forget_imports", _("Clear tables away that nobody agreed to"), forget_imports, every=timedelta(hours=6)
    )
]
