"""Looking after the house: who may not is told so and changes nothing; who may comes in. And who opened a record."""

import re

import pytest

from zhian.site.routes import PAGE, routes

from .cells import MAY, OPENINGS, house_deeds, openings
from .trying import status_of, undone, written
from .world import EACH_ROLE, KINDS, ROLES, World

CLOSED_DOOR = (403, 404, 405)
TOLD = {  # what operations with a body are told
    "clocks_tick": {"met_at": "2026-11-14T02:40:00+08:00", "receipt": "7"},
    "clocks_set_aside": {"reason": "Because"},
    "clocks_answer": {"device": True},
    "clock_rule_keep": {
        "unit": "hours",
        "amount": 48,
        "source": "House",
        "verified": "primary",
        "valid_from": "2026-11-14",
    },
    "webhook_new": {"name": "Platform", "address": "https://203.0.113.1/", "steps": ["incidents.file"]},
    "webhook_change": {"name": "Platform", "address": "https://203.0.113.1/", "steps": ["incidents.file"]},
    "compensation_assess": {"title": "Matrix"},
    "feeds_columns": {"name": "HIS", "table": "bed_day", "columns": {"科室": "bed_day.department"}},
    "feeds_mapping_keep": {"name": "HIS", "table": "bed_day", "columns": {"科室": "bed_day.department"}},
    "feeds_codes_keep": {"codes": {"0301": "HERE"}},
    "feeds_start": {"even_so": False},
    "feeds_mend": {"cells": {"P5": "1"}},
    "feeds_mend_alike": {"table": "stay", "place": "P5", "said": "7", "instead": "1"},
    "indicators_set_budget": {"alarms": 1},
    "indicators_entrust": {"department": "HERE", "indicator": "NUR-01"},
    "indicators_mark": {"month": "2026-01-01", "kind": "note", "text": "Matrix"},
    "indicators_rebase": {"month": "2026-01-01", "reason": "Matrix"},
    "indicators_rebase_withdraw": {"reason": "Matrix"},
    "indicators_remark": {"text": "Matrix"},
    "indicators_switch": {"is_on": True, "reason": "Matrix"},
    "indicators_set_target": {"month": "2026-01-01", "value": 1, "reason": "Matrix"},
    "house_days_keep": {"day": "2027-02-14", "is_worked": "yes"},
}
OF_DEPARTMENTS = ("indicators.annotate", "indicators.rebase", "indicators.drill")  # asked of the department here


@pytest.fixture
def world(db, settings, caplog):
    settings.API_REQUESTS_A_MINUTE = 10**6
    caplog.set_level("ERROR")
    return World()


@pytest.mark.parametrize("role", EACH_ROLE)
def test_only_those_who_may_look_after_the_house(role, world, signed_in):
    person = world.person(role)
    browser, samples = signed_in(person), _samples(world)
    browser.get("/api/me")  # what is written at a first visit is written now
    for route in routes():
        if route.deed in house_deeds():
            may, address = person.has_perm(route.deed), _filled(route.address, samples)
            for status, rows in _tried(browser, route, address):
                if may:
                    assert status not in (401, 403), f"{person} may {route.deed}, but {address} says {status}"
                else:
                    assert status in CLOSED_DOOR, f"{person} may not {route.deed}, but {address} says {status}"
                    assert not rows, f"{address} wrote for {person}: {rows[0]}"


def _tried(browser, route, address):
    """By a page with nothing told; by a program with what makes sense, so that it is the permission that refuses."""
    for method in ("get", "post") if route.method == PAGE else (route.method.lower(),):
        told = {"data": TOLD[route.name], "content_type": "application/json"} if route.name in TOLD else {}
        told |= {"query_params": {"department": "HERE"}} if route.deed in OF_DEPARTMENTS else {}
        with undone(), written() as rows:
            status = status_of(getattr(browser, method)(address, **told))
        yield status, rows


def _samples(world):
    return {
        "number": world.writers[world.here].username,
        "code": world.here.code,
        "duty": str(world.offices[world.here].duties.get().pk),
        "table": "people",
        "format": "csv",
        "lesson": "1",
        "digest": "0",
        "comment": "1",
        "name": "mail",
        "month": "2026-01",
        "kind": "incidents",
        "short": "case",
        "version": "0",
        "clock": "0",
        "pk": "0",
        "rule": "HOSP-I-II",
        "day": "2027-02-14",
        "batch": "0",
        "run": "0",
        "line": "2",
        "indicator": "NUR-07",
        "board": "nursing",
    }


def _filled(address, samples):
    return re.sub(r"{(\w+)}", lambda found: samples[found[1]], address)


@pytest.mark.parametrize("role", ROLES)
def test_who_opened_a_record_is_seen_by_those_who_watch_over_it(role, world, signed_in):
    person = world.person(role)
    browser = signed_in(person)
    [route] = [route for route in routes() if route.deed == OPENINGS]
    for relation in KINDS["incidents"].relations:
        expected = openings(world, person, relation)
        state = "closed" if relation == "closed" else "reported"
        record = world.record("incidents", state, relation, person)
        answered = browser.get(route.address.format(number=record.number))
        assert answered.status_code == (200 if expected == MAY else 404), relation
