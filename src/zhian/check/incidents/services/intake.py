"""Taking in what comes without a name: encrypted, once, and for the next batch."""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _

from zhian.kernel.moment import now
from zhian.kernel.records.uploads import Clean

from ..models import Intake, Poster, Receipt
from .receipts import code_for, key_of

PAD = 4096  # bytes: so that the size of what waits says little about it


def take_in(poster: Poster, *, form: str, voice: str, told: Mapping[str, Any], files: Iterable[Clean] = ()) -> str:
    """Keep a report until its release; returns the code of its receipt. The same form and content again: the same."""
    kept = [_kept(file, number) for number, file in enumerate(files, 1)]
    department = told.get("department") or poster.department
    facts = {name: value for name, value in told.items() if name not in ("department", "attachments")}
    content = _as_text({"voice": voice, "department": department.pk, "facts": facts, "files": kept})
    code = code_for(form, content.encode())
    if not Receipt.objects.filter(key=key_of(code)).exists():
        _keep(key_of(code), content)
    return code


def take_answer(receipt: Receipt, *, form: str, text: str) -> datetime:
    """Keep an answer for the same batch as reports; returns when it is handed over."""
    content = _as_text({"receipt": receipt.pk, "text": text})
    _keep(key_of(code_for(form, content.encode())), content)
    return next_release()


def next_release(at: datetime | None = None) -> datetime:
    """When what comes in now is handed over: at the next full step of the clock, counted from midnight."""
    moment = timezone.localtime(at or now())
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    steps = (moment - midnight) // settings.RELEASE_EVERY + 1
    return min(midnight + steps * settings.RELEASE_EVERY, midnight + timedelta(days=1))


def _keep(key: str, content: str) -> None:
    """Who comes second with the same key changes nothing, and the database has no error to write down."""
    Intake.objects.bulk_create([Intake(key=key, release_at=next_release(), told=content)], ignore_conflicts=True)


def _as_text(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False)
    return text + " " * (-len(text.encode()) % PAD)


def _kept(file: Clean, number: int) -> dict[str, str]:
    """A file without the name that its owner gave it."""
    ending = file.name.rpartition(".")[2]
    return {
        "name": _("Attachment %(number)s") % {"number": number} + f".{ending}",
        "content_type": file.content_type,
        "sha256": file.sha256,
        "data": b64encode(file.data).decode(),
    }
