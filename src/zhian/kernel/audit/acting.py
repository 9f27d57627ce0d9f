"""Who acts: so that every entry of the log bears a name, whether the deed came from a page, a program or the prompt."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar, runtime_checkable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from zhian.kernel.people.models import User

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class _Hand:
    name: User | None
    is_in_deed: bool = False


@runtime_checkable
class Sealable(Protocol):
    """What may be done with by somebody whose name must not stand in the log."""

    def is_sealed_for(self, person: User | None) -> bool: ...


_hand: ContextVar[_Hand | None] = ContextVar("hand", default=None)


def present_actor() -> User | None:
    hand = _hand.get()
    return hand.name if hand else None


@contextmanager
def acting(person: User | None, *, in_deed: bool = False) -> Iterator[None]:
    """Everything that is changed inside is changed in this person's name."""
    token = _hand.set(_Hand(person, in_deed))
    try:
        yield
    finally:
        _hand.reset(token)


def go_on_as(person: User | None) -> None:
    """The rest of the present deed is done in this name, or in none."""
    if hand := _hand.get():
        hand.name = person


def deed(function: Callable[P, T]) -> Callable[P, T]:
    """Make a function with an `actor` one transaction, done in that person's name.

    In no name where the first argument is sealed for the actor; `require` gives the name back to what needs a duty.
    A deed inside another is a part of it and fails with it, unless it stands in a `transaction.atomic()` of its own.
    """

    @wraps(function)
    def done(*args: P.args, **kwargs: P.kwargs) -> T:
        actor, about = kwargs["actor"], args[0] if args else None
        is_sealed = isinstance(about, Sealable) and about.is_sealed_for(actor)  # type: ignore[arg-type]
        name, outer = None if is_sealed else actor, _hand.get()
        is_part = outer is not None and outer.is_in_deed
        with transaction.atomic(savepoint=not is_part), acting(name, in_deed=True):  # type: ignore[arg-type]
            return function(*args, **kwargs)

    return done


def actor_of_request(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what a page changes outside of a deed still bears the name of who asked for it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with acting(request.user if isinstance(request.user, User) else None):
            return get_response(request)

    return middleware
