"""How each deed is asked for by a browser and by a program."""

from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile

from given import AN_INDICATOR
from zhian.check.indicators.services.returns import asked_in
from zhian.engines.workflow import FILE
from zhian.kernel.documents.kinds import DOCUMENTS

from .world import KINDS, World, action_of, is_step, moment

JSON = "application/json"
PAGE, API = "page", "API"
ASKED = {"reason": "Which pump was it?"}
DECIDED = {"decision": "grant", "answer": "It cannot wait"}
LESSON = {"title": "Matrix", "happened": "It was dark", "learned": "Look twice", "changed": "A new light"}


def asked(channel: str, client, world: World, person, kind: str, deed: str, relation: str, record) -> Iterator:
    """The answers to every request that does this deed."""
    way = _by_page if channel == PAGE else _by_api
    yield from way(client, world, person, kind, deed, relation, record)


def _by_page(client, world: World, person, kind: str, deed: str, relation: str, record) -> Iterator:
    known = KINDS[kind]
    above = f"/{known.address}/"
    here = f"{above}{record.number}/" if record else above
    if deed == "read":
        yield client.get(here)
        yield client.get(f"{here}print/")
        yield client.get(f"{here}files/{record.attachments.first().key}/")
    elif deed == FILE:
        yield client.post(f"{above}new/", _facts(world, kind, relation))
    elif kind == "returns" and deed == "edit":
        yield client.post(f"{here}sheet/", {"version": record.version, **_lines(record, ".")})
    elif deed == "edit":
        yield client.post(f"{here}edit/", {**_facts(world, kind, relation), "version": record.version})
    elif deed == "attach":
        yield client.post(f"{here}attach/", {"attachments": [_note()]})
    elif deed.startswith("print_"):
        yield from _documents(client, here.rstrip("/"), kind, deed)
    elif deed == "raise_finding":
        yield client.post(f"{here}findings/new/", _raised(world, relation))
    elif deed == "compare":
        yield client.get(f"{here}similar/")
    elif deed == "answer":
        yield client.post(f"{here}answers/", {"version": 0, "seen": "true"})
    elif deed == "ask_reporter":
        yield client.post(f"{here}letters/new/", {"text": "Which rail?"})
    elif deed == "analyse":
        yield client.post(f"{here}analysis/new/", _planned(person))
    elif deed == "act_on":
        yield client.post(f"{here}parts/recommendations/{record.recommendations.get().pk}/act/")
    elif deed == "weigh":
        yield client.post(f"{here}fairness/", {"meant": "yes", "keep": "1"})
    elif deed == "write_lesson":
        yield client.post(f"{here}lesson/", LESSON)
    elif deed == "do_action":
        yield client.post(f"{here}actions/{record.actions.get().pk}/", {"evidence": "Done, see the photo"})
    elif deed == "ask_unsealing":
        yield client.post(f"{here}author/ask/", ASKED)
    elif deed == "decide_unsealing":
        yield client.post(f"{here}author/asked/{_question(record)}/", DECIDED)
    elif is_step(kind, deed):
        yield client.post(f"{here}steps/{deed}/", {"note": "Because", **_as_rows(_told(world, person, kind, deed))})
    else:
        yield client.post(f"{here}{deed}/", _beside(world, person)[deed])


def _by_api(client, world: World, person, kind: str, deed: str, relation: str, record) -> Iterator:
    known = KINDS[kind]
    above = f"/api/{known.address}"
    here = f"{above}/{record.number}" if record else above
    if deed == "read":
        parts = ["/unsealings"] if kind == "incidents" else []
        for part in ("", "/offers", "/history", "/links", "/files", f"/files/{record.attachments.first().key}", *parts):
            yield client.get(f"{here}{part}")
    elif deed == FILE:
        yield client.post(above, _facts(world, kind, relation), content_type=JSON)
    elif kind == "returns" and deed == "edit":
        told = {"version": record.version, "lines": _lines(record, "")}
        yield client.put(f"{here}/lines", told, content_type=JSON)
    elif kind == "own_indicators" and deed == "edit":
        told = {"definition": AN_INDICATOR, "version": record.version}
        yield client.patch(here, told, content_type=JSON)
    elif deed == "edit":
        yield client.patch(here, {"title": "Changed", "version": record.version}, content_type=JSON)
    elif deed == "attach":
        yield client.post(f"{here}/files", {"attachments": [_note()]})
    elif deed.startswith("print_"):
        yield from _documents(client, here, kind, deed)
    elif deed == "raise_finding":
        yield client.post(f"{here}/findings", _raised(world, relation), content_type=JSON)
    elif deed == "compare":
        yield client.get(f"{here}/similar")
    elif deed == "answer":
        yield client.post(f"{here}/answers", {"version": 0, "values": {"seen": True}}, content_type=JSON)
    elif deed == "ask_reporter":
        yield client.post(f"{here}/letters", {"text": "Which rail?"}, content_type=JSON)
    elif deed == "analyse":
        yield client.post(f"{here}/analysis", _planned(person), content_type=JSON)
    elif deed == "act_on":
        yield client.post(f"{here}/recommendations/{record.recommendations.get().pk}/finding", content_type=JSON)
    elif deed == "weigh":
        yield client.post(f"{here}/fairness", {"answers": {"meant": "yes"}}, content_type=JSON)
    elif deed == "write_lesson":
        yield client.put(f"{here}/lesson", LESSON, content_type=JSON)
    elif deed == "do_action":
        told = {"evidence": "Done, see the photo"}
        yield client.post(f"{here}/actions/{record.actions.get().pk}", told, content_type=JSON)
    elif deed == "ask_unsealing":
        yield client.post(f"{here}/unsealings", ASKED, content_type=JSON)
    elif deed == "decide_unsealing":
        yield client.post(f"{here}/unsealings/{_question(record)}", DECIDED, content_type=JSON)
    elif is_step(kind, deed):
        told = {"note": "Because", **_told(world, person, kind, deed)}
        yield client.post(f"{here}/steps/{deed}", told, content_type=JSON)
    else:
        part = {"comment": "comments", "link": "links", "identify": "identity"}[deed]
        yield client.post(f"{here}/{part}", _beside(world, person)[deed], content_type=JSON)


def _documents(client, address: str, kind: str, deed: str) -> Iterator:
    """Only what they say: to make them would take most of the time of these tests."""
    for document in DOCUMENTS.values():
        if document.deed == f"{kind}.{deed}":
            yield client.get(f"{address}/documents/{document.short}.json")


def _question(record) -> int:
    """What was asked of the record; one that is not there where nothing was."""
    asked = record.unsealings.first()
    return asked.pk if asked else 4711


def _facts(world: World, kind: str, relation: str) -> dict:
    told = {**KINDS[kind].told, "department": world.place(relation).pk}
    told |= {"occurred_at": moment()} if kind == "incidents" else {}
    return told | {"lead": world.writers[world.place(relation)].username} if kind == "analysis" else told


def _lines(record, dot: str) -> dict:
    """A number in each line: as a form has it, or a program."""
    cells = {asked.key: {"numerator": 7, "denominator": 20} for asked in asked_in(record)}
    return {f"{key}.{name}": value for key, line in cells.items() for name, value in line.items()} if dot else cells


def _raised(world: World, relation: str) -> dict:
    return {"title": "Matrix", "department": world.place(relation).pk}


def _planned(person) -> dict:
    days = {"begin_by": "2026-12-01", "finish_by": "2027-01-01"}
    return {"method": "rca", "question": "Why?", "frame": "six_m", "lead": person.username, **days}


def _told(world: World, person, kind: str, deed: str) -> dict:
    if deed in ("plan", "extend"):
        return {"actions": [action_of(person)]}
    if deed == "mark_duplicate":
        return {"original": world.spare(person).number}
    return KINDS[kind].steps.get(deed, {})


def _as_rows(told: dict) -> dict:
    rows = told.get("actions")
    if rows is None:
        return told
    cells = {f"actions-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()}
    return {"actions-TOTAL_FORMS": len(rows), "actions-INITIAL_FORMS": 0, **cells}


def _beside(world: World, person) -> dict[str, dict]:
    return {
        "comment": {"text": "I have seen it"},
        "link": {"number": world.spare(person).number, "kind": "related"},
        "identify": {"reason": "Call the family"},
    }


def _note() -> SimpleUploadedFile:
    return SimpleUploadedFile("note.txt", b"Rails were down", content_type="text/plain")
