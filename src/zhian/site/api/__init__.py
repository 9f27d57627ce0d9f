"""The API: every module's operations under its own name, and what belongs to no module."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from ninja import Router

from zhian.kernel.modules import installed_modules

from . import channels, errors, inbox, people, work
from .program import Program


def _routers() -> Iterator[tuple[str, Router]]:
    """What each module offers in its `api.py`: `beside` it under names of their own, and its `router`.

    Names come first: below the router's own address anything is taken for a record's number.
    """
    for module in installed_modules():
        if not find_spec(f"{module.name}.api") or module.name == "zhian.site":
            continue
        offered = import_module(f"{module.name}.api")
        yield from ((f"/{name}", router) for name, router in getattr(offered, "beside", {}).items())
        if router := getattr(offered, "router", None):
            yield f"/{module.label}", router


api = Program()
errors.answer_on(api)
api.add_router("", work.router)
api.add_router("", people.router)
api.add_router("inbox", inbox.router)
api.add_router("channels", channels.router)
for place, router in _routers():
    api.add_router(place, router)
