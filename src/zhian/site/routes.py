"""Every address of the program and the deed that it does, for the permission matrix. None may be without."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from zhian.kernel.people.access import ANY_ACCOUNT, PUBLIC, deed_of

from .api import api

PAGE = "page"

LIBRARY = {  # how addresses begin whose views are not ours → the deed; the longest beginning counts
    "/account/": ANY_ACCOUNT,
    "/account/2fa/authenticate/": PUBLIC,
    "/account/login/": PUBLIC,
    "/account/logout/": PUBLIC,
    "/account/sign-on/": PUBLIC,
    "/api/": PUBLIC,  # the bare beginning, where nothing is; operations name their own
}


@dataclass(frozen=True, slots=True)
class Route:
    """An address, how it is asked, and the deed that it does: a permission, PUBLIC, ANY_ACCOUNT, "" if not named."""

    method: str
    address: str
    deed: str
    name: str
    view: str


@cache
def routes() -> tuple[Route, ...]:
    """All of them, pages and operations, by address. They stand when the program starts."""
    return tuple(sorted([*_pages(), *_operations()], key=lambda route: (route.address, route.method)))


def _pages() -> Iterator[Route]:
    documented = set(api.get_openapi_schema()["paths"])
    for address, name, pattern in _walk(get_resolver().url_patterns):
        if address not in documented:
            view = pattern.callback
            deed = deed_of(view) or _of_library(view, address)
            yield Route(PAGE, address, deed, name, f"{view.__module__}.{getattr(view, '__name__', '')}")


def _operations() -> Iterator[Route]:
    for address, operations in api.get_openapi_schema()["paths"].items():
        for method, operation in operations.items():
            name = operation["operationId"]
            yield Route(method.upper(), address, operation.get("x-deed", ""), name, f"the API's {name}")


def _walk(
    patterns: Iterable[URLPattern | URLResolver], above: str = "/", namespace: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in patterns:
        address = above + _readable(pattern)
        if isinstance(pattern, URLResolver):
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, address, inside)
        else:
            yield address, f"{namespace}{pattern.name or ''}", pattern


def _readable(pattern: URLPattern | URLResolver) -> str:
    """Addresses as the API writes them: /incidents/{number}/."""
    route = str(pattern.pattern)
    if not isinstance(pattern.pattern, RoutePattern):
        return route
    for name, converter in pattern.pattern.converters.items():
        for written in (f"<{name}>", f"<{_kind_of(converter)}:{name}>"):
            route = route.replace(written, f"{{{name}}}")
    return route


def _kind_of(converter: object) -> str:
    return type(converter).__name__.removesuffix("Converter").replace("String", "str").lower()


def _of_library(view: object, address: str) -> str:
    if view.__module__.startswith("zhian."):
        return ""
    return LIBRARY.get(max((each for each in LIBRARY if address.startswith(each)), key=len, default=""), "")
