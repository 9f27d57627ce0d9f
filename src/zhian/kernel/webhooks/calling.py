"""The calls that are owed: each is posted, signed, and tried again after ever longer pauses."""

import hashlib
import hmac
import json
from datetime import timedelta

from django.db.models import F

from zhian.kernel.moment import now
from zhian.kernel.records.models import Record

from .models import Call, Webhook
from .outside import Unreachable, post

LEASE = timedelta(minutes=2)  # longer than any attempt takes
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=6)  # doubled with every failure
MOST_ATTEMPTS = 14  # about two days
A_ROUND = 50  # then other jobs have their turn

State = Call.State


def owe(webhook: Webhook, event: str, record: Record | None) -> Call:
    """Write down that the webhook must hear of this. It is told no words, no names, no patient."""
    call = Call(webhook=webhook, event=event, number=record.number if record else "")
    told = {
        "id": call.key,
        "event": event,
        "kind": record.kind if record else "",
        "number": call.number,
        "state": record.state if record else "",
        "at": call.at.isoformat(),
    }
    call.body = json.dumps(told)
    call.save()
    return call


def send_waiting() -> int:
    """Post what is due; returns how many arrived. What another worker has just taken is left to it."""
    due = Call.objects.filter(state=State.WAITING, next_try_at__lte=now(), webhook__is_active=True)
    return sum(_send(call) for call in due.select_related("webhook").order_by("next_try_at", "pk")[:A_ROUND])


def try_again(webhook: Webhook) -> None:
    """Post everything again at once that waits or was given up: somebody has repaired the other side."""
    stuck = Call.objects.filter(webhook=webhook, state__in=[State.WAITING, State.FAILED])
    stuck.update(state=State.WAITING, attempts=0, next_try_at=now())


def signature(secret: str, moment: int, body: str) -> str:
    """What the other side computes too: HMAC-SHA256 over the moment, a point and the body, in hexadecimal."""
    return hmac.new(secret.encode(), f"{moment}.{body}".encode(), hashlib.sha256).hexdigest()


def _send(call: Call) -> bool:
    mine = Call.objects.filter(pk=call.pk, state=State.WAITING, next_try_at=call.next_try_at)
    if not mine.update(next_try_at=now() + LEASE, attempts=F("attempts") + 1):
        return False
    try:
        status = post(call.webhook.address, call.body.encode(), _headers(call))
        error = "" if 200 <= status < 300 else f"HTTP {status}"
    except Unreachable as trouble:
        error = str(trouble)
    _note(call, error)
    return not error


def _headers(call: Call) -> dict[str, str]:
    moment = int(now().timestamp())
    return {
        "Content-Type": "application/json",
        "User-Agent": "Zhian",
        "Zhian-Event": call.event,
        "Zhian-Delivery": call.key,
        "Zhian-Signature": f"t={moment},v1={signature(call.webhook.secret, moment, call.body)}",
    }


def _note(call: Call, error: str) -> None:
    if not error:
        Call.objects.filter(pk=call.pk).update(state=State.SENT, sent_at=now(), last_error="")
        return
    tries = call.attempts + 1
    pause = min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE)
    state = State.FAILED if tries >= MOST_ATTEMPTS else State.WAITING
    Call.objects.filter(pk=call.pk).update(state=state, next_try_at=now() + pause, last_error=error)
