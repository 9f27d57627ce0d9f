"""Who acts: so that every entry of the log bears a name, whether the deed came from a page, a program or the prompt."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from zhian.kernel.people.models import User

P = ParamSpec("P")
T = TypeVar("T")

_actor: ContextVar[User | None] = ContextVar("actor", default=None)


def present_actor() -> User | None:
    return _actor.get()


@contextmanager
def acting(person: User | None) -> Iterator[None]:
    """Everything that is changed inside is changed in this person's name."""
    token = _actor.set(person)
    try:
        yield
    finally:
        _actor.reset(token)


def deed(function: Callable[P, T]) -> Callable[P, T]:
    """Make a function with an `actor` one transaction, done in that person's name."""

    @wraps(function)
    def done(*args: P.args, **kwargs: P.kwargs) -> T:
        with transaction.atomic(), acting(kwargs["actor"]):  # type: ignore[arg-type]
            return function(*args, **kwargs)

    return done


def actor_of_request(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what a page changes outside of a deed still bears the name of who asked for it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with acting(request.user if isinstance(request.user, User) else None):
            return get_response(request)

    return middleware
