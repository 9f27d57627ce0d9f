"""The one clock of the program."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_pinned: ContextVar[datetime | None] = ContextVar("pinned moment", default=None)


def now() -> datetime:
    """The present moment, with its zone."""
    return _pinned.get() or timezone.now()


def today() -> date:
    """The present date where the hospital is."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let everything inside happen at `moment`: for demo data and tests, which tell of days gone by."""
    token = _pinned.set(moment)
    try:
        yield
    finally:
        _pinned.reset(token)
