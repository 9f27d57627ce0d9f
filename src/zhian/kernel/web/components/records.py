"""What a record, a list and my work are shown with."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhian.engines.workflow import FILE, Workflow
from zhian.kernel.moment import now
from zhian.kernel.people.models import Role
from zhian.kernel.records.models import Link, Record, Turn
from zhian.kernel.records.services import Offer
from zhian.kernel.web import dates, path

register = template.Library()


@register.filter
def first_open(offers: Sequence[Offer]) -> Offer | None:
    """The step by which this person can move it on first: its button is the main one."""
    return next((offer for offer in offers if offer.is_open and not offer.step.stays), None)


@register.filter
def not_open(offers: Sequence[Offer]) -> list[Offer]:
    """The steps that are refused, each with its reason."""
    return [offer for offer in offers if not offer.is_open]


@register.filter
def whose(turns: Iterable[Turn]) -> str:
    """Whose turn it is: people by name, duties by role, an author without a name as the reporter."""
    return _(" or ").join(map(_whose, turns))


def _whose(turn: Turn) -> str:
    if turn.person:
        return str(turn.person)
    return str(Role(turn.role).label) if turn.role else _("the reporter")


@register.filter
def kind_title(record: Record) -> str:
    """What kind of record it is, in words."""
    return capfirst(str(record.model._meta.verbose_name))


@register.filter
def kind_icon(record: Record) -> str:
    """The icon of its kind."""
    return record.model.icon


@register.filter
def is_late(record: Record) -> bool:
    """Whether an open record is past its deadline."""
    return not record.is_closed and record.due_at is not None and record.due_at < now()


@register.simple_tag
def related(link: Link, record: Record) -> Record:
    """The other end of a link, seen from this record."""
    return link.record if link.other_id == record.pk else link.other


@register.simple_tag
def file_label(workflow: Workflow) -> str:
    """What it is called to file such a record."""
    return workflow.steps[FILE].label


@register.simple_tag
def asked(record: Record) -> str:
    """What is asked of whoever's turn it is: the step that leads on, unless the state's table knows better."""
    step = path.step_onwards(record.model.workflow, record.state)
    return record.standing.ask or (step.label if step else "")


@register.inclusion_tag("web/parts/path.html")
def step_path(workflow: Workflow, state: str, moves: Iterable) -> dict:
    """Where a record has been, stands and goes. Moves are its transitions, oldest first."""
    return {"stations": path.stations(workflow, state, [(move.before, move.after, move.at) for move in moves])}


PILES = {"late": "alarm", "today": "hourglass-high", "later": "calendar"}


@register.filter
def pile_icon(name: str) -> str:
    """The icon of overdue, due today, later."""
    return PILES[name]


@register.simple_tag
def count_of(piles: Iterable) -> int:
    """How much waits altogether."""
    return sum(pile.count for pile in piles)


@register.simple_tag
def said_first(pile: Any) -> str:
    """How urgent the most urgent of a pile is, in words."""
    first = pile.records[0].due_at
    return dates.due(first, now()).words if first else ""


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """The page's address with some of its questions changed; an empty value takes one away."""
    asked = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            asked.pop(name, None)
        else:
            asked[name] = str(value)
    return f"?{asked.urlencode()}"


@register.simple_tag(takes_context=True)
def query_without(context: template.Context, name: str) -> str:
    """The page's address without one of its questions, from the first page."""
    return query(context, **{name: "", "page": ""})


@register.simple_tag
def shown_pages(page: Page) -> Iterable:
    """The page numbers worth a link, with an ellipsis for the rest."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
