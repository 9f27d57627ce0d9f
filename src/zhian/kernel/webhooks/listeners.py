"""Every step is looked at: which webhooks of this hospital asked to hear of it?"""

from typing import Any

from django.dispatch import receiver

from zhian.engines.workflow import FILE, Step
from zhian.kernel.people.house import of_house
from zhian.kernel.records.models import Authorship, Record
from zhian.kernel.records.services import step_taken

from .calling import owe
from .models import Webhook


@receiver(step_taken)
def tell_programs(record: Record, step: Step, **_kwargs: Any) -> None:
    """What was filed anonymously is told of from its first step in the house on: the moment of filing stays unknown."""
    if step.name == FILE and record.authorship == Authorship.ANONYMOUS:
        return
    event = f"{record.kind}.{step.name}"
    for webhook in webhooks_of(record.hospital):
        if event in webhook.steps:
            owe(webhook, event, record)


@of_house(Webhook)
def webhooks_of(hospital_id: int | None) -> list[Webhook]:
    """Those that want to be told."""
    return list(Webhook.objects.filter(hospital_id=hospital_id, is_active=True).defer("secret"))
