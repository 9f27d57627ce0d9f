"""One view: an adverse event comes in as JSON, and the rows that the program would write are written."""

import json
import secrets
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, models, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from .models import model_of

SEARCH = {
    "sqlite": "INSERT INTO records_search (rowid, tokens) VALUES (%s, %s)",
    "postgresql": "INSERT INTO records_search (record_id, tokens) VALUES (%s, %s::tsvector)",
}
OF_RECORD = ("record_id", "incident_id", "record_ptr_id", "object_id", "object_pk")

table = cache(model_of)


@csrf_exempt
def report(request: HttpRequest) -> HttpResponse:
    """The rows that one report left behind are written again, with new keys: there is nothing to look up."""
    told = json.loads(request.body)
    given, ready = told["given"], told["ready"]
    rows, moment = ready["rows"], timezone.now()
    with transaction.atomic():
        number = _number(ready["series"])
        (row,) = rows["records_record"]
        record = _write("records_record", [row], moment, number=number, title=given["title"])[0]
        own = {name: given[name] for name in ("category", "place", "account", "immediate_action", "harm")}
        _write("incidents_incident", rows["incidents_incident"], moment, record=record.pk, **own)
        _write("incidents_fact", rows["incidents_fact"], moment, record=record.pk)
        for entry in rows["audit_entry"]:
            _write("audit_entry", [entry], moment, record=record.pk, salt=secrets.token_hex(16))
        _write("records_transition", rows["records_transition"], moment, record=record.pk)
        _write("records_turn", rows["records_turn"], moment, record=record.pk)
        with connection.cursor() as cursor:
            cursor.execute(SEARCH[connection.vendor], [record.pk, ready["tokens"]])
        news = _write("notices_news", rows["notices_news"], moment, record=record.pk)[0]
        _write("notices_notice", rows["notices_notice"], moment, news_id=news.pk)
        answer = {"id": record.pk, "number": number, "title": given["title"], "state": "reported", **given}
        key = {"key": secrets.token_hex(32), "body": json.dumps(answer), "location": "", "status": 201, "at": moment}
        table("web_submission").objects.create(**key)  # type: ignore[attr-defined]
    return _with_length(JsonResponse(answer, status=201))


@csrf_exempt
def intake(request: HttpRequest) -> HttpResponse:
    """One row of what waits without a name, under a random key."""
    told = json.loads(request.body)
    row = {"id": secrets.randbits(62) + 1, "key": secrets.token_hex(32), "told": told["told"]}
    table("incidents_intake").objects.create(**row, release_at=told["release_at"])  # type: ignore[attr-defined]
    return _with_length(HttpResponse("kept", status=201))


def _number(series: str) -> str:
    sequence = table("sequences_sequence").objects.filter(name=series)  # type: ignore[attr-defined]
    sequence.update(last=F("last") + 1)
    return f"{series}-{sequence.get().last:05}"


def _write(name: str, rows: list[dict[str, Any]], moment: datetime, *, record: int = 0, **own: Any) -> list[Any]:
    """The rows again, at this moment and for this record; several of one table at once."""
    model = table(name)
    new = [model(**_renewed(model, row, moment, record), **own) for row in _without(rows, own)]
    if len(new) == 1:
        new[0].save(force_insert=True)
        return new
    return model.objects.bulk_create(new)  # type: ignore[attr-defined]


def _without(rows: list[dict[str, Any]], own: dict[str, Any]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in own} for row in rows]


def _renewed(model: type[models.Model], row: dict[str, Any], moment: datetime, record: int) -> dict[str, Any]:
    times = {field.name for field in model._meta.concrete_fields if isinstance(field, models.DateTimeField)}
    return {
        name: record if name in OF_RECORD and record else moment if name in times and value else value
        for name, value in row.items()
        if name != "id"
    }


def newest(request: HttpRequest) -> HttpResponse:
    """Twenty rows as a bare page."""
    rows = table("records_record").objects.order_by("-pk")[:20]  # type: ignore[attr-defined]
    lines = "".join(f"<tr><td>{row.number}</td><td>{row.title}</td><td>{row.state}</td></tr>" for row in rows)
    return _with_length(HttpResponse(f"<table>{lines}</table>"))


def healthz(request: HttpRequest) -> HttpResponse:
    return _with_length(HttpResponse("ok"))


def _with_length(response: HttpResponse) -> HttpResponse:
    response["Content-Length"] = str(len(response.content))
    return response


urlpatterns = [path("report", report), path("intake", intake), path("newest", newest), path("healthz", healthz)]
