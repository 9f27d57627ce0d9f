"""What happens to records, and who hears of it."""

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver

from zhian.engines.workflow import Step
from zhian.kernel.people.models import Role, User
from zhian.kernel.people.services import holders
from zhian.kernel.records.deeds import commented
from zhian.kernel.records.models import Comment, Record, Unsealing
from zhian.kernel.records.services import AUTHOR, named, step_taken
from zhian.kernel.records.unsealing import DECIDERS, unsealing_asked, unsealing_decided

from .models import News, What
from .services import tell


@receiver(step_taken)
def tell_of_step(record: Record, step: Step, actor: User | None, **_kwargs: Any) -> None:
    """Whose turn it is now hears that; the others whom the step names hear what happened."""
    waiting = () if step.stays else record.turn_in_state()
    first = people_named(record, waiting) - {actor}  # an author under seal is not left out: that would tell who it is
    others = people_named(record, set(step.tell) - set(waiting)) - first - {actor}
    told = {"record_id": record.pk, "step": step.name, "state": record.state, "actor": actor}
    place = record.department
    tell(News(what=What.TURN, **told), first, roles=_roles(waiting), department=place)
    tell(News(what=What.STEP, **told), others, roles=_roles(step.tell) - _roles(waiting), department=place)


@receiver(commented)
def tell_of_comment(comment: Comment, mentioned: Iterable[User], **_kwargs: Any) -> None:
    """Who was mentioned hears that; the author and who spoke before hear that there is a new comment."""
    record = comment.record.specific()
    called = set(mentioned) - {comment.author}
    speakers = User.objects.filter(is_active=True, pk__in=record.comments.exclude(author=None).values("author"))
    others = {*named(record, AUTHOR), *speakers} - called - {comment.author}
    listening = {person for person in others if person.has_perm(f"{record.kind}.read", record)}
    told = {"record_id": record.pk, "state": record.state, "actor": comment.author}
    tell(News(what=What.MENTION, **told), called, department=record.department)
    tell(News(what=What.COMMENT, **told), listening, department=record.department)


@receiver(unsealing_asked)
def tell_of_question(asked: Unsealing, **_kwargs: Any) -> None:
    """Whoever may be the second person hears that somebody wants to know who reported."""
    record = asked.record.specific()
    may = f"{record.kind}.decide_unsealing"
    deciders = {person for person in holders(DECIDERS, record.department) if person.has_perm(may, record)}
    _tell(asked, What.UNSEALING, asked.asked_by, deciders - {asked.asked_by})


@receiver(unsealing_decided)
def tell_of_decision(decided: Unsealing, **_kwargs: Any) -> None:
    """Whoever asked hears that it is decided. Its author hears no notice: that would say who it is."""
    _tell(decided, What.UNSEALED, decided.decided_by, {decided.asked_by})


def _tell(unsealing: Unsealing, what: What, actor: User | None, people: set[User]) -> None:
    record = unsealing.record
    news = News(what=what, record_id=record.pk, state=record.state, actor=actor)
    tell(news, people, department=record.department)


def people_named(record: Record, names: Iterable[str]) -> set[User]:
    """Everybody whom a table of rules means by these names, each once."""
    roles = _roles(names)
    known = {person for name in names if name not in roles for person in named(record, name)}
    return known | (set(holders(roles, record.department)) if roles else set())


def _roles(names: Iterable[str]) -> set[str]:
    return {name for name in names if name in Role.values}
