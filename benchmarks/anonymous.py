"""Reports without a name a second, by the form on the poster, beside a bare Django view that inserts the same row."""

import json
import os
import sys
from typing import Any
from urllib.parse import urlencode

os.environ["ZHIAN_OPEN_FORMS_AN_HOUR"] = str(10**9)  # all clients come from one address

import django

django.setup()

from django.db import connection

from zhian.check.incidents.models import Intake
from zhian.check.incidents.services.intake import take_in
from zhian.check.incidents.services.posters import make_poster
from zhian.check.incidents.services.receipts import new_form
from zhian.kernel.moment import now
from zhian.kernel.people.models import User

from .clients import Measured, measure
from .servers import BARE, ZHIAN, running
from .words import ACCOUNTS

CLIENTS = 50
SECONDS, WARM_UP = 15.0, 3.0


def run(seconds: float = SECONDS) -> dict[str, Any]:
    """Both servers in turn, bare before and after, on the database that is configured."""
    poster = make_poster(User.objects.get(username="nina").department, actor=User.objects.get(username="quinn"))
    told = {"account": " ".join(ACCOUNTS[:3]), "category": "FALL", "event_kind": "incident", "harm": "low"}
    Intake.objects.all().delete()
    take_in(poster, form=new_form(), voice="staff", told=told)
    bare_request = _bare_request()
    before = _measured(BARE, bare_request, seconds, 201)
    ours = _measured(ZHIAN, lambda: _request(poster.code, poster.department_id, told), seconds, 200)
    after = _measured(BARE, bare_request, seconds, 201)
    bare_per_second = (before.per_second + after.per_second) / 2
    Intake.objects.all().delete()
    return {
        "zhian": [ours.per_second, ours.percentile(0.5), ours.percentile(0.99)],
        "bare": [bare_per_second, after.percentile(0.5), after.percentile(0.99)],
        "ratio": ours.per_second / bare_per_second,
    }


def _measured(command: list[str], request: Any, seconds: float, expected: int) -> Measured:
    with running(command) as port:
        measure(port, request, clients=CLIENTS, seconds=min(WARM_UP, seconds))
        rows = Intake.objects.count()
        measured = measure(port, request, clients=CLIENTS, seconds=seconds)
        stored = Intake.objects.count() - rows
    if set(measured.statuses) != {expected} or stored < len(measured.seconds):
        raise RuntimeError(f"{' '.join(command)} answered {measured.statuses} and stored {stored}")
    return measured


def _request(code: str, department: int, told: dict[str, str]) -> bytes:
    """What a browser sends: a form of its own, and nothing that it was given before but the form's token."""
    facts = {"form": new_form(), "department": department, "occurred_on": "2026-01-05", "names_read": "", **told}
    return _post(f"/r/{code}/staff/", urlencode(facts).encode(), "application/x-www-form-urlencoded")


def _bare_request() -> Any:
    """The words as they were encrypted, so that the rows are equally long."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT told FROM incidents_intake")
        [(told,)] = cursor.fetchall()
    body = json.dumps({"told": told, "release_at": now().isoformat()}).encode()
    request = _post("/intake", body, "application/json")
    return lambda: request


def _post(path: str, body: bytes, content_type: str) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}"
    return f"{head}\r\n\r\n".encode() + body


if __name__ == "__main__":
    print(json.dumps(run(float(sys.argv[1]))))
