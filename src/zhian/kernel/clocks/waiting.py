"""The most urgent deadlines of whoever must report to the authorities: what “my work” shows."""

from typing import Any

from zhian.kernel.people.models import User

from .models import Clock, State
from .reminders import REPORTERS
from .words import line

SHOWN = 5


def waiting_for(user: User) -> dict[str, Any] | None:
    """Those that run in the departments that the duty covers; None for people who report to nobody."""
    if not user.has_perm("clocks.tick"):
        return None
    running = Clock.objects.filter(state=State.RUNNING, record__department__in=user.scope(*REPORTERS))
    urgent = running.select_related("record")[:SHOWN]
    return {"lines": [line(clock) for clock in urgent], "count": running.count()}
