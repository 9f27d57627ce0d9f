"""Whatever shows many records shows just those that may be read: list, board, export, search, page and program."""

import io
import re

import pytest
from openpyxl import load_workbook

from zhian.kernel.records.models import Record

from .cells import state_for
from .world import KINDS, ROLES, World


@pytest.fixture
def world(db, settings):
    settings.API_REQUESTS_A_MINUTE = 10**6
    return World()


@pytest.mark.parametrize("kind", KINDS)
def test_lists_agree_with_reading(kind, world, signed_in, program):
    people = [world.person(role) for role in ROLES]
    records = {
        world.record(kind, state_for(kind, "read", relation), relation, person)
        for person in people[:3]  # a lane of the board shows twenty
        for relation in KINDS[kind].relations
    }
    for person in people:
        readable = {record.number for record in records if person.has_perm(f"{kind}.read", record)}
        for what, numbers in _shown(kind, signed_in(person), program(person)):
            assert numbers == readable, f"{what} for {person}"


def _shown(kind, browser, client):
    """Each place in which many are shown, and the numbers that stand there."""
    prefix, above = Record.kinds[kind].prefix, KINDS[kind].address
    for address in (f"/{above}/?per_page=1000", f"/{above}/board/", f"/{above}/export.csv"):
        yield address, _numbers(prefix, browser.get(address).getvalue().decode())
    for address in (f"/{above}/export.xlsx", f"/api/{above}/export.xlsx"):
        asker = client if address.startswith("/api/") else browser
        yield address, _numbers(prefix, _as_text(asker.get(address).getvalue()))
    told = client.get(f"/api/{above}?per_page=100").content.decode()
    yield f"/api/{above}", _numbers(prefix, told)
    for asker, address in ((browser, "/search/"), (client, "/api/search")):
        told = "".join(asker.get(address, {"q": word}).getvalue().decode() for word in KINDS[kind].words)
        yield address, _numbers(prefix, told)


def _as_text(workbook: bytes) -> str:
    rows = load_workbook(io.BytesIO(workbook)).active.iter_rows(values_only=True)
    return "\n".join(str(row[0]) for row in rows)


def _numbers(prefix, text):
    """Those of this kind: a finding's row also names its source."""
    return set(re.findall(rf"\b{prefix}-\d+-\d+", text))
