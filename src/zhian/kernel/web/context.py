"""What the frame of every page needs: the menu by quarters, and how much waits."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from zhian.kernel.modules import MenuItem, Words, installed_modules

QUARTERS: list[tuple[str, Words]] = [
    ("", ""),
    ("plan", _("Plan")),
    ("do", _("Do")),
    ("check", _("Check")),
    ("act", _("Act")),
    ("house", _("House")),
]


@dataclass(frozen=True, slots=True)
class Line:
    title: Words
    url: str
    icon: str
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    quarter: str
    title: Words
    items: list[Line]


def shell(request: HttpRequest) -> dict[str, Any]:
    return {
        "menu": SimpleLazyObject(lambda: list(_menu(request))),
        "report": SimpleLazyObject(lambda: _report(request)),
        "languages": settings.LANGUAGES,
    }


def _menu(request: HttpRequest) -> Iterator[Group]:
    if not _is_signed_in(request):
        return
    items = sorted((item for module in installed_modules() for item in module.menu), key=lambda item: item.order)
    here = max((reverse(item.url) for item in items if _is_above(reverse(item.url), request.path)), key=len, default="")
    for quarter, title in QUARTERS:
        lines = [_line(item, here) for item in items if item.quarter == quarter and _may_see(item, request)]
        if lines:
            yield Group(quarter, title, lines)


def _report(request: HttpRequest) -> Line | None:
    """What is offered for reporting on every page: the first that this person may file."""
    offered = (module.report for module in installed_modules() if module.report and _is_signed_in(request))
    return next((_line(item, request.path) for item in offered if _may_see(item, request)), None)


def _is_signed_in(request: HttpRequest) -> bool:
    return getattr(request, "user", None) is not None and request.user.is_authenticated


def _line(item: MenuItem, here: str) -> Line:
    url = reverse(item.url)
    return Line(item.title, url, item.icon, current=url == here)


def _is_above(url: str, path: str) -> bool:
    """Whether the page lies below the address that the menu names; of several, the nearest counts."""
    return path == url or (url != "/" and path.startswith(url))


def _may_see(item: MenuItem, request: HttpRequest) -> bool:
    return not item.permission or request.user.has_perm(item.permission)  # type: ignore[union-attr]
