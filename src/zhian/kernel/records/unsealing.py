"""Opening who filed a record under seal: one person asks and says why, another one grants it, for a day."""

from collections.abc import Iterable

from django.dispatch import Signal
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.moment import now
from zhian.kernel.people.models import Role, User
from zhian.kernel.people.predicates import is_author

from .deeds import note_opening
from .models import Authorship, Opening, Record, Unsealing
from .seals import identity_of
from .services import lock, require

unsealing_asked = Signal()  # for whoever may be the second person
unsealing_decided = Signal()  # for whoever asked

ASKERS = (Role.QUALITY_OFFICE, Role.SAFETY_OFFICE)
DECIDERS = (Role.LEADER, *ASKERS)


@deed
def ask(record: Record, *, actor: User, reason: str) -> Unsealing:
    """Ask to know who filed the record under seal."""
    require(actor, f"{record.kind}.ask_unsealing", record)
    lock(record)
    require_sealed(record)
    if not reason.strip():
        raise Refused(_("Please say why."))
    if record.unsealings.filter(decided_at=None).exists():
        raise Refused(_("This is asked already: a second person has to decide first."))
    asked = Unsealing.objects.create(
        record=_register(record), asked_by=actor, asked_as=_as(actor, ASKERS, record), reason=reason
    )
    unsealing_asked.send(Unsealing, asked=asked)
    return asked


@deed
def decide(record: Record, *, actor: User, unsealing: int, is_granted: bool, answer: str) -> Unsealing:
    """Grant what somebody else asked, or refuse it."""
    require(actor, f"{record.kind}.decide_unsealing", record)
    lock(record)
    asked = question(record, unsealing)
    if asked.asked_by_id == actor.pk:
        raise Refused(_("You asked this yourself. It takes a second person to decide."))
    require_sealed(record)
    asked.decided_by, asked.decided_as, asked.decided_at = actor, _as(actor, DECIDERS, record), now()
    asked.is_granted, asked.answer = is_granted, answer
    asked.save()
    unsealing_decided.send(Unsealing, decided=asked)
    return asked


@deed
def open_identity(record: Record, *, actor: User) -> User:
    """Who filed it, for whoever asked and was granted it less than a day ago. Each opening is noted."""
    require(actor, f"{record.kind}.ask_unsealing", record)
    require_sealed(record)
    granted = open_for(record, actor)
    if granted is None:
        raise Refused(_("Nobody has granted you this, or the day for which it was granted is over. Ask for it."))
    person = identity_of(record)
    note_opening(record, reader=actor, what=Opening.What.AUTHOR, reason=granted.reason[:200])
    return person


def told_to(person: User, record: Record) -> list[Unsealing]:
    """What its author may know, and whoever asks and decides; nothing for others."""
    may_know = is_author(person, record) or person.has_perm(f"{record.kind}.decide_unsealing", record)
    return list(record.unsealings.all()) if may_know else []


def question(record: Record, unsealing: int) -> Unsealing:
    """What was asked of the record and waits for a second person."""
    asked = record.unsealings.select_related("asked_by").filter(pk=unsealing, decided_at=None).first()
    if asked is None:
        raise Refused(_("This is decided already. Look at the record again."))
    return asked


def open_for(record: Record, person: User) -> Unsealing | None:
    """What this person was granted and may still use."""
    granted = record.unsealings.filter(asked_by=person, is_granted=True)
    return next((each for each in granted if each.is_open), None)


def require_sealed(record: Record) -> None:
    if record.authorship == Authorship.DESTROYED:
        raise Refused(_("Who reported this was destroyed for good after it was closed."))
    if record.authorship != Authorship.SEALED:
        raise Refused(_("This was not reported under seal."))


def _as(person: User, roles: Iterable[Role], record: Record) -> str:
    """The role in which a person does it here."""
    return next((role for role in roles if record.department_id in person.scope(role)), "")


def _register(record: Record) -> Record:
    return Record.objects.get(pk=record.pk)
