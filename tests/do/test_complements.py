"""A second source that tells only some columns says more of what is there, and leaves the rest as it was."""

import pytest

from do.importing import facts, front_pages, numbers, taken_in
from zhian.do.feeds.models import State
from zhian.do.feeds.services.mappings import keep_mapping, likely_table, proposed
from zhian.do.feeds.services.work import carry_out_all
from zhian.engines.workflow import Refused

THEATRE = {
    "病案号": "page.record_number", "住院次数": "page.admission", "手术编码": "procedure.code",
    "手术时间": "procedure.started_at", "择期": "procedure.elective", "重返": "procedure.unplanned_return",
}  # fmt: skip
GROUPER = {"病案号": "page.record_number", "住院次数": "page.admission", "DRG": "stay.group", "权重": "stay.weight"}
NURSES = {"科室": "bed_day.department", "日期": "bed_day.day", "护士": "bed_day.nurses"}


@pytest.fixture
def theatre(hospital, quinn):
    return keep_mapping(hospital, name="手麻系统", table="more_of_procedure", columns=THEATRE, actor=quinn)


@pytest.fixture
def grouper(hospital, quinn):
    return keep_mapping(hospital, name="DRG 分组器", table="more_of_stay", columns=GROUPER, actor=quinn)


def lines(path, mapping, *rows):
    path.write_text("\n".join([",".join(mapping.columns), *rows]) + "\n")
    return path


def pages(tmp_path, *rows):
    return front_pages(tmp_path / "pages.csv", *(rows or ({},)))


def test_it_says_more_and_leaves_the_rest(tmp_path, hospital, icu, theatre, grouper, lake):
    taken_in(pages(tmp_path), hospital)
    [before], [cut] = facts(lake, "stay"), facts(lake, "procedure")
    groups = lines(tmp_path / "groups.csv", grouper, "100001,1,FR29,0.87")
    cuts = lines(tmp_path / "cuts.csv", theatre, "100001,1,36.0700,2026-03-02 09:00,是,否")
    assert numbers(taken_in(groups, hospital)) == numbers(taken_in(cuts, hospital)) == (1, 1, 0, 0)
    assert facts(lake, "stay") == [{**before, "group": "FR29", "weight": 0.87}]
    assert facts(lake, "procedure") == [{**cut, "elective": True, "unplanned_return": False}]


def test_the_same_again_changes_nothing_whoever_comes_last(tmp_path, hospital, icu, theatre, grouper, lake):
    files = [
        pages(tmp_path),
        lines(tmp_path / "groups.csv", grouper, "100001,1,FR29,0.87"),
        lines(tmp_path / "cuts.csv", theatre, "100001,1,36.0700,2026-03-02,是,否"),
    ]
    for path in files:
        taken_in(path, hospital)
    there = lake.snapshot.parts
    for path in files:
        assert numbers(taken_in(path, hospital)) == (1, 0, 1, 0)
    assert lake.snapshot.parts == there


def test_a_correction_of_the_page_keeps_what_others_said(tmp_path, hospital, icu, theatre, grouper, lake):
    taken_in(pages(tmp_path), hospital)
    taken_in(lines(tmp_path / "groups.csv", grouper, "100001,1,FR29,0.87"), hospital)
    taken_in(lines(tmp_path / "cuts.csv", theatre, "100001,1,36.0700,2026-03-02,是,否"), hospital)
    moved = {"P490": "36.0600", "P4911": "36.0700", "P4912": "20260302", "P741": "2"}
    assert numbers(taken_in(pages(tmp_path, moved), hospital)) == (1, 1, 0, 0)
    [stay] = facts(lake, "stay")
    assert (stay["group"], stay["leaving"]) == ("FR29", "transferred")
    told = {cut["code"]: cut["elective"] for cut in facts(lake, "procedure")}
    assert told == {"36.0600": None, "36.0700": True}  # it went with the operation to its new place


def test_it_waits_for_the_stay_and_is_tried_again_when_stays_come(tmp_path, hospital, icu, theatre, grouper, lake):
    groups = taken_in(lines(tmp_path / "groups.csv", grouper, "100001,1,FR29,0.87"), hospital)
    cuts = taken_in(lines(tmp_path / "cuts.csv", theatre, "100001,1,36.0700,2026-03-02,是,否"), hospital)
    assert numbers(groups) == numbers(cuts) == (1, 0, 0, 1)
    assert {run.tallies.get().fault for run in (groups, cuts)} == {"no_stay"}
    taken_in(pages(tmp_path), hospital)
    groups.refresh_from_db()
    assert groups.state == State.WAITING
    carry_out_all()
    groups.refresh_from_db(), cuts.refresh_from_db()
    assert numbers(groups) == numbers(cuts) == (1, 1, 0, 0)
    assert facts(lake, "stay")[0]["group"] == "FR29"
    assert facts(lake, "procedure")[0]["elective"] is True


def test_an_operation_is_found_by_its_patient_and_day_alone(tmp_path, hospital, icu, quinn, lake):
    columns = {title: fact for title, fact in THEATRE.items() if fact != "page.admission"}
    mapping = keep_mapping(hospital, name="手麻系统", table="more_of_procedure", columns=columns, actor=quinn)
    second = {"P3": "100001", "P2": "2", "P22": "2026-05-01 10:00", "P25": "2026-05-09 10:00", "P491": "20260502"}
    taken_in(pages(tmp_path, {}, second), hospital)
    path = lines(
        tmp_path / "cuts.csv", mapping, "100001,36.0700,2026-05-02 14:00,否,是", "100001,36.0700,2026-07-01,否,是"
    )
    assert numbers(taken_in(path, hospital)) == (2, 1, 0, 1)
    told = [(cut["started_at"].month, cut["unplanned_return"]) for cut in facts(lake, "procedure")]
    assert sorted(told) == [(3, None), (5, True)]


def test_an_operation_that_the_page_does_not_have_waits(tmp_path, hospital, icu, theatre, lake):
    taken_in(pages(tmp_path), hospital)
    run = taken_in(lines(tmp_path / "cuts.csv", theatre, "100001,1,45.2300,2026-03-02,是,否"), hospital)
    assert numbers(run) == (1, 0, 0, 1)
    assert run.tallies.get().fault == "no_row"


def test_of_two_alike_on_a_day_the_nearest_in_time_is_meant(tmp_path, hospital, icu, theatre, lake):
    twice = {"P491": "2026-03-02 09:00", "P4911": "36.0700", "P4912": "2026-03-02 21:00"}
    taken_in(pages(tmp_path, twice), hospital)
    path = lines(
        tmp_path / "cuts.csv",
        theatre,
        "100001,1,36.0700,2026-03-02 21:10,否,是",
        "100001,1,36.0700,2026-03-02 9:05,是,否",
    )
    assert numbers(taken_in(path, hospital)) == (2, 2, 0, 0)
    told = {cut["started_at"].hour: cut["unplanned_return"] for cut in facts(lake, "procedure")}
    assert told == {9: False, 21: True}


def test_an_empty_cell_says_nothing_and_the_last_word_counts(tmp_path, hospital, icu, grouper, lake):
    taken_in(pages(tmp_path), hospital)
    taken_in(lines(tmp_path / "1.csv", grouper, "100001,1,FR29,0.87"), hospital)
    taken_in(lines(tmp_path / "2.csv", grouper, "100001,1,FR39,-"), hospital)
    [stay] = facts(lake, "stay")
    assert (stay["group"], stay["weight"]) == ("FR39", 0.87)


def test_nurses_are_told_of_bed_days_that_are_there(tmp_path, hospital, icu, quinn, lake):
    beds = {"科室": "bed_day.department", "日期": "bed_day.day", "开": "bed_day.open_beds", "占": "bed_day.occupied"}
    for name, table, columns in (("床日", "bed_day", beds), ("护理", "more_of_bed_day", NURSES)):
        keep_mapping(hospital, name=name, table=table, columns=columns, actor=quinn)
    (tmp_path / "beds.csv").write_text("科室,日期,开,占\nICU,2026-03-01,20,18\n")
    (tmp_path / "nurses.csv").write_text("科室,日期,护士\nICU,2026-03-01,9\nICU,2026-03-02,8\n")
    taken_in(tmp_path / "beds.csv", hospital)
    run = taken_in(tmp_path / "nurses.csv", hospital)
    assert numbers(run) == (2, 1, 0, 1)
    assert run.tallies.get().fault == "no_row"
    [day] = facts(lake, "bed_day")
    assert (day["occupied"], day["nurses"]) == (18, 9)


def test_what_a_line_tells_of_is_guessed(hospital):
    assert likely_table(["病案号", "住院次数", "DRG编码", "权重"]) == "more_of_stay"
    assert likely_table(["病案号", "手术编码", "手术日期", "是否择期"]) == "more_of_procedure"
    assert proposed("more_of_stay", ["病案号", "权重"]) == {"病案号": "page.record_number", "权重": "stay.weight"}


@pytest.mark.parametrize(
    ("table", "columns", "said"),
    [
        ("more_of_stay", {"号": "page.record_number", "组": "stay.group"}, "admission count"),
        ("more_of_stay", {"号": "page.record_number", "次": "page.admission"}, "something more"),
        ("more_of_procedure", {"号": "page.record_number", "择": "procedure.elective"}, "Code"),
    ],
)
def test_what_finds_no_row_or_says_nothing_of_it_is_refused(table, columns, said, hospital, quinn):
    with pytest.raises(Refused, match=said):
        keep_mapping(hospital, name="x", table=table, columns=columns, actor=quinn)


def test_a_part_of_the_front_page_is_read_by_a_mapping(tmp_path, hospital, icu, quinn, lake):
    taken_in(pages(tmp_path), hospital)
    columns = {"P3": "page.record_number", "P2": "page.admission", "P741": "stay.autopsy", "P782": "stay.cost"}
    keep_mapping(hospital, name="费用更正", table="more_of_stay", columns=columns, actor=quinn)
    path = tmp_path / "part.csv"
    path.write_text("P2,P3,P741,P782\n1,100001,-,999.50\n")
    run = taken_in(path, hospital)
    assert (run.mapping.name, numbers(run)) == ("费用更正", (1, 1, 0, 0))
    [stay] = facts(lake, "stay")
    assert (stay["cost"], stay["leaving"]) == (999_50, "advised")
