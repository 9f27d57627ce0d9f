"""Front pages become stays, once; what is wrong is kept back with its reason."""

from pathlib import Path

import pytest

from do.importing import facts, front_pages, numbers, taken_in
from zhian.do.feeds.models import Run, State, Tally
from zhian.do.feeds.services.imports import begin, carry_out
from zhian.do.feeds.services.looking import hand_in
from zhian.engines.workflow import Refused
from zhian.kernel.audit.rows import disagreements


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


def test_what_an_import_says_of_itself_stands_in_the_audit_log(tmp_path, hospital, icu, lake):
    taken_in(front_pages(tmp_path / "pages.csv", {}), hospital)
    assert [sentence for sentence in disagreements(Run) if sentence] == []


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
    run = taken_in(front_pages(tmp_path / "pages.csv", {"P782": "0", "P830": ""}), hospital)
    assert numbers(run) == (1, 1, 0, 0)
    assert {"cost_zero", "plan_missing"} <= set(Tally.objects.values_list("fault", flat=True))


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
