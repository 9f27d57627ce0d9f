"""FHIR becomes rows of facts, in either edition and shape."""

import json

import pytest

from do.importing import facts, numbers, taken_in
from zhian.do.feeds.models import State
from zhian.do.feeds.services.sentences import refusal_of
from zhian.engines.workflow import Refused


def encounter(edition: str) -> list[dict]:
    """A stay with a diagnosis and an operation, as this edition of FHIR has them."""
    is_new = edition == "R5"
    when = {"start": "2026-03-01T02:00:00Z", "end": "2026-03-09T09:30:00+08:00"}
    leaving = {"dischargeDisposition": {"coding": [{"code": "exp"}]}}
    condition = {"reference": "Condition/c1"}
    concept = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "I21.401"}]}
    return [
        {
            "resourceType": "Patient",
            "id": "p1",
            "gender": "female",
            "birthDate": "1950-01-01",
            "name": [{"text": "李"}],
        },
        {"resourceType": "Organization", "id": "o1", "identifier": [{"value": "ICU"}]},
        {
            "resourceType": "Encounter",
            "id": "e1",
            "class": [{"coding": [{"code": "IMP"}]}] if is_new else {"code": "IMP"},
            "subject": {"reference": "Patient/p1"},
            "serviceProvider": {"reference": "Organization/o1"},
            ("actualPeriod" if is_new else "period"): when,
            ("admission" if is_new else "hospitalization"): leaving,
            "diagnosis": [{"condition": [{"reference": condition}] if is_new else condition, "rank": 1}],
        },
        {"resourceType": "Encounter", "id": "e2", "class": {"code": "AMB"}, "subject": {"reference": "Patient/p1"}},
        {"resourceType": "Condition", "id": "c1", "code": concept},
        {
            "resourceType": "Procedure",
            "id": "x1",
            "encounter": {"reference": "Encounter/e1"},
            ("occurrenceDateTime" if is_new else "performedDateTime"): "2026-03-02T08:00:00+08:00",
            "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-9-cm", "code": "36.0700"}]},
        },
        {
            "resourceType": "Observation",
            "id": "b1",
            "encounter": {"reference": "Encounter/e1"},
            "effectiveDateTime": "2026-03-02T08:00:00+08:00",
            "code": {"coding": [{"code": "38876-5"}]},
            "valueQuantity": {"value": 14, "unit": "score"},
        },
        {
            "resourceType": "AdverseEvent",
            "id": "a1",
            "actuality": "actual",
            ("occurrenceDateTime" if is_new else "date"): "2026-03-03",
            "encounter": {"reference": "Encounter/e1"},
            ("code" if is_new else "event"): {"coding": [{"code": "FALL"}]},
        },
        {
            "resourceType": "DeviceUsage" if is_new else "DeviceUseStatement",
            "id": "d1",
            ("patient" if is_new else "subject"): {"reference": "Patient/p1"},
            ("context" if is_new else "derivedFrom"): [{"reference": "Encounter/e1"}],
            "timingPeriod": {"start": "2026-03-02", "end": "2026-03-04"},
            "device": {"concept": {"text": "Urinary catheter"}} if is_new else {"display": "", "reference": "Device/v"},
        },
        {"resourceType": "Device", "id": "v", "type": {"text": "Urinary catheter"}},
    ]


@pytest.mark.parametrize("shape", ["bundle", "ndjson"])
@pytest.mark.parametrize("edition", ["R4", "R5"])
def test_fhir_says_the_same_in_either_edition_and_shape(edition, shape, tmp_path, hospital, icu, lake):
    told = encounter(edition)
    path = tmp_path / "export.json"
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in told]}
    path.write_text(json.dumps(bundle) if shape == "bundle" else "\n".join(map(json.dumps, told)))
    run = taken_in(path, hospital)
    assert (run.kind, numbers(run)) == ("fhir", (6, 6, 0, 0))
    [stay] = facts(lake, "stay")
    told = [stay[name] for name in ("department", "sex", "age", "leaving", "principal", "days")]
    assert told == ["ICU", "female", 76, "died", "I21.401", 8]
    assert f"{stay['admitted_at']} {stay['discharged_at']}" == "2026-03-01 10:00:00 2026-03-09 09:30:00"
    [[procedure], [score], [fall]] = [facts(lake, table) for table in ("procedure", "measurement", "incident")]
    assert (procedure["code"], score["value"], fall["category"]) == ("36.0700", 14, "FALL")
    assert score["stay"] == procedure["stay"] == stay["stay"]
    assert [(row["day"].day, row["device"]) for row in facts(lake, "device_day")] == [
        (day, "urinary_catheter") for day in (2, 3, 4)
    ]


def in_march(day: int, hour: int = 8) -> str:
    return f"2026-03-{day:02}T{hour:02}:00:00+08:00"


def laboratory(edition: str) -> list[dict]:
    """A culture of the stay of `encounter`, its report, and what was given before and after."""
    is_new = edition == "R5"
    stay = {"encounter": {"reference": "Encounter/e1"}}
    given_to = stay if is_new else {"context": {"reference": "Encounter/e1"}}
    ceftriaxone = {"coding": [{"system": "http://www.whocc.no/atc", "code": "J01DD04"}]}
    drug = {"medication": {"concept": ceftriaxone}} if is_new else {"medicationReference": {"reference": "#m"}}
    contained = [] if is_new else [{"resourceType": "Medication", "id": "m", "code": ceftriaxone}]
    when = "occurenceDateTime" if is_new else "effectiveDateTime"

    def dose(name: str, hour: int, status: str = "completed") -> dict:
        told = {"resourceType": "MedicationAdministration", "id": name, "status": status, when: in_march(3, hour)}
        return {**told, **given_to, **drug, "contained": contained}

    return [
        {
            "resourceType": "Specimen",
            "id": "s1",
            "subject": {"reference": "Patient/p1"},
            "receivedTime": in_march(3, 10),
            "collection": {"collectedDateTime": in_march(3, 9)},
        },
        {
            "resourceType": "DiagnosticReport",
            "id": "r1",
            "code": {"coding": [{"code": "600-7"}]},
            "specimen": [{"reference": "Specimen/s1"}],
            "issued": in_march(3, 14),
            **stay,
        },
        dose("before", 8),
        dose("after", 12),
        dose("never", 13, status="not-done"),
        {"resourceType": "MedicationRequest", "id": "q", "authoredOn": in_march(3), **stay, **drug},
        {
            "resourceType": "Claim",
            "id": "k",
            "item": [{"encounter": [{"reference": "Encounter/e1"}]}],
            "total": {"value": 1234.5, "currency": "CNY"},
        },
        {"resourceType": "Claim", "id": "l"},
        {"resourceType": "Observation", "id": "b2", "status": "entered-in-error", "code": {"text": "x"}, **stay},
    ]


@pytest.mark.parametrize("edition", ["R4", "R5"])
def test_reports_specimens_and_drugs_find_their_place_and_the_rest_is_named(edition, tmp_path, hospital, icu, lake):
    path = tmp_path / "export.ndjson"
    path.write_text("\n".join(map(json.dumps, [*laboratory(edition), *encounter(edition)])))
    run = taken_in(path, hospital)
    assert numbers(run) == (9, 9, 0, 0)
    reports = [row for row in facts(lake, "measurement") if row["kind"] == "600-7"]
    assert [(row["reported_after"], str(row["taken_at"])) for row in reports] == [(240, "2026-03-03 09:00:00")]
    drugs = [(row["started_at"].hour, row["antibacterial"], row["sampled_before"]) for row in facts(lake, "medication")]
    assert sorted(drugs) == [(8, True, False), (12, True, True)]
    assert run.left == {
        "Claim": 1, "Encounter": 1, "MedicationAdministration": 1, "MedicationRequest": 1, "Observation": 1,
    }  # fmt: skip


def test_what_was_ordered_counts_where_nothing_says_what_was_given(tmp_path, hospital, icu, lake):
    path = tmp_path / "export.ndjson"
    orders = [each for each in laboratory("R4") if each["resourceType"] != "MedicationAdministration"]
    path.write_text("\n".join(map(json.dumps, [*encounter("R4"), *orders])))
    path.write_text(
        path.read_text()
        .replace("medicationReference", "medicationCodeableConcept")
        .replace('{"reference": "#m"}', '{"coding": [{"system": "atc", "code": "J01DD04"}]}')
    )
    assert "MedicationRequest" not in taken_in(path, hospital).left
    assert [row["drug"] for row in facts(lake, "medication")] == ["J01DD04"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient"', "no FHIR"),
        ('{"resourceType": "Patient"}\n{"resourceType": "Pat', "line 2"),
        ('{"resourceType": "Bundle", "entry": []}', "no row"),
        ('[{"resourceType": "Patient", "id": ' + "[" * 100_000, "no FHIR"),
    ],
)
def test_what_is_no_fhir_is_refused_in_a_sentence(content, said, tmp_path, hospital, lake):
    path = tmp_path / "export.json"
    path.write_text(content)
    try:
        run = taken_in(path, hospital)
    except Refused as refused:
        assert said in str(refused)
    else:
        assert (run.state, lake.snapshot.number) == (State.REFUSED, 0)
        assert said in refusal_of(run.refusal)


def test_resources_without_an_id_are_known_by_their_address(tmp_path, hospital, icu, lake):
    entries = [{"fullUrl": f"urn:uuid:{each.pop('id')}", "resource": each} for each in encounter("R4")]
    path = tmp_path / "export.json"
    path.write_text(json.dumps({"entry": entries, "resourceType": "Bundle"}))
    assert numbers(taken_in(path, hospital)) == (6, 6, 0, 0)


def test_a_claim_says_what_nothing_else_says(tmp_path, hospital, icu, lake):
    stay = [each for each in encounter("R4") if each["resourceType"] not in ("Condition", "Procedure")]
    for each in stay:
        each.pop("diagnosis", None)
    listed = [
        {"sequence": 3 - rank, "diagnosisCodeableConcept": icd(code)} for rank, code in ((1, "I10.x00"), (2, "I21.401"))
    ]
    done = {"sequence": 1, "date": "2026-03-02", "procedureCodeableConcept": {"coding": [{"code": "36.0700"}]}}
    told = {
        "resourceType": "Claim", "id": "k", "item": [{"encounter": [{"reference": "Encounter/e1"}]}],
        "diagnosis": listed, "procedure": [done], "total": {"value": 12345.67, "currency": "CNY"},
    }  # fmt: skip
    path = tmp_path / "export.ndjson"
    path.write_text("\n".join(map(json.dumps, [*stay, told])))
    taken_in(path, hospital)
    [found] = facts(lake, "stay")
    assert (found["principal"], found["cost"]) == ("I21.401", 12345_67)
    assert [row["code"] for row in facts(lake, "diagnosis")] == ["I21.401", "I10.x00"]
    assert [row["code"] for row in facts(lake, "procedure")] == ["36.0700"]


def test_each_component_of_an_observation_is_a_measurement(tmp_path, hospital, icu, lake):
    parts = [{"code": {"coding": [{"code": kind}]}, "valueQuantity": {"value": value, "unit": "mmHg"}}
             for kind, value in (("8480-6", 132), ("8462-4", 84))]  # fmt: skip
    pressure = {
        "resourceType": "Observation", "id": "bp", "status": "final", "code": {"coding": [{"code": "85354-9"}]},
        "encounter": {"reference": "Encounter/e1"}, "effectiveDateTime": in_march(3), "component": parts,
    }  # fmt: skip
    path = tmp_path / "export.ndjson"
    path.write_text("\n".join(map(json.dumps, [*encounter("R4"), pressure])))
    run = taken_in(path, hospital)
    told = {row["kind"]: (row["value"], row["unit"]) for row in facts(lake, "measurement")}
    assert (told["8480-6"], told["8462-4"]) == ((132, "mmHg"), (84, "mmHg"))
    assert "85354-9" not in told and "Observation" not in run.left


def icd(code: str) -> dict:
    return {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": code}]}
