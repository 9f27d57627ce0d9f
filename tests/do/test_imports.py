"""What other systems export is taken in once; what is wrong is kept back, mended, and taken in then."""

import csv
import io
import json
import os
import time
from datetime import date
from pathlib import Path

import duckdb
import pytest
from django.core.exceptions import PermissionDenied
from openpyxl import Workbook

import given
from zhian.do.feeds.models import Mended, Opened, Run, State, Tally
from zhian.do.feeds.readers import layouts
from zhian.do.feeds.services import imports, shelf
from zhian.do.feeds.services.folder import look_into_inbox
from zhian.do.feeds.services.imports import begin, carry_out, hand_in
from zhian.do.feeds.services.mappings import keep_mapping, likely_table, proposed
from zhian.do.feeds.services.mending import mend, open_row, replay, rows_for_export
from zhian.do.feeds.services.publishing import publish
from zhian.do.feeds.services.work import carry_out_all
from zhian.engines.indicators.facts import table as table_of
from zhian.engines.indicators.lake import Lake
from zhian.engines.workflow import Refused

GOOD = {
    "P900": "TEST", "P2": "1", "P3": "100001", "P4": "张小明", "P5": "1", "P6": "1960-02-03", "P7": "66",
    "P13": "110101196002030013", "P22": "2026-03-01 10:00:00", "P25": "2026/3/9 09:30", "P26": "ICU", "P27": "8",
    "P321": "I21.401", "P322": "急性前壁心肌梗死", "P805": "1", "P324": "I10.x00", "P806": "1", "P490": "36.0700",
    "P491": "20260302", "P820": "3", "P499": "1甲", "P741": "1", "P830": "2", "P782": "12345.67", "P769": "100.10",
}  # fmt: skip


def front_pages(path: Path, *rows: dict, encoding="utf-8", columns=None) -> Path:
    """A file of front pages; each row is a good one but for what it says."""
    columns = columns or list(layouts()["hqms"].fields)
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="-")
    writer.writeheader()
    for number, row in enumerate(rows):
        writer.writerow({"P3": f"{100001 + number}", **{k: v for k, v in GOOD.items() if k != "P3"}, **row})
    path.write_bytes(text.getvalue().encode(encoding))
    return path


@pytest.fixture
def lake(settings):
    settings.LAKE = str(settings.HOME / "lake")
    return Lake(settings.LAKE)


def facts(lake, table):
    files = lake.files(table)
    return duckdb.read_parquet(files).order("all").to_arrow_table().to_pylist() if files else []


def taken_in(path, hospital, **told):
    return carry_out(begin(hand_in(path, path.name, hospital, way="prompt", **told), actor=None))


def numbers(run):
    return run.rows, run.taken, run.duplicates, run.quarantined


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_front_page_becomes_a_stay_with_its_diagnoses_and_procedures(encoding, tmp_path, hospital, icu, lake):
    run = taken_in(front_pages(tmp_path / "pages.csv", {}, encoding=encoding), hospital)
    assert (run.state, numbers(run)) == (State.DONE, (1, 1, 0, 0))
    [stay] = facts(lake, "stay")
    told = ("department", "sex", "age", "days", "leaving", "principal", "readmission_planned", "cost", "drug_cost")
    assert [stay[name] for name in told] == ["ICU", "male", 66, 8, "advised", "I21.401", True, 1234567, 10010]
    assert [(row["rank"], row["code"]) for row in facts(lake, "diagnosis")] == [(1, "I21.401"), (2, "I10.x00")]
    [procedure] = facts(lake, "procedure")
    assert (procedure["grade"], procedure["incision"], procedure["healing"]) == ("grade_3", "clean", "well")


def test_good_rows_are_taken_once_however_often_a_file_comes(tmp_path, hospital, icu, lake):
    path = front_pages(tmp_path / "pages.csv", {}, {}, {"P5": "7"})
    assert numbers(taken_in(path, hospital)) == (3, 2, 0, 1)
    before = lake.snapshot.number
    assert numbers(taken_in(path, hospital)) == (3, 0, 2, 1)
    assert lake.snapshot.number == before


def test_what_is_wrong_is_kept_back_with_its_reason_and_its_column(tmp_path, hospital, icu, lake):
    wrong = {
        ("unreadable", "P5"): {"P5": "7"},
        ("missing", "P25"): {"P25": "-"},
        ("discharge_before_admission", "P22"): {"P25": "2026-02-01", "P27": "", "P491": "", "P490": ""},
        ("man_only_diagnosis", "P324"): {"P5": "2", "P324": "C61.x00"},
        ("woman_only_diagnosis", "P321"): {"P321": "O80.000"},
        ("procedure_outside_stay", "P491"): {"P491": "2026-05-01"},
        ("principal_not_icd", "P321"): {"P321": "心梗"},
        ("days_against_dates", "P27"): {"P27": "80"},
    }
    run = taken_in(front_pages(tmp_path / "pages.csv", {}, *wrong.values()), hospital)
    assert numbers(run) == (9, 1, 0, 8)
    found = set(Tally.objects.filter(is_fault=True).values_list("fault", "place"))
    assert set(wrong) <= found
    assert len(facts(lake, "stay")) == 1


def test_a_warning_is_counted_and_the_row_is_taken(tmp_path, hospital, icu, lake):
    run = taken_in(front_pages(tmp_path / "pages.csv", {"P26": "NOWHERE", "P830": ""}), hospital)
    assert numbers(run) == (1, 1, 0, 0)
    assert {"unknown_department", "plan_missing"} <= set(Tally.objects.values_list("fault", flat=True))


def test_a_row_that_comes_twice_in_a_file_is_a_duplicate_and_one_with_other_content_a_fault(
    tmp_path, hospital, icu, lake
):
    path = front_pages(tmp_path / "pages.csv", {"P3": "7"}, {"P3": "7"}, {"P3": "7", "P782": "1.00"})
    assert numbers(taken_in(path, hospital)) == (3, 1, 1, 1)


def test_a_row_with_too_few_cells_is_kept_back(tmp_path, hospital, icu, lake):
    path = front_pages(tmp_path / "pages.csv", {}, {}, {})
    lines = path.read_text().splitlines()
    lines[2] = "only,three,cells"
    path.write_text("\n".join(lines))
    run = taken_in(path, hospital)
    assert numbers(run) == (3, 2, 0, 1)
    assert Tally.objects.get(is_fault=True).fault == "misshapen"


def test_a_corrected_stay_replaces_the_one_before(tmp_path, hospital, icu, lake):
    taken_in(front_pages(tmp_path / "a.csv", {}), hospital)
    run = taken_in(front_pages(tmp_path / "b.csv", {"P741": "5", "P324": "", "P806": ""}), hospital)
    assert (numbers(run), run.corrected) == ((1, 1, 0, 0), 1)
    [stay] = facts(lake, "stay")
    assert stay["leaving"] == "died"
    assert len(facts(lake, "diagnosis")) == 1


def test_nothing_that_identifies_anybody_reaches_the_lake(tmp_path, hospital, icu, lake):
    taken_in(front_pages(tmp_path / "pages.csv", {}, {"P5": "7"}), hospital)
    secrets = ["张小明", "110101196002030013", "100001", "1960-02-03"]
    for path in Path(lake.path).rglob("*"):
        for secret in secrets if path.is_file() else ():
            assert secret.encode() not in path.read_bytes(), f"{secret} in {path}"
    for table in ("stay", "diagnosis", "procedure"):
        for secret in secrets:
            assert secret not in str(facts(lake, table))


def test_the_quarantine_is_ciphertext(tmp_path, settings, hospital, icu, lake):
    taken_in(front_pages(tmp_path / "pages.csv", {"P5": "7"}), hospital)
    kept = [path for path in (settings.HOME / "quarantine").rglob("*") if path.is_file()]
    assert kept and not any("张小明".encode() in path.read_bytes() for path in kept)
    assert not list((settings.HOME / "imports").rglob("source"))


def test_a_swapped_column_is_a_fault_of_the_file(tmp_path, hospital, icu, lake):
    swapped = [{"P5": "1960-02-03", "P6": "1"}] * 30
    run = taken_in(front_pages(tmp_path / "pages.csv", *swapped), hospital)
    assert (run.state, run.refusal["reason"], lake.snapshot.number) == (State.REFUSED, "most_rows_wrong", 0)
    forced = carry_out(begin(run, actor=None, is_forced=True))
    assert (forced.state, numbers(forced)) == (State.DONE, (30, 0, 0, 30))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"P3,P22\n\xff\xff\xff\xff,1\n", "neither UTF-8 nor GB18030"),
        (("姓名" * 200 + "\n" + "名" * 50).encode()[:-1] + b"\n1", "damaged"),
        (b"\0\1\2binary", "no text"),
        (b"", "first line"),
        (b"P3,P3\n1,2\n", "twice"),
        (b"P3,P22,P25,P26\n1,2,3,4\n", "missing"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(content, said, tmp_path, settings, hospital, lake):
    path = tmp_path / "pages.csv"
    path.write_bytes(content)
    with pytest.raises(Refused, match=said):
        hand_in(path, path.name, hospital, way="prompt")
    assert not Run.objects.exists()
    assert not list((settings.HOME / "imports").glob("*"))


def test_a_row_is_mended_and_taken_in_then(tmp_path, hospital, icu, quinn, lake):
    run = taken_in(front_pages(tmp_path / "pages.csv", {}, {"P5": "7"}, {"P741": "8"}), hospital)
    kept, cells = open_row(run, "stay", 3, actor=quinn)
    assert kept.faults == [("unreadable", "P5", None)]
    assert (cells["P4"], Opened.objects.get().reader) == ("张小明", quinn)
    assert mend(run, "stay", 3, cells={**cells, "P5": "x"}, actor=quinn) == [("unreadable", "P5")]
    assert mend(run, "stay", 3, cells={**cells, "P5": "2"}, actor=quinn) == []
    run = carry_out(replay(run, actor=quinn))
    assert (run.state, numbers(run)) == (State.DONE, (3, 2, 0, 1))
    assert sorted(stay["sex"] for stay in facts(lake, "stay")) == ["female", "male"]
    assert (Mended.objects.count(), Tally.objects.filter(is_fault=True).get().place) == (0, "P741")


def test_a_row_that_is_no_row_can_be_mended(tmp_path, hospital, icu, quinn, lake):
    path = front_pages(tmp_path / "pages.csv", {}, {})
    path.write_text(path.read_text().rstrip("\r\n") + ",one cell too many\n")
    run = taken_in(path, hospital)
    _kept, cells = open_row(run, "stay", 3, actor=quinn)
    assert mend(run, "stay", 3, cells={**cells, "P781": ""}, actor=quinn) == []
    assert numbers(carry_out(replay(run, actor=quinn))) == (2, 2, 0, 0)


def test_a_replay_without_mending_takes_nothing_that_is_wrong(tmp_path, hospital, icu, quinn, lake):
    path = front_pages(tmp_path / "pages.csv", {"P3": "7"}, {"P3": "7", "P782": "1.00"}, {"P5": "7"})
    run = taken_in(path, hospital)
    assert numbers(carry_out(replay(run, actor=quinn))) == numbers(run) == (3, 1, 0, 2)


def test_who_looks_after_another_hospital_sees_no_row(tmp_path, hospital, icu, nina, oscar, lake):
    run = taken_in(front_pages(tmp_path / "pages.csv", {"P5": "7"}), hospital)
    for person in (nina, oscar):
        with pytest.raises(PermissionDenied):
            open_row(run, "stay", 2, actor=person)
        with pytest.raises(PermissionDenied):
            hand_in(tmp_path / "pages.csv", "pages.csv", hospital, way="page", actor=person)


def test_what_is_exported_says_what_is_wrong(tmp_path, hospital, icu, quinn, lake):
    run = taken_in(front_pages(tmp_path / "pages.csv", {}, {"P5": "7", "P4": "=cmd()"}), hospital)
    [row] = rows_for_export(run, actor=quinn)
    assert row[:2] == [3, [("unreadable", "P5")]] and "=cmd()" in row


BED_DAYS = "科室,统计日期,开放床位,占用床日,备注\nICU,2026-03-01,20,18,\nICU,2026-03-02,20,－,\nICU,20260303,20,19,x\n"


def test_a_table_of_ones_own_is_read_by_a_mapping_that_was_proposed(tmp_path, hospital, icu, quinn, lake):
    path = tmp_path / "beds.csv"
    path.write_bytes(BED_DAYS.encode("gb18030"))
    run = hand_in(path, path.name, hospital, way="page", actor=quinn)
    with pytest.raises(Refused, match="mapping"):
        begin(run, actor=quinn)
    assert likely_table(run.header) == "bed_day"
    told = proposed("bed_day", run.header)
    assert told["占用床日"] == "bed_day.occupied"
    keep_mapping(hospital, name="HIS 床日", table="bed_day", columns=told, actor=quinn, run=run)
    run = carry_out(begin(run, actor=quinn))
    assert numbers(run) == (3, 2, 0, 1)
    assert [row["occupied"] for row in facts(lake, "bed_day")] == [18, 19]
    assert numbers(taken_in(path, hospital)) == (3, 0, 2, 1)  # the mapping is found again by its columns


def test_a_mapping_without_what_is_needed_is_refused(hospital, icu, quinn):
    with pytest.raises(Refused, match="Occupied"):
        keep_mapping(hospital, name="x", table="bed_day", columns={"科室": "bed_day.department"}, actor=quinn)


def test_a_workbook_is_read_as_a_table_is(tmp_path, hospital, icu, quinn, lake):
    book = Workbook()
    for row in (["科室", "感染日期", "感染部位", "病原体", "病案号"], ["ICU", date(2026, 3, 4), "VAP", "鲍曼", 1]):
        book.active.append(row)
    book.save(tmp_path / "infections.xlsx")
    told = proposed("infection", ["科室", "感染日期", "感染部位", "病原体", "病案号"])
    keep_mapping(hospital, name="院感", table="infection", columns=told, actor=quinn)
    assert numbers(taken_in(tmp_path / "infections.xlsx", hospital)) == (1, 1, 0, 0)
    [infection] = facts(lake, "infection")
    assert (infection["kind"], infection["onset_on"]) == ("vap", date(2026, 3, 4))


def test_what_belongs_to_a_stay_that_nobody_knows_is_kept_back(tmp_path, hospital, icu, quinn, lake):
    taken_in(front_pages(tmp_path / "pages.csv", {"P3": "7"}), hospital)
    path = tmp_path / "drugs.csv"
    path.write_text("病案号,住院次数,科室,药品编码,开始时间\n7,1,ICU,J01,2026-03-02\n8,1,ICU,J01,2026-03-02\n")
    told = proposed("medication", path.read_text().splitlines()[0].split(","))
    keep_mapping(hospital, name="drugs", table="medication", columns=told, actor=quinn)
    assert numbers(taken_in(path, hospital)) == (2, 1, 0, 1)
    assert len(facts(lake, "medication")) == 1
    assert Tally.objects.filter(fault="no_stay").exists()


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


def test_a_file_in_the_watched_folder_is_taken_in_and_a_note_laid_beside_it(tmp_path, settings, hospital, icu, lake):
    inbox = settings.HOME / "inbox"
    inbox.mkdir()
    for name, content in (("good.csv", {}), ("growing.csv", {})):
        front_pages(inbox / name, content)
    (inbox / "bad.csv").write_bytes(b"")
    for name in ("good.csv", "bad.csv"):
        os.utime(inbox / name, (time.time() - 60,) * 2)
    assert look_into_inbox() == 2
    [note] = (inbox / "done").glob("*good.csv.txt")
    assert note.read_text("utf-8") == "1 rows in: 1 taken, 0 duplicates, 0 in quarantine.\n"
    [note] = (inbox / "refused").glob("*bad.csv.txt")
    assert "first line" in note.read_text("utf-8")
    assert (inbox / "growing.csv").exists()


def test_an_import_that_was_killed_is_begun_again_and_counts_once(tmp_path, hospital, icu, lake, monkeypatch):
    run = begin(hand_in(front_pages(tmp_path / "a.csv", {}, {}), "a.csv", hospital, way="page"), actor=None)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(imports, "_finish", killed)  # the lake has it, the database has not
        carry_out(run)
    run.refresh_from_db()
    assert (run.state, len(facts(lake, "stay"))) == (State.RUNNING, 2)
    assert carry_out_all() == 1
    run.refresh_from_db()
    assert (run.state, numbers(run)) == (State.DONE, (2, 2, 0, 0))


def test_an_import_at_the_prompt_that_was_killed_is_given_up(tmp_path, hospital, icu, lake):
    run = hand_in(front_pages(tmp_path / "a.csv", {}), "a.csv", hospital, way="prompt")
    Run.objects.filter(pk=run.pk).update(state=State.RUNNING)
    assert carry_out_all() == 0
    run.refresh_from_db()
    assert (run.state, run.refusal["reason"]) == (State.REFUSED, "broke")


def test_a_full_disk_leaves_the_lake_as_it_was(tmp_path, hospital, icu, lake, monkeypatch):
    taken_in(front_pages(tmp_path / "a.csv", {}), hospital)
    before = facts(lake, "stay")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(imports, "_spooled", full)
    run = taken_in(front_pages(tmp_path / "b.csv", {"P3": "9"}), hospital)
    assert (run.state, facts(lake, "stay")) == (State.REFUSED, before)
    assert "disk is full" in run.refusal["facts"]["why"]["en"]


def test_only_one_import_writes_at_a_time(tmp_path, hospital, icu, lake, monkeypatch):
    monkeypatch.setattr(imports, "WAIT", 0)
    with lake.writing():
        run = taken_in(front_pages(tmp_path / "a.csv", {}), hospital)
    assert run.state == State.REFUSED
    assert "Another program is writing" in run.refusal["facts"]["why"]["en"]


def test_what_modules_know_is_laid_into_the_lake(hospital, icu, nina, quinn, lake):
    given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    assert publish()["incident"] == 1
    [fall] = facts(lake, "incident")
    assert (fall["category"], fall["department"], fall["kind"]) == ("FALL", "ICU", "incident")
    assert set(table_of("incident").columns) <= set(fall)
    number = lake.snapshot.number
    publish()
    assert lake.snapshot.number == number


def test_a_file_that_nobody_agreed_to_lies_readable_to_the_program_alone(tmp_path, hospital, lake):
    run = hand_in(front_pages(tmp_path / "a.csv", {}), "a.csv", hospital, way="page")
    assert shelf.folder_of(run.folder).stat().st_mode & 0o077 == 0
