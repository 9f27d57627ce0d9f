"""The lake: rows taken once, links made, one writer at a time, and what readers see."""

from datetime import date, datetime

import pyarrow as pa
import pytest

from zhian.engines.indicators import lake as lakes
from zhian.engines.indicators.lake import Lake, LakeBusy, LakeError, LakeNewer, Merged

from .rows import diagnosis, procedure, read, rows, stay

at = datetime.fromisoformat
FIRST = stay("a", "ann", "2026-01-02", "2026-01-05")
AGAIN = stay("b", "ann", "2026-02-02", "2026-02-09", principal="I50.900", route="outpatient")
OTHER = stay("c", "bob", "2026-01-02", "2026-01-05")


@pytest.fixture
def lake(tmp_path):
    return Lake(tmp_path / "lake")


def take(lake, **tables):
    with lake.writing() as writing:
        return {name: writing.merge(name, given) for name, given in tables.items()}


def test_looking_at_a_lake_makes_nothing(lake, tmp_path):
    assert (lake.tables(), lake.files("stay"), lake.snapshot.number) == ([], [], 0)
    assert list(tmp_path.iterdir()) == []


def test_rows_lie_by_hospital_and_month_of_discharge(lake):
    take(lake, stay=rows(FIRST, AGAIN, OTHER))
    assert lake.months("stay") == ["2026-01", "2026-02"]
    assert [file.split("/")[-3:-1] for file in lake.files("stay", months=["2026-02"])] == [
        ["hospital=H", "month=2026-02"]
    ]
    assert read(lake, "stay", "stay, month")[0] == ("a", date(2026, 1, 1))


def test_a_file_that_comes_again_changes_nothing(lake):
    take(lake, stay=rows(FIRST, OTHER), diagnosis=rows(diagnosis("a"), diagnosis("a", 2), diagnosis("c")))
    before = lake.snapshot
    taken = take(lake, stay=rows(FIRST, OTHER), diagnosis=rows(diagnosis("a"), diagnosis("a", 2), diagnosis("c")))
    assert taken == {"stay": Merged(same=2), "diagnosis": Merged(same=3)}
    assert lake.snapshot == before


def test_the_sums_agree(lake):
    take(lake, stay=rows(FIRST))
    taken = take(
        lake,
        stay=rows({**FIRST, "age": 61}, OTHER, OTHER),
        diagnosis=rows(diagnosis("a"), diagnosis("nobody's")),
    )
    assert taken["stay"] == Merged(new=1, changed=1, repeated=1)
    assert taken["diagnosis"] == Merged(new=1, homeless=1)
    assert [each.brought for each in taken.values()] == [3, 2]


def test_of_a_key_that_comes_twice_the_last_row_counts(lake):
    take(lake, stay=rows({**FIRST, "age": 20}, {**FIRST, "age": 30}))
    assert read(lake, "stay", "age") == [(30,)]


def test_a_changed_stay_has_the_diagnoses_that_come_with_it(lake):
    take(lake, stay=rows(FIRST, OTHER), diagnosis=rows(diagnosis("a"), diagnosis("a", 2), diagnosis("c")))
    taken = take(lake, stay=rows({**FIRST, "age": 61}), diagnosis=rows(diagnosis("a", code="I50.900")))
    assert taken["diagnosis"] == Merged(changed=1, removed=1)
    assert read(lake, "diagnosis", "stay, rank, code") == [("a", 1, "I50.900"), ("c", 1, "I21.900")]
    assert read(lake, "stay", "stay, diagnoses") == [("a", 1), ("c", 1)]


def test_what_is_not_brought_with_a_changed_stay_remains(lake):
    take(lake, stay=rows(FIRST), procedure=rows(procedure("a", 1, "2026-01-03")))
    take(lake, stay=rows({**FIRST, "age": 61}), diagnosis=rows(diagnosis("a")))
    assert read(lake, "stay", "age, diagnoses, operations") == [(61, 1, 1)]


def test_a_stay_whose_discharge_is_corrected_moves_with_all_that_it_has(lake):
    take(lake, stay=rows(FIRST, OTHER), diagnosis=rows(diagnosis("a"), diagnosis("c")))
    take(lake, stay=rows({**FIRST, "discharged_at": at("2026-03-01")}))
    assert read(lake, "stay", "stay, month") == [("a", date(2026, 3, 1)), ("c", date(2026, 1, 1))]
    assert read(lake, "diagnosis", "stay, month") == [("a", date(2026, 3, 1)), ("c", date(2026, 1, 1))]
    assert read(lake, "stay", "diagnoses") == [(1,), (1,)]


def test_a_month_that_is_left_empty_is_gone(lake):
    take(lake, stay=rows(FIRST), diagnosis=rows(diagnosis("a")))
    take(lake, stay=rows({**FIRST, "discharged_at": at("2026-03-01")}))
    assert lake.months("stay") == lake.months("diagnosis") == ["2026-03"]


def test_a_stay_knows_the_same_patients_next_one(lake):
    take(lake, stay=rows(FIRST, OTHER))
    take(lake, stay=rows(AGAIN))
    assert read(lake, "stay", "stay, next_admitted_at, next_principal, next_route") == [
        ("a", at("2026-02-02"), "I50.900", "outpatient"),
        ("b", None, None, None),
        ("c", None, None, None),
    ]


def test_a_link_goes_when_the_next_stay_turns_out_to_be_anothers(lake):
    take(lake, stay=rows(FIRST, AGAIN))
    take(lake, stay=rows({**AGAIN, "patient": "bob"}))
    assert read(lake, "stay", "stay, next_admitted_at") == [("a", None), ("b", None)]


def test_a_stay_that_began_before_this_one_ended_is_not_the_next(lake):
    inside = stay("x", "ann", "2026-01-03", "2026-01-04")
    same_hour = stay("y", "ann", "2026-01-05", "2026-01-06")
    take(lake, stay=rows(FIRST, inside, same_hour))
    assert read(lake, "stay", "stay, next_admitted_at") == [
        ("a", at("2026-01-05")),
        ("x", at("2026-01-05")),
        ("y", None),
    ]


def test_hospitals_do_not_know_each_others_patients(lake):
    take(lake, stay=rows(FIRST, {**AGAIN, "hospital": "K"}))
    assert read(lake, "stay", "next_admitted_at") == [(None,), (None,)]
    assert lake.snapshot.hospitals("stay") == ["H", "K"]


def test_a_procedure_knows_the_one_before(lake):
    take(
        lake,
        stay=rows(FIRST),
        procedure=rows(
            procedure("a", 1, "2026-01-04T08:00"),
            procedure("a", 2, "2026-01-03T08:00"),
            procedure("a", 3, "2026-01-04T08:00"),
            {**procedure("a", 4, "2026-01-01"), "started_at": None},
        ),
    )
    assert read(lake, "procedure", "rank, previous_at") == [
        (1, at("2026-01-03T08:00")),
        (2, None),
        (3, at("2026-01-03T08:00")),
        (4, None),
    ]


def test_a_front_page_with_a_gap_is_not_complete(lake):
    take(lake, stay=rows(FIRST, {**OTHER, "payment": None}))
    assert read(lake, "stay", "stay, complete") == [("a", True), ("c", False)]


def test_published_months_are_replaced_whole(lake):
    incident = {"hospital": "H", "department": "Ward 1", "kind": "incident", "category": "fall"}
    first = {**incident, "incident": "1", "happened_on": date(2026, 1, 3)}
    second = {**incident, "incident": "2", "happened_on": date(2026, 2, 3)}
    with lake.writing() as writing:
        assert writing.replace("incident", rows(first, second), "H", ["2026-01", "2026-02"]) == 2
    with lake.writing() as writing:
        writing.replace("incident", rows(second).slice(0, 0), "H", ["2026-01"])
    assert read(lake, "incident", "incident") == [("2",)]
    assert lake.months("incident") == ["2026-01", "2026-02"]  # that nothing happened is known of January


def test_a_row_outside_the_replaced_months_is_refused(lake):
    early = {"hospital": "H", "department": "Ward 1", "kind": "incident", "category": "fall", "incident": "1"}
    with pytest.raises(LakeError, match=r"1 rows"), lake.writing() as writing:
        writing.replace("incident", rows({**early, "happened_on": date(2025, 12, 31)}), "H", ["2026-01"])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (rows({"hospital": "H", "stay": "a"}), "missing"),
        (rows({**FIRST, "name": "Ann"}), "unknown"),
        (rows({**FIRST, "leaving": None}, {**OTHER, "leaving": "died"}), "leaving"),
    ],
)
def test_rows_that_do_not_fit_are_refused_and_the_lake_is_as_it_was(lake, given, said):
    take(lake, stay=rows(FIRST))
    before = lake.snapshot
    with pytest.raises(LakeError, match=said) as refused:
        take(lake, stay=given)
    assert lake.snapshot == before
    assert "住院" in refused.value.said_in("zh-hans")


def test_nothing_is_seen_until_everything_is(lake):
    with lake.writing() as writing:
        writing.merge("stay", rows(FIRST))
        assert Lake(lake.path).tables() == []
    assert Lake(lake.path).tables() == ["stay"]


def test_whoever_reads_a_snapshot_keeps_its_files(lake):
    take(lake, stay=rows(FIRST))
    mine = lake.snapshot
    take(lake, stay=rows({**FIRST, "age": 61}))
    assert mine.files("stay") != lake.files("stay")
    assert pa.parquet.read_table(mine.files("stay"), partitioning=None)["age"].to_pylist() == [60]


def test_an_old_snapshot_and_its_files_are_swept(lake, monkeypatch, tmp_path):
    take(lake, stay=rows(FIRST))
    monkeypatch.setattr(lakes.sweeping, "KEPT_FOR", -1)
    take(lake, stay=rows({**FIRST, "age": 61}))
    assert len(list(tmp_path.glob("lake/stay/*/*/*"))) == 1
    assert [file.name for file in tmp_path.glob("lake/snapshots/*")] == ["2.json"]


def test_one_writes_at_a_time(lake):
    with lake.writing(), pytest.raises(LakeBusy, match="Another program"), Lake(lake.path).writing():
        pass


def test_a_lake_of_a_newer_edition_is_refused(lake, monkeypatch):
    take(lake, stay=rows(FIRST))
    monkeypatch.setattr(lakes.places, "edition", lambda: 0)
    with pytest.raises(LakeNewer, match="Upgrade"):
        lake.tables()
    with pytest.raises(LakeNewer), lake.writing():
        pass


def test_an_object_store_can_only_be_read():
    with pytest.raises(LakeError, match="can be read"), Lake("s3://bucket/lake").writing():
        pass


def test_a_lake_is_read_by_its_address_too(lake):
    take(lake, stay=rows(FIRST))
    assert Lake(f"file://{lake.path}").snapshot.parts == lake.snapshot.parts
