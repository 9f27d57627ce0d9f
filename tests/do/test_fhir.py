"""FHIR becomes rows of facts, in either edition and shape."""

import json

import pytest

from do.importing import facts, numbers, taken_in


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
