"""Making a document in quarantine: a template that never ends or eats memory breaks nothing of ours."""

import json
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhian.engines.workflow import Refused
from zhian.kernel.quarantine import Busy, Quarantine, Unfit

from .kinds import Facts

QUARANTINE = Quarantine("zhian.kernel.documents.making.child", seconds=40, wait=30)

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
    asked = {"facts": plain(facts), "format": format, "title": title, "language": language}
    try:
        answer, data = QUARANTINE.ask(asked, template)
    except Busy:
        raise Refused(str(SENTENCES["busy"])) from None
    except Unfit as unfit:
        raise (NoPdf if unfit.reason in NO_PDF else Refused)(SENTENCES[unfit.reason] % unfit.facts) from None
    return Made(data, tuple(answer["unknown"]))


def plain(facts: Facts) -> Facts:
    """The same facts with their words in the language of the moment. Raises TypeError for what is not plain."""
    return json.loads(json.dumps(facts, default=_in_words))


def _in_words(value: object) -> str:
    """Words in the language of the moment are facts; anything else that is not plain is a mistake of ours."""
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no plain fact")
