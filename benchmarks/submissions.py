"""Reports a second, with all that a report leaves behind, beside a bare Django view that writes the same rows."""

import json
import secrets
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from typing import Any

import django

django.setup()

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from zhian.check.incidents.models import Incident
from zhian.check.incidents.services import report
from zhian.kernel.moment import now
from zhian.kernel.people.models import User
from zhian.kernel.records.search import words_of
from zhian.kernel.web import tokens

from .clients import Measured, measure
from .register import index_tokens
from .servers import BARE, ZHIAN, running
from .words import ACCOUNTS

CLIENTS = 50
SECONDS, WARM_UP = 15.0, 3.0
ROWS_OF = (
    "records_record", "incidents_incident", "incidents_fact", "records_transition", "records_turn", "audit_entry",
    "records_search", "web_submission", "notices_news", "notices_notice", "notices_delivery",
)  # fmt: skip
KEYS = {"incidents_incident": "record_ptr_id", "incidents_fact": "incident_id", "web_submission": ""}
COPIED = [table for table in ROWS_OF if table not in ("records_search", "web_submission", "notices_delivery")]


def run(seconds: float = SECONDS) -> dict[str, Any]:
    """Both servers in turn, bare before and after, on the database that is configured."""
    told = _told()
    reporters = User.objects.filter(duties__role="nurse", department__code__startswith="A").order_by("pk")[:CLIENTS]
    bare_request, request = _bare_request(told), _request(told, list(reporters))
    before, bare = _measured(BARE, bare_request, seconds)
    of_bare = _rows_each(before, bare)
    before, ours = _measured(ZHIAN, request, seconds)
    of_ours = _rows_each(before, ours)
    _, again = _measured(BARE, bare_request, seconds)
    bare_per_second = (bare.per_second + again.per_second) / 2
    if of_ours != of_bare:
        raise RuntimeError(f"Not the same rows: {of_ours}, bare {of_bare}")
    return {
        "zhian": [ours.per_second, ours.percentile(0.5), ours.percentile(0.99)],
        "bare": [bare_per_second, bare.percentile(0.5), bare.percentile(0.99)],
        "ratio": ours.per_second / bare_per_second,
        "rows": of_ours,
    }


def _measured(command: list[str], request: Any, seconds: float) -> tuple[dict[str, int], Measured]:
    with running(command) as port:
        measure(port, request, clients=CLIENTS, seconds=min(WARM_UP, seconds))
        time.sleep(1)  # until the last of these is written
        before = _rows()
        measured = measure(port, request, clients=CLIENTS, seconds=seconds)
    if set(measured.statuses) != {201}:
        raise RuntimeError(f"{' '.join(command)} answered {measured.statuses}")
    return before, measured


def _rows() -> dict[str, int]:
    """The last row of each table: counting a million takes longer."""
    return {table: _last(table) for table in ROWS_OF}


def _last(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max({_key(table)}) FROM {table}" if _key(table) else f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0] or 0


def _key(table: str) -> str:
    """The column that counts up, "" where there is none."""
    if table == "records_search":
        return "rowid" if connection.vendor == "sqlite" else "record_id"
    return KEYS.get(table, "id")


def _rows_each(before: dict[str, int], measured: Measured) -> dict[str, int]:
    """Rows that one report adds to each table."""
    after = _rows()
    reports = after["records_record"] - before["records_record"]
    return {table: round((after[table] - before[table]) / reports) for table in ROWS_OF}


def _told() -> dict[str, Any]:
    department = User.objects.get(username="nina").department_id
    return {
        "category": "FALL",
        "event_kind": "incident",
        "occurred_at": (now() - timedelta(hours=1)).isoformat(timespec="seconds"),
        "department": department,
        "place": "12床旁",
        "title": "夜间如厕时跌倒",
        "account": " ".join(ACCOUNTS[:3]),
        "immediate_action": "立即报告医生并查看患者",
        "harm": "low",
    }


def _request(told: dict[str, Any], reporters: list[User]) -> Any:
    """Each from the next of fifty people, through the API, under a token and an idempotency key."""
    body = json.dumps(told, ensure_ascii=False).encode()
    heads = []
    for person in reporters:
        _, text = tokens.issue(actor=person, name=secrets.token_hex(4), scopes=["*:write"], days=30)
        heads.append(_head("/api/incidents", body, f"Authorization: Bearer {text}\r\nIdempotency-Key: ".encode()))
    turns: Iterator[bytes] = cycle(heads)
    return lambda: next(turns) + secrets.token_hex(16).encode() + b"\r\n\r\n" + body


def _bare_request(told: dict[str, Any]) -> Any:
    """The same words, and ready-made the rows that one report left behind."""
    nina = User.objects.select_related("department__hospital").get(username="nina")
    facts = {name: told[name] for name in told if name not in ("department", "occurred_at")}
    before = {table: _last(table) for table in COPIED}
    filed = report(Incident(department=nina.department, occurred_at=now(), **facts), actor=nina)
    ready = {
        "series": filed.number.rsplit("-", 1)[0],
        "rows": {table: _rows_after(table, before[table]) for table in COPIED},
        "tokens": index_tokens(words_of(f"{filed.number} {filed.title} {filed.search_text()}")),
    }
    body = json.dumps({"given": told, "ready": ready}, ensure_ascii=False, cls=DjangoJSONEncoder).encode()
    request = _head("/report", body, b"X: y") + b"\r\n\r\n" + body
    return lambda: request


def _rows_after(table: str, last: int) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {_key(table)} > %s ORDER BY {_key(table)}", [last])
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _head(path: str, body: bytes, last: bytes) -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n".encode()
        + last
    )


if __name__ == "__main__":
    print(json.dumps(run(float(sys.argv[1]))))
