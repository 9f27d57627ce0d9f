"""A report under seal from the first word to the end: no table, log, page or file joins it with who wrote it."""

import json
import re
from dataclasses import dataclass
from functools import cached_property

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

import given
from zhian.check.incidents.models import Incident
from zhian.kernel.moment import now
from zhian.kernel.people.models import Role, User

NAME, STAFF_NUMBER, KEY = "Quisquilia Nightjar", "kanari-7741", 777_000_111
TITLE, PATIENT = "Fall of the canary", "PAT-4711-X"
APART = 10_000_000  # keys of one table and the next: then a number alone says which row is meant
NUMBERS = re.compile(r"\d{8,}")
WHY = "Only who wrote this knows which pump it was"


@dataclass(frozen=True)
class Row:
    """A row as the database keeps it, and everything in it that may point somewhere."""

    table: str
    text: str

    @cached_property
    def marks(self) -> set[str]:
        return set(NUMBERS.findall(self.text))

    @property
    def names_the_reporter(self) -> bool:
        return any(mark in self.text for mark in (NAME, STAFF_NUMBER, str(KEY)))


@pytest.fixture
def canary(icu, far_apart):
    person = User.objects.create(pk=KEY, username=STAFF_NUMBER, name=NAME, department=icu)
    given.a_duty(person, Role.NURSE, icu)
    return person


@pytest.fixture
def far_apart(quinn, hugo, hospital):
    """The keys of each table begin at a number of its own."""
    for place, table in enumerate(_numbered_tables(), 1):
        _begin_at(table, place * APART)


@pytest.fixture
def lena(hospital):
    return given.a_person("lena", hospital, Role.LEADER)


@pytest.mark.parametrize("known_as", ["protected", "named"])
def test_nothing_joins_a_protected_reporter_with_the_report(
    known_as, canary, quinn, hugo, lena, just_in, program, caplog
):
    """The same story by name shows that the walk would find somebody who could be found."""
    caplog.set_level("INFO")
    before = {row.text for row in _rows()}
    _live_through(known_as, canary, quinn, lena, just_in, program)
    fall = Incident.objects.get()
    reached = _joined_with(fall, before)
    assert len({row.table for row in reached}) > 12, "the walk goes through the tables"
    rows = [row.table for row in reached if row.names_the_reporter]
    lines = [line for line in caplog.text.splitlines() if fall.number in line and _names(line)]
    pages = [page for page, text in _what_others_see(fall, [quinn, hugo, lena], just_in) if _names(text)]
    assert bool(rows + lines + pages) == (known_as == "named"), (rows, lines, pages)


def _live_through(known_as, canary, quinn, lena, just_in, program):
    """Everything that its author can do with it, and what the office does meanwhile."""
    author, office = just_in(canary), just_in(quinn)
    facts = {
        "category": "FALL", "event_kind": "incident", "title": TITLE, "account": "On the floor", "harm": "none",
        "department": canary.department_id, "occurred_at": now().strftime("%Y-%m-%dT00:00"),
        "patient_number": PATIENT, "known_as": known_as, "once": "k" * 20, "psychological_harm": "none",
        "contact": "program",
    }  # fmt: skip
    for _twice in range(2):
        note = SimpleUploadedFile("note.txt", b"Rails were down", content_type="text/plain")
        assert author.post("/incidents/new/", {**facts, "attachments": [note]}).status_code == 302
    fall = Incident.objects.get()
    here, api = fall.get_absolute_url(), f"/api/incidents/{fall.number}"
    _do(office, f"{here}steps/send_back/", note="Which bed?")
    for page in ("/", "/inbox/", here, f"{here}print/", "/incidents/", f"/search/?q={fall.number}"):
        assert author.get(page).status_code == 200
    author.get(f"/incidents/export.csv?q={fall.number}").getvalue()
    fall.refresh_from_db()
    _do(author, f"{here}edit/", **{**facts, "place": "Bed 12", "version": fall.version, "once": ""})
    _do(author, f"{here}comment/", text="It was bed 12.")
    _do(author, f"{here}answers/", version="0", once="a" * 20)
    _do(author, f"{here}steps/resubmit/", note="Bed 12")
    client = program(canary)
    assert client.get(api).status_code == 200
    assert client.post(f"{api}/comments", {"text": "Really"}, content_type="application/json").status_code == 201
    _do(office, f"{here}steps/confirm/", grade="3", harm="none", is_confidential="on")
    for page in (here, f"{here}print/", f"{here}edit/", f"{here}files/{fall.attachments.get().key}/"):
        author.get(page).getvalue()
    author.get("/incidents/export.xlsx").getvalue()
    if known_as == "protected":
        _do(office, f"{here}author/ask/", reason=WHY)
        question = fall.unsealings.get().pk
        _do(just_in(lena), f"{here}author/asked/{question}/", decision="grant", answer="It cannot wait")
    closing = {"feedback": "Thank you", "no_lesson": "Known"}
    _do(office, f"{here}steps/close/", **closing)
    author.get("/")
    author.get(here)
    fall.refresh_from_db()
    assert fall.state == "closed"


def _what_others_see(fall, people, just_in):
    here, api = fall.get_absolute_url(), f"/api/incidents/{fall.number}"
    pages = [here, f"{here}print/", "/incidents/", "/incidents/export.csv", f"/search/?q={fall.number}", "/inbox/",
             api, f"{api}/history", f"{api}/files", f"{api}/unsealings", "/api/incidents", f"{here}documents/case.json",
             f"/audit/records/{fall.number}/"]  # fmt: skip
    for person in people:
        browser = just_in(person)
        for page in pages:
            yield page, browser.get(page).getvalue().decode(errors="replace")


def _do(browser, address, **told):
    answered = browser.post(address, told)
    assert answered.status_code == 302, (address, answered.context["form"].errors)


def _names(text):
    return NAME in text or STAFF_NUMBER in text


# The walk -----------------------------------------------------------------------------------------------------
def _joined_with(fall, before):
    """The rows written since then to which one comes from the report, step by step over every number in them."""
    fresh = [row for row in _rows() if row.text not in before]
    known, reached = {str(fall.pk)}, set()
    while found := [row for row in fresh if row not in reached and (row.marks & known or fall.number in row.text)]:
        reached.update(found)
        known |= {mark for row in found for mark in row.marks if _is_key(mark)}
    return reached


def _is_key(mark):
    """Whether it is the key of a row that was written in this story: people and places belong to everybody."""
    return int(mark) >= APART and int(mark) % APART < 10_000 and int(mark) != KEY


def _rows():
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608, our own tables
            columns = [column[0] for column in cursor.description]
            for values in cursor.fetchall():
                yield Row(table, _as_text(table, dict(zip(columns, values, strict=True))))


def _as_text(table, row):
    if table == Session._meta.db_table:
        row["session_data"] = Session(session_data=row["session_data"]).get_decoded()
    return f"{table} {json.dumps(row, default=str, ensure_ascii=False)}"


def _numbered_tables():
    tables = connection.introspection.django_table_names(only_existing=True)
    kept = {"people_user", "people_department", "people_duty", "django_content_type", "django_migrations"}
    return sorted(table for table in set(tables) - kept if _sequence(table))


def _sequence(table):
    with connection.cursor() as cursor:
        found = connection.introspection.get_sequences(cursor, table)
    return found[0]["column"] if found else ""


def _begin_at(table, start):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, _sequence(table), start])
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, start])
