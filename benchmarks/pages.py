"""How long the server takes for a page, for three people, and how often each page asks the database."""

import json
import sys
from typing import Any
from urllib.parse import quote

import django

django.setup()

from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from zhian.check.incidents.models import Incident
from zhian.kernel.people.models import Department, User

from .clients import measure
from .register import COMMON_WORD, RARE_WORD
from .servers import BARE, ZHIAN, running

PEOPLE = {"quinn": "quality officer", "hugo": "head of department", "nina": "nurse"}
SECONDS = 4.0
HOST = "localhost"


def addresses(person: User) -> dict[str, str]:
    """The pages, for what this person may read."""
    busiest = Department.objects.get(code="A01").pk
    read = Incident.objects.filter(Incident.visible_to(person)).order_by("-pk")
    record = read[min(100, read[:200].count() - 1)]
    number = record.number
    return {
        "list": "/incidents/",
        "list by grade, department, year": f"/incidents/?grade=2&department={busiest}&period=365",
        "list by state": "/incidents/?state=reported",
        "search, common word": f"/search/?q={quote(COMMON_WORD)}",
        "search, rare word": f"/search/?q={quote(RARE_WORD)}",
        "search, number": f"/search/?q={number}",
        "my work": "/",
        "record": f"/incidents/{number}/",
        **({"similar cases": f"/incidents/{number}/similar/"} if person.has_perm("incidents.compare", record) else {}),
        "board": "/incidents/board/",
        "figures": "/incidents/figures/",
        "figures, all years": "/incidents/figures/?since=2010-01",
        "list behind a cell": "/incidents/?since=2010-01&weekday=3&hour=14",
    }


def count_queries() -> dict[str, dict[str, int]]:
    """For each page and person."""
    counts: dict[str, dict[str, int]] = {}
    for name in PEOPLE:
        person = User.objects.get(username=name)
        browser = Browser(headers={"host": HOST})
        _sign_in(browser, person)
        for page, address in addresses(person).items():
            browser.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(address).status_code == 200, address
            counts.setdefault(page, {})[name] = len(asked)
    return counts


def times(seconds: float = SECONDS) -> dict[str, dict[str, tuple[float, float]]]:
    """Median and p99 in milliseconds for each page and person, one client after the other; and of a bare list."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    with running(ZHIAN) as port:
        for name in PEOPLE:
            person = User.objects.get(username=name)
            browser = Browser(headers={"host": HOST})
            _sign_in(browser, person)
            cookie = browser.cookies["sessionid"].value
            for page, address in addresses(person).items():
                found.setdefault(page, {})[name] = _time(port, address, seconds, cookie)
    with running(BARE) as port:
        found["bare list"] = {"bare": _time(port, "/newest", seconds)}
    return found


def _time(port: int, address: str, seconds: float, cookie: str = "") -> tuple[float, float]:
    request = f"GET {address} HTTP/1.1\r\nHost: {HOST}\r\nCookie: sessionid={cookie}\r\n\r\n".encode()
    measure(port, lambda: request, clients=1, seconds=min(1.0, seconds))  # both processes have seen it
    measured = measure(port, lambda: request, clients=1, seconds=seconds)
    while not measured.seconds:
        measured = measure(port, lambda: request, clients=1, seconds=seconds * 10)
    assert set(measured.statuses) == {200}, (address, measured.statuses)
    return measured.percentile(0.5), measured.percentile(0.99)


def _sign_in(browser: Browser, person: User) -> None:
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")


if __name__ == "__main__":
    told: Any = count_queries() if sys.argv[1] == "queries" else times(float(sys.argv[2]))
    print(json.dumps(told))
