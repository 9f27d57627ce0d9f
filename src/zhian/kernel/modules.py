"""How a part of the program makes itself known: each is a Django app with the same few files."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.utils.functional import Promise

Words = str | Promise

PARTS = (
    "permissions",
    "services",
    "facts",
    "documents",
    "jobs",
    "listeners",
    "panels",
)  # read at start-up, so that what they declare is known


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A line in the menu. `url` is the name of an address; `permission` says who sees it ("" for everyone)."""

    title: Words
    url: str
    icon: str
    quarter: str = ""  # plan, do, check or act; else beside them
    permission: str = ""
    order: int = 50


@dataclass(frozen=True, slots=True)
class Schedule:
    """What the worker does from time to time. A module lists them as SCHEDULES in its jobs.py.

    The deed may be broken off at any moment and is then begun anew: it must bear that.
    """

    name: str
    title: Words
    deed: Callable[[], object]
    every: timedelta
    longest: timedelta = timedelta(minutes=10)  # a runner that is silent for longer is taken for dead


class Module(AppConfig):
    """A part of the program. To add one, add its folder to settings; nothing else names it."""

    title: Words
    menu: Sequence[MenuItem] = ()
    report: MenuItem | None = None  # what everybody may file, offered on every page
    open_at: str = ""  # where its addresses without traces begin, from `urls.open`: see kernel.web.traceless

    def ready(self) -> None:
        for part in PARTS:
            if find_spec(f"{self.name}.{part}"):
                import_module(f"{self.name}.{part}")


def installed_modules() -> Iterator[Module]:
    return (app for app in apps.get_app_configs() if isinstance(app, Module))


def schedules() -> Iterator[Schedule]:
    """Everything that the modules want done from time to time."""
    for module in installed_modules():
        yield from getattr(getattr(module.module, "jobs", None), "SCHEDULES", ())
