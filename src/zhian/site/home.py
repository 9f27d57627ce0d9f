"""My work: what waits for me, what is late, and what became of what I reported. And the search over everything."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from zhian.kernel.modules import Words
from zhian.kernel.moment import now, today
from zhian.kernel.people.access import ANY_ACCOUNT, does
from zhian.kernel.people.models import User
from zhian.kernel.records.models import Record, Turn
from zhian.kernel.records.search import matching
from zhian.kernel.records.services import end_of_day
from zhian.kernel.web.requests import Request

SHOWN = 15
ALL_SHOWN = 300  # of the one pile that was asked for
OWN_SHOWN = 5
FOUND_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Pile:
    """Part of my work: overdue, due today, or later."""

    name: str
    title: Words
    records: list[Record]
    count: int

    @property
    def hidden(self) -> int:
        return self.count - len(self.records)


@does(ANY_ACCOUNT)
@login_required
def home(request: Request) -> HttpResponse:
    user = request.user
    mine = Record.objects.filter(author=user, kind__in=_filed_by_people()).select_related("department")
    context = {
        "piles": list(_piles(waiting_for(user), whole=request.GET.get("all", ""))),
        "mine": _with_facts(mine[:OWN_SHOWN]),
        "mine_count": mine.count(),
        "mine_closed": mine.filter(is_closed=True).count(),
    }
    return render(request, "site/home.html", context)


@does(ANY_ACCOUNT)
@login_required
def search(request: Request) -> HttpResponse:
    """Records of every kind that the person may read, newest first."""
    words = request.GET.get("q", "").strip()
    found = list(readable_by(request.user).filter(matching(words))[: FOUND_SHOWN + 1]) if words else []
    context = {"words": words, "found": found[:FOUND_SHOWN], "more": len(found) > FOUND_SHOWN}
    return render(request, "site/search.html", context)


def waiting_for(user: User) -> QuerySet[Record]:
    """Open records whose turn is this person's, or that of a role the person holds there."""
    by_role = Q()
    for role in user.roles:
        by_role |= Q(role=role, department__in=user.scope(role))
    turns = Turn.objects.filter(Q(person=user) | by_role) if user.roles else Turn.objects.filter(person=user)
    return Record.objects.filter(pk__in=turns.values("record"), is_closed=False).select_related("department")


def readable_by(user: User) -> QuerySet[Record]:
    """Everything in the register that the person may read, whatever its kind."""
    readable = Q(pk__in=())
    for model in Record.kinds.values():
        readable |= Q(kind=model.workflow.name) & model.visible_to(user)
    return Record.objects.filter(readable).select_related("department")


def _piles(waiting: QuerySet[Record], *, whole: str) -> Iterator[Pile]:
    moment, tonight = now(), end_of_day(today())
    yield _pile("late", _("Overdue"), waiting.filter(due_at__lt=moment), whole)
    yield _pile("today", _("Due today"), waiting.filter(due_at__gte=moment, due_at__lte=tonight), whole)
    yield _pile("later", _("Later"), waiting.filter(Q(due_at__gt=tonight) | Q(due_at=None)), whole)


def _pile(name: str, title: Words, records: QuerySet[Record], whole: str) -> Pile:
    shown = ALL_SHOWN if name == whole else SHOWN
    return Pile(name, title, list(records.order_by("due_at", "-pk")[:shown]), records.count())


def _with_facts(records: Iterable[Record]) -> list[Record]:
    """The same records with the facts of their kinds, by one query a kind."""
    rows = list(records)
    found: dict[int, Record] = {}
    for kind in {row.kind for row in rows}:
        specific = Record.kinds[kind].objects.select_related("department")  # type: ignore[attr-defined]
        found |= specific.in_bulk([row.pk for row in rows if row.kind == kind])
    return [found[row.pk] for row in rows]


def _filed_by_people() -> list[str]:
    """Kinds that a person files; the others are raised from them."""
    return [name for name, model in Record.kinds.items() if not model.is_raised]
