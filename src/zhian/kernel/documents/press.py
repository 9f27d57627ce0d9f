"""Making a document in a process of its own: a template that never ends or eats memory breaks nothing of ours."""

import json
import logging
import os
import subprocess
import sys
import threading
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhian.engines.workflow import Refused

from .kinds import Facts

log = logging.getLogger(__name__)

CHILD = "zhian.kernel.documents.making.child"
SECONDS = 40
AT_ONCE = threading.BoundedSemaphore(2)  # documents in the making: each may take the memory of one child
WAIT = 30  # seconds for one's turn

SENTENCES = {
    "no_pango": _(
        "PDF cannot be made on this server yet: it lacks the library Pango. Take the Word file meanwhile; the "
        "administrator installs it with “apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0”."
    ),
    "no_face": _(
        "PDF cannot be made on this server yet: it has no Chinese typeface. Take the Word file meanwhile; the "
        "administrator installs one with “apt install fonts-noto-cjk”."
    ),
    "placeholder": _("The template cannot be filled in: %(what)s (near “%(near)s”)."),
    "too_complicated": _("The template is too complicated to be filled in. Please use a simpler one."),
    "damaged": _("The template is damaged. Please open it in Word, save it again and hand that in."),
    "busy": _("Other documents are being made. Please try again in a minute."),
}
NO_PDF = ("no_pango", "no_face")


class NoPdf(Refused):
    """This machine lacks what PDF needs; Word can be had."""


@dataclass(frozen=True, slots=True)
class Made:
    """A document, and the placeholders of its template that nothing answered."""

    data: bytes
    unknown: tuple[str, ...]


def make(template: bytes, facts: Facts, *, format: str, title: str, language: str) -> Made:
    """The filled-in template as "docx" or "pdf". Raises Refused with a sentence for the person."""
    asked = json.dumps({"facts": plain(facts), "format": format, "title": title, "language": language})
    if not AT_ONCE.acquire(timeout=WAIT):
        raise Refused(str(SENTENCES["busy"]))
    try:
        told = _told(asked.encode() + b"\n" + template)
    finally:
        AT_ONCE.release()
    header, _newline, data = told.partition(b"\n")
    answer = json.loads(header)
    if reason := answer.get("refused"):
        raise (NoPdf if reason in NO_PDF else Refused)(SENTENCES[reason] % answer["facts"])
    return Made(data, tuple(answer["unknown"]))


def plain(facts: Facts) -> Facts:
    """The same facts with their words in the language of the moment. Raises TypeError for what is not plain."""
    return json.loads(json.dumps(facts, default=_in_words))


def _told(asked: bytes) -> bytes:
    try:
        return subprocess.run(  # noqa: S603 (our own module; the template goes to its standard input)
            [sys.executable, "-P", "-m", CHILD],
            input=asked,
            capture_output=True,
            timeout=SECONDS,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LANG": "C.UTF-8"},
            check=True,
        ).stdout
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        log.warning("document_failed: %s: %s", error, (error.stderr or b"")[-2000:].decode(errors="replace"))
        raise Refused(str(SENTENCES["too_complicated"])) from None


def _in_words(value: object) -> str:
    """Words in the language of the moment are facts; anything else that is not plain is a mistake of ours."""
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no plain fact")
