"""What the worker clears away for the site: sessions that are over, and what became of finished background jobs."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from zhian.kernel.modules import Schedule
from zhian.kernel.moment import now

KEPT = timedelta(days=30)


def forget_sessions() -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def forget_finished_jobs() -> None:
    DBTaskResult.objects.finished().filter(finished_at__lt=now() - KEPT).delete()


SCHEDULES = [
    Schedule("site.forget_sessions", _("Clear ended sessions away"), forget_sessions, every=timedelta(hours=6)),
    Schedule(
        "site.forget_finished_jobs",
        _("Clear finished background jobs away"),
        forget_finished_jobs,
        every=timedelta(days=1),
    ),
]
