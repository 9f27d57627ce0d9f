"""Which deed an address does: said above its view, and read from there by the permission matrix."""

from collections.abc import Callable
from typing import TypeVar

View = TypeVar("View", bound=Callable)

PUBLIC = "public"  # for whoever reaches the server
ANY_ACCOUNT = "any account"  # for whoever is signed in


def does(deed: str) -> Callable[[View], View]:
    """Name the deed of a view: a permission such as `people.manage_people`, PUBLIC or ANY_ACCOUNT.

    The view itself, or the service that it calls, refuses whoever may not; this only says what is refused.
    """

    def named(view: View) -> View:
        view.deed = deed  # type: ignore[attr-defined]
        return view

    return named


def deed_of(view: Callable) -> str:
    """The deed that a view names, "" if it names none."""
    return getattr(view, "deed", "")
