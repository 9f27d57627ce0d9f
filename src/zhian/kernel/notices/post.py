"""The outbox: what waits is sent, and what fails is tried again after ever longer pauses.

A letter is claimed for LEASE before it is sent. If the worker is killed in between, another sends it after that time:
nothing is lost, and at most the one under way arrives twice.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from zhian.kernel.moment import now

from .channels import MAIL, address_of
from .models import Channel, Delivery
from .outside import Unsent, deliver
from .words import letter

LEASE = timedelta(minutes=10)  # longer than any attempt takes
FIRST_PAUSE = timedelta(minutes=1)  # doubled with every failure
LONGEST_PAUSE = timedelta(hours=6)
LONGEST_CHANNEL_PAUSE = timedelta(minutes=15)  # so that a repaired server is noticed soon
MOST_ATTEMPTS = 12  # about two days
IN_ONE_LETTER = 20
LETTERS_A_ROUND = 100  # then other jobs have their turn

State = Delivery.State


def send_waiting() -> int:
    """Send what is due on every channel; returns how many letters left. A failing channel holds up no other."""
    due = Delivery.objects.filter(state=State.WAITING, next_try_at__lte=now())
    return sum(_send_on(name) for name in due.order_by("channel").values_list("channel", flat=True).distinct())


def try_again(channel: str) -> None:
    """Try everything again at once that waits on the channel or was given up: somebody has repaired it."""
    Channel.objects.filter(name=channel).update(next_try_at=now())
    stuck = Delivery.objects.filter(channel=channel, state__in=[State.WAITING, State.FAILED])
    stuck.update(state=State.WAITING, attempts=0, next_try_at=now())


def _send_on(name: str) -> int:
    """Letters on one channel, until none is left or one fails: the rest then waits for the channel's next try."""
    channel, _ = Channel.objects.get_or_create(name=name)
    sent = 0
    while channel.next_try_at <= now() and sent < LETTERS_A_ROUND and (claimed := _claim(name)):
        if not _send(channel, claimed):
            break
        sent += 1
    return sent


@transaction.atomic
def _claim(name: str) -> list[Delivery]:
    """The next letter's worth for one recipient. No other worker takes it before the lease is over."""
    due = Delivery.objects.filter(channel=name, state=State.WAITING, next_try_at__lte=now())
    first = due.order_by("next_try_at", "pk").values_list("person", flat=True).first()
    rows = due.select_for_update(skip_locked=True, of=("self",)).select_related("news__record", "person")
    claimed = list(rows.filter(person=first).order_by("pk")[:IN_ONE_LETTER])
    _update(claimed, attempts=F("attempts") + 1, next_try_at=now() + LEASE)
    return claimed


def _send(channel: Channel, claimed: list[Delivery]) -> bool:
    """Whether the channel works: a letter without a reachable recipient is given up, and says nothing against it."""
    person = claimed[0].person
    if channel.name == MAIL and not (person and person.is_active and person.email):
        _update(claimed, state=State.FAILED, last_error="no mailbox")
        return True
    try:
        told = letter([delivery.news for delivery in claimed], person)
        deliver(address_of(channel.name), told, to=person.email if person else "")
    except Unsent as trouble:
        _failed(channel, claimed, str(trouble))
        return False
    _sent(channel, claimed)
    return True


@transaction.atomic
def _sent(channel: Channel, claimed: list[Delivery]) -> None:
    _update(claimed, state=State.SENT, sent_at=now(), last_error="")
    channel.failures, channel.failing_since, channel.last_error = 0, None, ""
    channel.last_sent_at = channel.next_try_at = now()
    channel.save()


@transaction.atomic
def _failed(channel: Channel, claimed: list[Delivery], error: str) -> None:
    channel.failures += 1
    channel.failing_since, channel.last_error = channel.failing_since or now(), error
    channel.next_try_at = now() + _pause(channel.failures, LONGEST_CHANNEL_PAUSE)
    channel.save()
    for delivery in claimed:
        tries = delivery.attempts + 1
        state = State.FAILED if tries >= MOST_ATTEMPTS else State.WAITING
        _update([delivery], state=state, last_error=error, next_try_at=now() + _pause(tries, LONGEST_PAUSE))


def _pause(failures: int, longest: timedelta) -> timedelta:
    return min(FIRST_PAUSE * 2 ** min(failures - 1, 16), longest)


def _update(claimed: list[Delivery], **changes: object) -> None:
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in claimed]).update(**changes)
