"""Filing a record, changing its facts and taking its steps: the only ways in which it changes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from zhian.engines.workflow import FILE, Refused, Step, Workflow
from zhian.kernel.audit.acting import deed, go_on_as
from zhian.kernel.calendar.services import add_workdays
from zhian.kernel.moment import now, today
from zhian.kernel.people.models import Role, User
from zhian.kernel.people.services import holders

from . import seals, search
from .models import Record, Transition, Turn
from .numbers import next_number

R = TypeVar("R", bound=Record)
Check = Callable[[Any], None]

step_taken = Signal()  # for what must follow every step and is nobody's business here: notices, feeds
record_edited = Signal()  # the same where facts were changed without a step

AUTHOR = "author"  # as the tables of workflows call whoever filed the record
NUMBER = ["number"]  # need not be looked up: the series gives each once, and the database would refuse a second

TAKEN_BY: dict[tuple[str, str], Callable] = {}  # (workflow, step) → the function that takes it
CHECKS: dict[tuple[str, str], tuple[Check, ...]] = {}  # (workflow, step) → what must hold before


class Conflict(Refused):
    """Somebody else changed the record meanwhile. `current` is what it says now; nothing was overwritten."""

    def __init__(self, current: Any) -> None:
        super().__init__(
            _("Somebody changed this record while you were writing. Nothing of yours is lost: see both below.")
        )
        self.current = current


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that the workflow has now; `why_not` says in words why this person cannot take it ("" where they can)."""

    step: Step
    why_not: str = ""

    @property
    def is_open(self) -> bool:
        return not self.why_not


@deed
def file(record: R, *, actor: User | None, typist: User | None = None) -> R:
    """Give a new record its number and its first state.

    Where `seals.seal` was put on it before, nothing says who filed it. Without an actor nobody is known to have:
    whoever calls it so answers for letting them in. A typist enters what the actor had on paper, in the own name.
    """
    if actor is not None and not actor.has_perm(f"{record.workflow.name}.{FILE}", record):
        raise PermissionDenied(f"{record.workflow.name}.{FILE}")
    if typist is not None:
        go_on_as(typist)
    record.hospital = hospital_of(record)
    record.kind, record.author = record.workflow.name, None if record.author_seal else actor
    record.created_at, record.is_new = now(), True
    enter(record, record.workflow.start)
    record.full_clean(exclude=NUMBER)
    record.number = next_number(record)  # late: the next of the series waits for it until this one is kept
    record.save()
    if actor is not None and record.author_seal:
        seals.keep_identity(record, actor)
    _remember(record, record.workflow.steps[FILE], "", typist or record.author, "")
    record.is_new = False
    return record


@deed
def bring_in(record: R, *, actor: User, state: str, closed_at: datetime | None = None, note: str = "") -> R:
    """Take a record over from another system as it stood there: its moments are told, nobody hears of it.

    Whoever calls it answers for letting the actor in. What is open begins a new deadline here.
    """
    record.hospital, record.kind, record.author = hospital_of(record), record.workflow.name, actor
    record.number, record.state = next_number(record), ""
    enter(record, state)
    if record.is_closed:
        record.closed_at = closed_at or record.created_at
    record.full_clean(exclude=NUMBER)
    record.save()
    told = {"step": FILE, "before": "", "after": state, "actor": actor, "at": now(), "note": note}
    Transition.objects.create(record_id=record.pk, **told)
    _give_turns(record)
    search.index(record)
    return record


def step(workflow: Workflow, *checks: Check) -> Callable:
    """Make a function the one way to take the step of its name.

    The function does what is special to the step; `checks` raise Refused where it cannot be taken yet, and are asked
    beforehand too, so that a page can say why. Around it, in one transaction, comes what is the same for every step:
    lock, permission, state, note, new state, deadline, turns, history, notices.
    """

    def decorate(body: Callable) -> Callable:
        name = body.__name__
        taken = workflow.steps[name]

        @wraps(body)
        @deed
        def take(record: Record, *, actor: User, note: str = "", **inputs: Any) -> Record:
            lock(record)
            hand = require(actor, f"{workflow.name}.{name}", record)
            _require_state(record, taken)
            if taken.note == "required" and not note.strip():
                raise Refused(_("Please say why."))
            for check in checks:
                check(record)
            body(record, actor=actor, note=note, **inputs)
            _move(record, taken, hand, note)
            return record

        TAKEN_BY[workflow.name, name] = take
        CHECKS[workflow.name, name] = checks
        return take

    return decorate


def take_step(record: Record, name: str, *, actor: User, **inputs: Any) -> Record:
    """Take a step by its name: what buttons and the API do."""
    return TAKEN_BY[record.workflow.name, name](record, actor=actor, **inputs)


def offers(record: Record, user: User) -> list[Offer]:
    """The steps out of the present state, each with the reason where this person cannot take it."""
    return [Offer(step, _why_not(record, step, user)) for step in record.workflow.steps_from(record.state)]


@deed
def edit(record: Record, *, actor: User, version: int, changes: Mapping[str, Any]) -> Record:
    """Change facts of a record that was read at `version`.

    Raises Conflict if it was changed since, Refused if it is closed. What follows from the change is saved too.
    """
    lock(record)
    require(actor, f"{record.workflow.name}.edit", record)
    require_open(record)
    if record.version != version:
        raise Conflict(record)
    for name, value in changes.items():
        setattr(record, name, value)
    record.hospital = hospital_of(record)
    record.version += 1
    record.full_clean(exclude=NUMBER)
    record.save()
    search.index(record)
    record_edited.send(type(record), record=record, actor=actor)
    return record


def lock(record: Record, *, wait: bool = True) -> None:
    """Read the record anew and keep others from changing it until the transaction ends.

    Without `wait` it raises OperationalError where somebody else has it locked.
    """
    record.refresh_from_db(from_queryset=type(record).objects.select_for_update(nowait=not wait))


def require(actor: User, permission: str, record: models.Model) -> User | None:
    """The name in which the actor does this, from here on also in the log: none for an author under seal."""
    if not actor.has_perm(permission, record):
        raise PermissionDenied(permission)
    hand = seals.hand_of(actor, permission, record)
    go_on_as(hand)
    return hand


def require_open(record: Record) -> None:
    if record.is_closed:
        raise Refused(_("%(number)s is closed. Reopen it first, or add a comment.") % {"number": record.number})


def named(record: Record, name: str) -> Iterable[User]:
    """The people whom a table of rules means by `name`: a role over the department, or what the record knows."""
    if name in Role.values:
        return holders(name, record.department)
    found = getattr(record, name)
    found = found() if callable(found) else found
    return [found] if isinstance(found, User) else found or []


def set_turns(record: Record) -> None:
    """Say anew whose turn it is, as the workflow's table has it for the present state."""
    record.turns.all().delete()
    _give_turns(record)


def _give_turns(record: Record) -> None:
    Turn.objects.bulk_create(turn for name in record.turn_in_state() for turn in _turns(record, name))


def _turns(record: Record, name: str) -> Iterable[Turn]:
    told = {"record": record, "department_id": record.department_id}
    if name in Role.values:
        return [Turn(role=name, due_at=record.due_at, **told)]
    if name == AUTHOR and not record.author_id:
        return [Turn(seal=record.author_seal, due_at=record.due_at, **told)]
    return [
        Turn(person=person, due_at=record.due_for(person) or record.due_at, **told) for person in named(record, name)
    ]


def _require_state(record: Record, taken: Step) -> None:
    if record.state not in taken.sources:
        raise Refused(
            _("“%(step)s” is not possible while it is “%(state)s”. Somebody may have been faster: look again.")
            % {"step": taken.label, "state": record.state_label}
        )


def _why_not(record: Record, step: Step, user: User) -> str:
    name = record.workflow.name
    if not user.has_perm(f"{name}.{step.name}", record):
        return _("This is done by %(who)s.") % {"who": step.by} if step.by else _("This is not yours to do.")
    try:
        for check in CHECKS[name, step.name]:
            check(record)
    except Refused as refusal:
        return str(refusal)
    return ""


def _move(record: Record, taken: Step, hand: User | None, note: str) -> None:
    before, after = record.state, taken.target_from(record.state)
    if record.workflow.states[after].is_closed:
        _save_own_facts(record)
    enter(record, after)
    record.version += 1
    record.full_clean(exclude=NUMBER)
    record.save()
    _remember(record, taken, before, hand, note)


def _save_own_facts(record: Record) -> None:
    """The facts of the kind go first where the record closes: afterwards the database refuses them."""
    own = [field.name for field in record._meta.local_concrete_fields if not field.primary_key]
    if own:
        record.save(update_fields=own)


def enter(record: Record, state: str) -> None:
    """Stand in the state now. Where it stood there already, the deadline of the table goes on."""
    is_new, record.state = record.state != state, state
    record.is_closed = record.standing.is_closed
    record.closed_at = now() if record.is_closed else None
    record.due_at = record.due_in_state() or (_due_by_table(record) if is_new else record.due_at)


def _due_by_table(record: Record) -> datetime | None:
    days = record.standing.workdays
    return end_of_day(add_workdays(record.hospital, today(), days)) if days is not None else None


def end_of_day(day: Any) -> datetime:
    """The last moment of the date, where the hospital is."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def _remember(record: Record, taken: Step, before: str, hand: User | None, note: str) -> None:
    Transition.objects.create(
        record=record, step=taken.name, before=before, after=record.state, actor=hand, at=now(), note=note
    )
    _give_turns(record) if record.is_new else set_turns(record)
    search.index(record)
    step_taken.send(type(record), record=record, step=taken, actor=hand, note=note)


def hospital_of(record: Record) -> Any:
    """The hospital of its department; raises Refused where the department is closed or belongs to none."""
    if not record.department.is_open:
        raise Refused(
            _("%(department)s is closed: choose the department that took over its work.")
            % {"department": record.department}
        )
    if record.department.hospital is None:
        raise Refused(_("%(department)s belongs to no hospital.") % {"department": record.department})
    return record.department.hospital
