"""Any table of another system is read by a mapping."""

from datetime import date

import pytest
from openpyxl import Workbook

from do.importing import BED_DAYS, facts, front_pages, numbers, taken_in
from zhian.do.feeds.models import Tally
from zhian.do.feeds.services.imports import begin, carry_out
from zhian.do.feeds.services.looking import hand_in
from zhian.do.feeds.services.mappings import keep_mapping, likely_table, proposed
from zhian.engines.workflow import Refused


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
