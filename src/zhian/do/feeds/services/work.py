"""What the worker does for imports: those that wait, those that broke off, and clearing away."""

from datetime import timedelta

from django.db.models import Q

from zhian.kernel.moment import now

from ..models import Run, State, Way
from . import shelf
from .imports import carry_out, give_up

KEPT = timedelta(days=7)  # a file that nobody has agreed to, or that was refused


def carry_out_all() -> int:
    """Take in what waits, and what a worker had begun that is no more; how many that were."""
    count = 0
    for run in Run.objects.filter(state__in=(State.WAITING, State.RUNNING)).order_by("pk"):
        with shelf.held(run.folder) as is_ours:
            if is_ours and run.way == Way.PROMPT and run.state == State.RUNNING:
                give_up(run)
            elif is_ours and (run.way != Way.PROMPT or run.is_replay):
                carry_out(run)
                count += 1
    return count


def clear_away() -> None:
    """Files that nobody has agreed to for a week: they name patients."""
    old = Run.objects.filter(Q(state=State.NEW) | Q(state=State.REFUSED), created_at__lt=now() - KEPT).exclude(
        folder=""
    )
    for run in old:
        shelf.forget(run.folder)
    old.update(folder="")
