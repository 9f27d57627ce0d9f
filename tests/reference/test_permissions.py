"""The matrix, tried: each role, each deed, each relation, by page and by program.

Who may not read a record learns nothing of it (404). Who may not do a deed is told so, and no row is written.
"""

import pytest

from zhian.engines.workflow import FILE
from zhian.kernel.records.models import Record

from .asking import API, PAGE, asked
from .cells import DENIED, HIDDEN, MAY, NEVER, READING, cell, deeds_of, house_deeds, state_for
from .trying import status_of, undone, written
from .world import EACH_ROLE, KINDS, ON_EACH_DATABASE, ROLES, World

DONE = (200, 201, 302)
TOLD_NO = (403, 409, 422)


@pytest.fixture
def world(db, settings, caplog):
    settings.API_REQUESTS_A_MINUTE = 10**6
    caplog.set_level("ERROR")  # most of what is asked here is refused
    return World()


def test_every_kind_of_record_is_in_the_matrix():
    ours = {name for name, model in Record.kinds.items() if model.__module__.startswith("zhian.")}
    assert set(KINDS) == ours, "Add the new kind to KINDS in tests/reference/world.py"


@pytest.mark.alike
def test_those_who_are_tried_on_each_database_do_all_that_anybody_may_do(world):
    people = {role: world.person(role) for role in ROLES}
    some = {role: people[role] for role in ON_EACH_DATABASE}
    left_out = [
        f"{kind}.{deed}"
        for kind in KINDS
        for deed in deeds_of(kind)
        if not _is_done_by(some, world, kind, deed) and _is_done_by(people, world, kind, deed)
    ]
    assert not left_out
    for deed in house_deeds():
        assert any(person.has_perm(deed) for person in some.values()), deed


def _is_done_by(people, world, kind, deed):
    return any(
        cell(world, person, kind, deed, relation) == MAY
        for person in people.values()
        for relation in KINDS[kind].relations
    )


@pytest.mark.parametrize("role", EACH_ROLE)
@pytest.mark.parametrize("kind", KINDS)
def test_every_cell(kind, role, world, just_in, program):
    person = world.person(role)
    clients = {PAGE: just_in(person), API: program(person)}
    world.spare(person)
    for client in clients.values():
        client.get("/api/me")  # what is written at a first visit is written now
    wrong = [
        fault
        for deed in deeds_of(kind)
        for relation in KINDS[kind].relations
        for fault in _faults(world, clients, person, kind, deed, relation)
    ]
    assert not wrong, "\n".join(wrong)


def _faults(world, clients, person, kind, deed, relation):
    expected = cell(world, person, kind, deed, relation)
    if expected == NEVER:
        return
    record = None if deed == FILE else world.record(kind, state_for(kind, deed, relation), relation, person)
    for channel, client in clients.items():
        answers = asked(channel, client, world, person, kind, deed, relation, record)
        with undone(), written() as rows:
            statuses = [status_of(answer) for answer in answers]
        where = f"{person} · {kind}.{deed} · {relation} · {channel}: {statuses}"
        if not _fits(expected, statuses):
            yield f"{where} but the matrix says “{expected}”"
        elif (expected != MAY or deed in READING) and rows:
            yield f"{where} and yet something was written: {rows[0][:120]}"
        elif expected == MAY and deed not in READING and not rows:
            yield f"{where} but nothing was written"


def _fits(expected, statuses):
    allowed = {MAY: DONE, DENIED: TOLD_NO, HIDDEN: (404,)}[expected]
    return bool(statuses) and all(status in allowed for status in statuses)
