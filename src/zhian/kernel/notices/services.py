"""Telling people: into their inbox, and into the outbox for what leaves the house."""

from collections.abc import Collection, Iterable, Iterator

from django.conf import settings
from django.db.models import Q

from zhian.kernel.moment import now
from zhian.kernel.people.models import Department, User

from .channels import MAIL, groups
from .models import Delivery, News, Notice, Reach


def tell(news: News, people: Collection[User], *, roles: Collection[str] = (), department: Department) -> None:
    """Put the news into the inboxes of these people and, for the worker, into the outbox.

    It is called in the transaction of what happened, so that either both are kept or neither.
    `roles` are those of the department that it is told to: their group chats hear of it too.
    """
    outside = [*_mail(news, people), *_chats(news, roles, department)]
    if not people and not outside:
        return
    if news._state.adding:
        news.save()
    Notice.objects.bulk_create(Notice(news=news, person=person) for person in people)
    Delivery.objects.bulk_create(outside)


def unread(person: User) -> int:
    return Notice.objects.filter(person=person, read_at=None).count()


def mark_read(notice: Notice) -> None:
    """Mark the notice as read, and with it all that the person was told of the same record."""
    record = notice.news.record_id
    told = Q(news__record_id=record) if record else Q(pk=notice.pk)
    same = Notice.objects.filter(told, person_id=notice.person_id, read_at=None)
    same.update(read_at=now())


def mark_all_read(person: User, *, up_to: int) -> None:
    """Mark as read what the person has seen: up to this notice, and none that came meanwhile."""
    Notice.objects.filter(person=person, read_at=None, pk__lte=up_to).update(read_at=now())


def _mail(news: News, people: Iterable[User]) -> Iterator[Delivery]:
    if not settings.MAIL_CHANNEL:
        return
    reachable = [person for person in people if person.email]
    chosen = Reach.objects.in_bulk(reachable) if reachable else {}
    for person in reachable:
        reach = chosen.get(person.pk) or Reach(person=person)
        if reach.by_mail:
            yield Delivery(news=news, channel=MAIL, person=person, next_try_at=reach.not_before(now()))


def _chats(news: News, roles: Collection[str], department: Department) -> Iterator[Delivery]:
    known = groups() if roles else ()
    places = _codes_above(department) if any(group.department for group in known) else ()
    for name in {group.name for group in known if group.hears(roles, places)}:
        yield Delivery(news=news, channel=name)


def _codes_above(department: Department) -> list[str]:
    return list(Department.objects.filter(pk__in=department.above).values_list("code", flat=True))
