"""Incidents as FHIR: what goes out satisfies the schema, says no reporter, and comes back as it was."""

import json

import pytest
from fhir.resources.adverseevent import AdverseEvent as R5
from fhir.resources.R4B.adverseevent import AdverseEvent as R4

import given
from zhian.check.incidents import services as incidents
from zhian.check.incidents.codes import Category, Grade, Harm, Kind
from zhian.check.incidents.models import Incident, Origin
from zhian.check.incidents.services.fhir import Unreadable, read, written
from zhian.engines.workflow import Refused
from zhian.kernel.patients.services import refer_to

JSON = "application/json"
SCHEMAS = {"R5": R5, "R4": R4}
KEPT = ("category", "event_kind", "harm", "title", "account", "immediate_action")


@pytest.fixture
def fall(nina, icu):
    told = {"account": "Found on the floor.\n<b>Rails</b> & lamp", "immediate_action": "Bandaged", "place": "Bed 12"}
    return given.a_fall(by=nina, patient=refer_to(icu.hospital, "4711998"), **told)


@pytest.mark.parametrize("version", SCHEMAS)
@pytest.mark.parametrize("category", Category)
def test_every_category_satisfies_the_schema_and_comes_back(version, category, fall):
    fall.category = category
    resource = written(fall, version)
    SCHEMAS[version].model_validate(resource)
    again = read(json.loads(json.dumps(resource)))
    assert {name: again[name] for name in KEPT} == {name: getattr(fall, name) for name in KEPT}
    assert again["origin"] == ("urn:zhian:incident", fall.number)


@pytest.mark.parametrize("version", SCHEMAS)
@pytest.mark.parametrize("harm", Harm)
@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.GOOD_CARE])
def test_every_harm_and_kind_comes_back(version, harm, kind, fall):
    fall.harm, fall.event_kind, fall.grade = harm, kind, Grade.ADVERSE
    again = read(written(fall, version))
    assert (again["harm"], again["event_kind"]) == (harm, kind)


@pytest.mark.parametrize("version", SCHEMAS)
def test_neither_reporter_nor_patient_is_in_it(version, fall, nina):
    text = json.dumps(written(fall, version))
    assert not [word for word in (nina.name, nina.username, "4711998", "recorder", "participant") if word in text]
    assert f"Patient/{fall.patient_id}" in text


def test_good_care_is_no_adverse_event(fall):
    fall.event_kind = Kind.GOOD_CARE
    with pytest.raises(Refused, match="Good care"):
        written(fall)


def test_words_of_other_systems_are_understood():
    told = {
        "resourceType": "AdverseEvent",
        "identifier": {"system": "urn:other", "value": "17"},
        "actuality": "potential",
        "date": "2026-01-02",
        "subject": {"reference": "Patient/1"},
        "event": {"coding": [{"system": "http://snomed.info/sct", "code": "1", "display": "Fall"}]},
        "severity": {"coding": [{"code": "moderate"}]},
        "text": {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">Fell at night</div>'},
    }
    facts = read(told)
    assert (facts["title"], facts["account"], facts["harm"]) == ("Fall", "Fell at night", "moderate")
    assert (facts["category"], facts["event_kind"]) == ("OTHR", "near_miss")


def test_a_program_reports_by_fhir_and_again_without_a_second_report(fall, nina, icu, program):
    told = written(fall) | {"identifier": [{"system": "urn:other", "value": "E-1"}]}
    client = program(nina, "incidents:write")
    first = client.post("/api/incidents/fhir", told, content_type=JSON)
    again = client.post("/api/incidents/fhir", told, content_type=JSON)
    assert (first.status_code, again.status_code) == (201, 200), first.content
    assert first.json()["identifier"] == again.json()["identifier"]
    taken = Origin.objects.get(number="E-1").incident
    assert (taken.author, taken.department, taken.state) == (nina, icu, "reported")
    assert taken.account == fall.account
    assert Incident.objects.count() == 2


def test_somebody_elses_report_is_not_shown_by_guessing_its_identifier(fall, nina, wards, program):
    told = written(fall) | {"identifier": [{"system": "urn:other", "value": "E-1"}]}
    assert program(nina).post("/api/incidents/fhir", told, content_type=JSON).status_code == 201
    stranger = given.a_person("sven", wards, "nurse")
    told["location"]["identifier"]["value"] = wards.code
    assert program(stranger).post("/api/incidents/fhir", told, content_type=JSON).status_code == 409


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"status": "bogus-code!"}, "status"),
        ({"status": "entered-in-error"}, "status"),
        ({"foo": 1}, "foo"),
        ({"identifier": []}, "identifier"),
        ({"subject": None}, "subject"),
        ({"modifierExtension": [{"url": "urn:x", "valueBoolean": True}]}, "modifierExtension"),
        ({"location": {"identifier": {"system": "urn:zhian:department", "value": "NOWHERE"}}}, "location.identifier"),
        ({"occurrenceDateTime": "2999-01-01T00:00:00+08:00"}, "occurred_at"),
        ({"occurrenceDateTime": "yesterday"}, "occurrenceDateTime"),
        ({"note": [{"text": "x" * 9000}]}, "account"),
        (
            {"text": {"status": "generated", "div": '<!DOCTYPE d [<!ENTITY a "x">]><div>&a;</div>'}, "note": []},
            "text.div",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_by_element(change, field, fall, nina, program):
    told = {name: value for name, value in (written(fall) | change).items() if value is not None}
    answer = program(nina).post("/api/incidents/fhir", told, content_type=JSON)
    assert answer.status_code == 422, answer.content
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert Incident.objects.count() == 1


@pytest.mark.parametrize(
    "told", [b"[]", b"{", b'"x"', b"null", b'{"a":' * 5000 + b"1" + b"}" * 5000, b'{"status": []}']
)
def test_what_is_no_resource_at_all_is_refused(told, nina, program):
    answer = program(nina).post("/api/incidents/fhir", told, content_type=JSON)
    assert answer.status_code in (400, 422)


def test_an_unreadable_narrative_is_said(fall):
    with pytest.raises(Unreadable, match="XHTML"):
        read(written(fall, "R4") | {"text": {"status": "generated", "div": "<div>"}})


def test_one_and_many_go_out_to_those_who_may_read(fall, nina, quinn, oscar, program):
    here = f"/api/incidents/{fall.number}/fhir"
    assert program(nina).get(here).json()["identifier"][0]["value"] == fall.number
    assert program(nina).get(f"{here}?version=R4").json()["identifier"]["value"] == fall.number
    assert program(oscar).get(here).status_code == 404
    given.a_fall(by=nina, event_kind=Kind.GOOD_CARE)
    given.a_fall(by=nina, category=Category.MED)
    many = program(quinn).get("/api/incidents/fhir/export?version=R4").getvalue().decode().splitlines()
    assert [R4.model_validate_json(line).actuality for line in many] == ["actual"] * 2
    falls = program(quinn).get("/api/incidents/fhir/export?category=FALL").getvalue().decode().splitlines()
    assert [json.loads(line)["identifier"][0]["value"] for line in falls] == [fall.number]
    assert program(oscar).get("/api/incidents/fhir/export").getvalue() == b""
    assert program(quinn).get("/api/incidents/fhir/export?categry=FALL").status_code == 422


def test_a_duplicate_is_told_as_entered_in_error(fall, nina, quinn):
    original = given.a_fall(by=nina)
    incidents.mark_duplicate(fall, actor=quinn, note="The same", original=original)
    assert written(fall)["status"] == "entered-in-error"
