"""Rows that wait for what another file brings: they are tried again when it has come, in whatever order files come."""

from datetime import timedelta

from zhian.kernel.moment import now

from ..models import Run, State
from ..readers.checks import HOMELESS
from ..readers.homes import HOMES
from .mending import replay

PATIENCE = timedelta(days=62)  # a theatre's list has outpatients too, whose stay never comes


def try_again(brought: Run) -> int:
    """Have the imports of its hospital tried again that wait for stays or bed-days, oldest first; how many."""
    waiting = Run.objects.filter(hospital=brought.hospital, state=State.DONE, created_at__gt=now() - PATIENCE)
    waiting = waiting.filter(tallies__is_fault=True, tallies__fault__in=HOMELESS).exclude(pk=brought.pk)
    runs = list(waiting.distinct().order_by("pk"))
    for run in runs:
        replay(run, actor=None)
    return len(runs)


def is_waited_for(table: str) -> bool:
    """Whether rows of other files can wait for new rows of this table."""
    return table in HOMES
