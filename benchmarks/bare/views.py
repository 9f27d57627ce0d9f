"""One view: an adverse event comes in as JSON, and the rows that the program would write are written."""

import json
import secrets
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from .models import Entry, Incident, News, Notice, Record, Sequence, Submission, Transition, Turn

SEARCH = {
    "sqlite": "INSERT INTO records_search (rowid, tokens) VALUES (%s, %s)",
    "postgresql": "INSERT INTO records_search (record_id, tokens) VALUES (%s, %s::tsvector)",
}


@csrf_exempt
def report(request: HttpRequest) -> HttpResponse:
    """Who reports, to whom it goes and the words of the index are told ready-made: there is nothing to look up."""
    told = json.loads(request.body)
    given, ready = told["given"], told["ready"]
    moment = timezone.now()
    with transaction.atomic():
        Sequence.objects.filter(name=ready["series"]).update(last=F("last") + 1)
        number = f"{ready['series']}-{Sequence.objects.get(name=ready['series']).last:05}"
        record = Record.objects.create(
            kind="incidents",
            number=number,
            title=given["title"],
            state="reported",
            is_closed=False,
            department_id=given["department"],
            hospital_id=ready["hospital"],
            author_id=ready["author"],
            is_confidential=False,
            created_at=moment,
            due_at=moment + timedelta(days=1),
            version=1,
        )
        Incident.objects.create(
            record_ptr_id=record.pk,
            category=given["category"],
            event_kind=given["event_kind"],
            occurred_at=datetime.fromisoformat(given["occurred_at"]),
            place=given["place"],
            account=given["account"],
            immediate_action=given["immediate_action"],
            harm=given["harm"],
            feedback="",
        )
        _log(ready, record, f"{number} {record.title}", {name: [None, value] for name, value in ready["facts"].items()})
        Transition.objects.create(
            record_id=record.pk, step="file", after="reported", actor_id=ready["author"], at=moment
        )
        _log(ready, record, "file:  → reported", {name: [None, "file"] for name in ready["decided"]})
        Turn.objects.bulk_create(
            Turn(record_id=record.pk, role=role, department_id=record.department_id, due_at=record.due_at)
            for role in ("quality_office", "safety_office")
        )
        with connection.cursor() as cursor:
            cursor.execute(SEARCH[connection.vendor], [record.pk, ready["tokens"]])
        news = News.objects.create(
            record_id=record.pk, what="turn", step="file", state="reported", actor_id=ready["author"], at=moment
        )
        Notice.objects.bulk_create(Notice(news_id=news.pk, person_id=person) for person in ready["people"])
        answer = {"id": record.pk, "number": number, "title": record.title, "state": "reported", **given}
        key = secrets.token_hex(32)
        Submission.objects.create(key=key, status=201, location="", body=json.dumps(answer), at=moment)
    return _with_length(JsonResponse(answer, status=201))


def _log(ready: dict, record: Record, name: str, changes: dict) -> None:
    Entry.objects.create(
        content_type_id=ready["content_type"],
        object_pk=str(record.pk),
        object_id=record.pk,
        object_repr=name,
        action=0,
        changes=changes,
        actor_id=ready["author"],
        timestamp=record.created_at,
        salt=secrets.token_hex(16),
    )


def newest(request: HttpRequest) -> HttpResponse:
    """Twenty rows as a bare page."""
    rows = Record.objects.order_by("-pk")[:20]
    lines = "".join(f"<tr><td>{row.number}</td><td>{row.title}</td><td>{row.state}</td></tr>" for row in rows)
    return _with_length(HttpResponse(f"<table>{lines}</table>"))


def healthz(request: HttpRequest) -> HttpResponse:
    return _with_length(HttpResponse("ok"))


def _with_length(response: HttpResponse) -> HttpResponse:
    response["Content-Length"] = len(response.content)
    return response


urlpatterns = [path("report", report), path("newest", newest), path("healthz", healthz)]
