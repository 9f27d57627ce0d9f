"""What the worker is asked for: one run of a kind at a time for a hospital, with progress, and how it ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import IntegrityError, transaction

from zhian.engines.workflow import Refused
from zhian.kernel.moment import now
from zhian.kernel.people.models import Department, User

from ..models import Run

AnyRun = TypeVar("AnyRun", bound=Run)


def asked(kind: type[AnyRun], hospital: Department, actor: User | None, *, or_else: str) -> AnyRun:
    """A run for the worker to take up. Raises Refused, in these words, while one of the kind is under way."""
    try:
        with transaction.atomic():
            return kind._default_manager.create(hospital=hospital, asked_by=actor)
    except IntegrityError:
        raise Refused(or_else) from None


def unfinished(kind: type[AnyRun]) -> Iterator[AnyRun]:
    """Every run that has not come to its end; one that broke off is begun anew."""
    yield from kind._default_manager.filter(finished_at=None).select_related("hospital").order_by("pk")


@contextmanager
def under_way(run: Run) -> Iterator[None]:
    """Note when it begins and how it ends."""
    run.started_at = now()
    run.save(update_fields=["started_at"])
    try:
        yield
    except Exception as trouble:
        run.error = f"{type(trouble).__name__}: {trouble}"[:300]
        raise
    finally:
        run.finished_at = now()
        run.save()


def told(run: Run, done: int, *, of: int) -> None:
    """A word of progress, seen at once by whoever looks."""
    run.done, run.total = done, of
    type(run)._default_manager.filter(pk=run.pk).update(done=done, total=of)
