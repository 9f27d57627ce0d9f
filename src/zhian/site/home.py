"""My work: what waits for me, what is late, and what became of what I reported. And the search over everything."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from zhian.kernel.clocks.waiting import waiting_for as deadlines_waiting_for
from zhian.kernel.modules import Words
from zhian.kernel.moment import now, today
from zhian.kernel.people.access import ANY_ACCOUNT, does
from zhian.kernel.people.models import User
from zhian.kernel.people.predicates import authored_by
from zhian.kernel.records.deeds import readable_by
from zhian.kernel.records.models import Record, Turn, Unsealing
from zhian.kernel.records.seals import unseen_by
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
    mine = Record.objects.filter(authored_by(user), kind__in=_filed_by_people()).select_related("department")
    unseen = list(unseen_by(user).values_list("pk", flat=True))
    context = {
        "piles": _piles(user, whole=request.GET.get("all", "")),
        "mine": _with_facts([*mine.filter(pk__in=unseen), *mine.exclude(pk__in=unseen)[:OWN_SHOWN]]),
        "unseen": unseen,
        "opened": _opened(unseen),
        "mine_count": mine.count(),
        "mine_closed": mine.filter(is_closed=True).count(),
        "clocks": deadlines_waiting_for(user),
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
    return Record.objects.filter(pk__in=_turns(user).values("record")).select_related("department")


def _turns(user: User) -> QuerySet[Turn]:
    mine = Q(person=user) | Q(seal__in=user.seals)
    for role in user.roles:
        mine |= Q(role=role, department__in=user.scope(role))
    return Turn.objects.filter(mine)


def _piles(user: User, *, whole: str) -> list[Pile]:
    """Counted and sorted among the turns, which are narrow and know when they are due; only then the records' facts."""
    moment, tonight = now(), end_of_day(today())
    parts: list[tuple[str, Words, Q]] = [
        ("late", _("Overdue"), Q(due__lt=moment)),
        ("today", _("Due today"), Q(due__gte=moment, due__lte=tonight)),
        ("later", _("Later"), Q(due__gt=tonight) | Q(due=None)),
    ]
    turns = _turns(user)
    waiting = turns.values("record").annotate(due=Min("due_at"))  # each record once, also where two turns are mine
    counts = waiting.aggregate(**{name: Count("record", filter=when) for name, _title, when in parts})
    shown = {
        name: _most_urgent(waiting.filter(when), ALL_SHOWN if name == whole else SHOWN) if counts[name] else []
        for name, _title, when in parts
    }
    records = Record.objects.select_related("department").in_bulk([pk for keys in shown.values() for pk in keys])
    return [Pile(name, title, [records[pk] for pk in shown[name]], counts[name]) for name, title, _when in parts]


def _most_urgent(waiting: QuerySet, most: int) -> list[int]:
    return list(waiting.order_by("due", "-record").values_list("record", flat=True)[:most])


def _with_facts(records: Iterable[Record]) -> list[Record]:
    """The same records with the facts of their kinds, by one query a kind."""
    rows = list(records)
    found: dict[int, Record] = {}
    for kind in {row.kind for row in rows}:
        specific = Record.kinds[kind].objects.select_related("department")  # type: ignore[attr-defined]
        found |= specific.in_bulk([row.pk for row in rows if row.kind == kind])
    return [found[row.pk] for row in rows]


def _opened(records: list[int]) -> set[int]:
    """Those whose author under seal has become known to somebody."""
    granted = Unsealing.objects.filter(record__in=records, is_granted=True)
    return set(granted.values_list("record", flat=True)) if records else set()


def _filed_by_people() -> list[str]:
    """Kinds that a person files; the others are raised from them."""
    return [name for name, model in Record.kinds.items() if not model.is_raised]
