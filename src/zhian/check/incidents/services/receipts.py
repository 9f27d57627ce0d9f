"""Receipts: the code that a reporter without a name keeps, how it is found again, and what it tells in plain words."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_lazy as _

from zhian.kernel.modules import Words

from ..models import Intake, Receipt

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's thirty-two: none looks like another
LENGTH, GROUP = 28, 4  # 140 random bits, in seven groups that can be written down
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
SALT = "incidents.open"
LASTS = 24 * 3600  # seconds that a form can stay open

# What a state means for somebody who knows nothing of workflows.
PLAIN: dict[str, Words] = {
    "reported": _("The quality office has your report and is going to read it."),
    "returned": _("The quality office has read your report and has a question for you."),
    "on_hold": _("The quality office has read your report and waits for something before it goes on."),
    "acting": _("The quality office has read your report. What went wrong is being put right."),
    "closed": _("The matter is closed. Below you read what became of it."),
    "duplicate": _("The same event had been reported already; it is followed up there."),
    "not_reportable": _("The quality office has read your report and will not follow it up. Below you read why."),
}
CLOSED = _("The matter is closed.")
OPEN = _("The matter is being worked on.")


@dataclass(frozen=True, slots=True)
class Found:
    """What lies behind a code: a report in the register, or one that still waits until `release_at`."""

    receipt: Receipt | None = None
    release_at: datetime | None = None


def new_form() -> str:
    """What a form carries to be taken once: random, signed, and kept nowhere."""
    return signing.TimestampSigner(salt=SALT).sign(secrets.token_urlsafe(16))


def is_form(token: str) -> bool:
    """Whether we gave out this form within the last day."""
    try:
        signing.TimestampSigner(salt=SALT).unsign(token, max_age=LASTS)
    except signing.BadSignature:
        return False
    return True


def code_for(form: str, content: bytes) -> str:
    """The code for what was sent with this form: the same content again gets the same, and nothing has to be kept.

    It is a keyed hash over the form's own random bits, so that nobody who lacks the server's key works it out.
    """
    message = b"receipt\0" + form.encode() + b"\0" + hashlib.sha256(content).digest()
    number = int.from_bytes(hmac.digest(settings.SECRET_KEY.encode(), message, "sha256"))
    letters = "".join(LETTERS[number >> (5 * place) & 31] for place in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def key_of(code: str) -> str:
    """What is kept of a code: its hash. However it was written: small letters, spaces, O for 0."""
    read = "".join(letter for letter in code.upper().translate(MISREAD) if letter in LETTERS)
    return hashlib.sha256(f"receipt:{read}".encode()).hexdigest()


def find(code: str) -> Found | None:
    """What the code opens, or nothing. Always asks the same two questions of the database."""
    key = key_of(code)
    receipt = Receipt.objects.select_related("incident").filter(key=key).first()
    waiting = Intake.objects.filter(key=key).values_list("release_at", flat=True).first()
    if receipt:
        return Found(receipt=receipt)
    return Found(release_at=waiting) if waiting else None


def in_plain_words(receipt: Receipt) -> Words:
    """How far the matter is."""
    incident = receipt.incident
    return PLAIN.get(incident.state) or (CLOSED if incident.is_closed else OPEN)
