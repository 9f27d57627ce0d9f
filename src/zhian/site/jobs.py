"""What the worker clears away for the site: sessions that are over, and what became of finished background jobs."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from zhian.kernel.modules import Schedule
from zhian.kernel.moment import now

KEPT = timedelta(days=30)


def forget_sessions() -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def forget_finished_jobs() -> None:
    DBTaskResult.objects.finished().filter(finished_at__lt=now() - KEPT).delete()


def count_rows() -> None:
    """Tell SQLite how its rows are spread: without it it reads a whole department to show the newest twenty.

    One table at a time, so that nobody who files a report waits for all. PostgreSQL counts by itself.
    """
    if connection.vendor == "sqlite":
        for table in connection.introspection.table_names():
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


SCHEDULES = [
    Schedule("site.count_rows", _("Count rows for the database's plans"), count_rows, every=timedelta(days=1)),
    Schedule("site.forget_sessions", _("Clear ended sessions away"), forget_sessions, every=timedelta(hours=6)),
    Schedule(
        "site.forget_finished_jobs",
        _("Clear finished background jobs away"),
        forget_finished_jobs,
        every=timedelta(days=1),
    ),
]
