"""What news says: in the house to whoever may read the record, outside only number, kind and a link."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhian.engines.clocks import Words
from zhian.kernel.people.models import User

from .models import News, What

SENTENCES = {
    What.TURN: gettext_lazy("Your turn: %(state)s"),
    What.STEP: gettext_lazy("%(step)s: %(state)s"),
    What.MENTION: gettext_lazy("You were mentioned in a comment"),
    What.COMMENT: gettext_lazy("There is a new comment"),
    What.SOON: gettext_lazy("Due on %(day)s: %(state)s"),
    What.OVERDUE: gettext_lazy("Overdue since %(day)s: %(state)s"),
    What.CLOCK: gettext_lazy("A deadline runs until %(day)s: %(state)s"),
    What.ESCALATED: gettext_lazy("Overdue since %(day)s, and you are the next in charge: %(state)s"),
    What.FEEDBACK: gettext_lazy("There is an answer to what you reported"),
    What.DIGEST: gettext_lazy("What we learnt last month: the new lessons"),
    What.NEWER: gettext_lazy("The program brought newer questions: compare them with your own"),
    What.UNSEALING: gettext_lazy("It is asked who reported this under seal. A second person decides"),
    What.UNSEALED: gettext_lazy("Your question who reported this under seal is decided"),
}


class Letter(NamedTuple):
    subject: str
    text: str


def sentence(news: News) -> str:
    """What happened, in the language that is spoken now. It names nobody."""
    if news.record is None:
        return str(SENTENCES[What(news.what)])
    workflow = news.record.model.workflow
    step, state = workflow.steps.get(news.step), workflow.states.get(news.state)
    return SENTENCES[What(news.what)] % {
        "step": step.label if step else "",
        "state": _about(news) or (state.label if state else ""),
        "day": _day(news),
    }


def letter(told: Sequence[News], reader: User | None) -> Letter:
    """What leaves the house, in the reader's language, or for a group in the hospital's: no title, no names, no words
    of anybody."""
    with translation.override((reader and reader.language) or settings.LANGUAGE_CODE):
        headings = [_heading(news) for news in told]
        lines = [f"{heading}\n{link(news)}" for heading, news in zip(headings, told, strict=True)]
        what = headings[0] if len(told) == 1 else _count(len(told))
        footer = _("Only the program itself shows more: sign in and follow the link.")
        return Letter(f"[{settings.NAME}] {what}", "\n\n".join([*lines, footer]))


def link(news: News) -> str:
    """The address of what it is about as mail needs it, with the name of the server."""
    return urljoin(settings.SITE_ADDRESS, address(news))


def address(news: News) -> str:
    """The record's page, or the page for everybody."""
    return news.record.get_absolute_url() if news.record else news.page


def _heading(news: News) -> str:
    if news.record is None:
        return sentence(news)
    kind = capfirst(news.record.model._meta.verbose_name)
    return f"{news.record.number} {kind} · {sentence(news)}"


def _count(number: int) -> str:
    return ngettext("%(count)s notice", "%(count)s notices", number) % {"count": number}


def _about(news: News) -> str:
    """What is due, where it is not the record itself."""
    return Words(**news.about).said_in(translation.get_language() or "") if news.about else ""


def _day(news: News) -> str:
    """The day; of what may be due within hours, the moment."""
    style = _("j F Y, H:i") if news.about else "DATE_FORMAT"
    return formats.date_format(timezone.localtime(news.due_at), style) if news.due_at else ""
