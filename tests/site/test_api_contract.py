"""The API does what its own description says, whatever it is told: tried by Schemathesis as two people.

Nothing breaks (5xx), no answer is other than described, and nothing that the description forbids is taken.
"""

import json
from functools import cache

import hypothesis
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

import given
from deliveries.models import Delivery
from zhian.kernel.records.services import file
from zhian.site.api import api

load_all_checks()
EXAMPLES = 4  # of each operation for each person, right ones and wrong ones
PROMISES = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "unsupported_method",
]
ALL_CHECKS = [CHECKS.get_one(name) for name in PROMISES]

DESCRIPTION = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema(), default=str)))
OPERATIONS = {found.ok().definition.raw["operationId"]: found.ok() for found in DESCRIPTION.get_all_operations()}


@pytest.fixture(scope="module")
def program_itself():
    """One for all: Schemathesis reads through the sources of each that it is given."""
    app = WSGIHandler()
    for operation in OPERATIONS.values():
        operation.app = operation.schema.app = app
    return app


@pytest.fixture
def app(program_itself, settings, caplog):
    settings.API_REQUESTS_A_MINUTE = 10**6
    settings.ALLOWED_HOSTS = ["*"]
    caplog.set_level("CRITICAL")
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # the test's own transaction goes through all requests
    yield program_itself
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def numbers(nina, hugo, quinn):
    """A record of each kind that can be read, in the middle of its way."""
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    finding = fall.findings.get()
    given.a_planned_finding(finding, by=hugo, owner=nina)
    delivery = file(Delivery(title="Gloves", department=hugo.department, supplier="Acme"), actor=hugo)
    return {
        "incidents": fall.number,
        "loop": finding.number,
        "deliveries": delivery.number,
        "indicators/alerts": given.an_alert(hugo.department).number,
        "indicators/returns": given.a_return(hugo.department).number,
        "indicators/own": given.an_own_indicator(by=quinn, place=hugo.department).number,
    }


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_keeps_its_promises(name, numbers, app, icu, quinn, oscar, program):
    known = {"number": _number(numbers, OPERATIONS[name].path), "department": icu.pk, "run": 0}
    for person in (quinn, oscar):
        token = program(person).defaults["HTTP_AUTHORIZATION"]
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _try(_cases(name, mode), mode, {"Authorization": token}, known)


def _number(numbers, path):
    """Of the kind whose address this is; "XX-0" where it is none."""
    return next((number for kind, number in numbers.items() if path.startswith(f"/api/{kind}/")), "XX-0")


@cache
def _cases(name, mode):
    return OPERATIONS[name].as_strategy(generation_mode=mode)


def _try(cases, mode, headers, known):
    @hypothesis.settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    )
    @hypothesis.given(case=cases)
    def ask(case):
        _put(known, case.path_parameters)
        if mode is GenerationMode.POSITIVE:
            _put(known, case.body)
        with transaction.atomic():
            answered = case.call(headers=headers)
            transaction.set_rollback(True)
        case.validate_response(answered, checks=ALL_CHECKS)

    ask()


def _put(known, told):
    """What really exists, instead of what was made up: else little would get past the first check."""
    for name in known.keys() & (told.keys() if isinstance(told, dict) else set()):
        told[name] = known[name]
