"""Every address names the deed that it does, and none opens for somebody without an account unless it says so."""

import re

import pytest
import rules

from zhian.kernel.people.access import ANY_ACCOUNT, PUBLIC
from zhian.kernel.records.models import Record
from zhian.site.routes import PAGE, routes

NAME_IT = """{address} ({view}) does not say which deed it does. Write above its view

    from zhian.kernel.people.access import does

    @does("people.manage_people")

with the permission that the view or its service requires, with PUBLIC for whoever reaches the server, or with
ANY_ACCOUNT for whoever is signed in; an operation of the API says it as operation("…", "people.manage_people", "…").
Then run script/reference, which writes it into docs/reference."""

SAMPLES = {"number": "AE-2026-00001", "key": "k", "step": "confirm", "format": "csv"}  # else 1


@pytest.mark.parametrize("route", routes(), ids=lambda route: f"{route.method} {route.address}")
def test_an_address_names_its_deed(route):
    assert route.deed, NAME_IT.format(address=route.address, view=route.view)
    if route.deed not in (PUBLIC, ANY_ACCOUNT) and not route.deed.endswith(".<step>"):
        assert rules.perm_exists(route.deed), f"{route.address} names “{route.deed}”, for which there is no rule"


def test_a_page_for_steps_belongs_to_a_workflow():
    steps = {route.deed.removesuffix(".<step>") for route in routes() if route.deed.endswith(".<step>")}
    assert steps == set(Record.kinds)


def test_without_an_account_nothing_opens(db, client, django_assert_num_queries):
    """Nothing is even looked up: one is sent to the login page, or told so."""
    with django_assert_num_queries(0):
        answers = [(route, _ask(client, route)) for route in routes() if route.deed != PUBLIC]
    assert not [route.address for route, answered in answers if not _is_closed(answered)]


def _is_closed(answered):
    match answered.status_code:
        case 302:
            return answered["Location"].startswith("/account/login/")
        case 401:
            return answered["Content-Type"] == "application/problem+json"
    return answered.status_code == 405


def _ask(client, route):
    address = re.sub(r"{(\w+)}", lambda found: SAMPLES.get(found[1], "1"), route.address)
    method = "get" if route.method == PAGE else route.method.lower()
    return getattr(client, method)(address)
