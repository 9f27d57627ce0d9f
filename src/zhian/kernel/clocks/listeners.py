"""Facts change by steps and by editing; the clocks follow in the same transaction, and whoever must report hears it."""

from typing import Any

from django.dispatch import receiver

from zhian.engines.workflow import Step
from zhian.kernel.people.models import User
from zhian.kernel.records.models import Record
from zhian.kernel.records.services import record_edited, step_taken

from .following import follow
from .reminders import tell_of_new


@receiver(step_taken)
def follow_step(record: Record, step: Step, actor: User | None, **_kwargs: Any) -> None:
    tell_of_new(record, follow(record), actor)


@receiver(record_edited)
def follow_edit(record: Record, actor: User | None, **_kwargs: Any) -> None:
    tell_of_new(record, follow(record), actor)
