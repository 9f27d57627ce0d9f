"""How tables and department codes of other systems are read is said by a person, tried, and kept."""

import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from typer.testing import CliRunner

from do.importing import facts, front_pages, numbers, taken_in
from zhian.cli.main import app
from zhian.do.feeds.models import DepartmentCode, Mapping, Run, State
from zhian.do.feeds.services.codes import keep_codes, unknown
from zhian.do.feeds.services.mappings import keep_mapping
from zhian.do.feeds.services.work import carry_out_all
from zhian.engines.workflow import Refused

INFECTIONS = "科室,日期,部位,耐药\nICU,04/03/2026,肺,阳\nICU,05/03/2026,尿,阴\n"
COLUMNS = {
    "科室": "infection.department", "日期": "infection.onset_on", "部位": "infection.kind",
    "耐药": "infection.multiresistant",
}  # fmt: skip
CELLS = {
    "日期": {"days": "day_first"},
    "部位": {"words": {"肺": "vap", "尿": "cauti"}},
    "耐药": {"words": {"阳": "yes", "阴": "no"}},
}


def infections(tmp_path):
    path = tmp_path / "infections.csv"
    path.write_text(INFECTIONS)
    return path


@pytest.mark.django_db(transaction=True)  # the prompt connects by itself, and sees what is committed
def test_a_mapping_that_is_not_there_is_named_at_the_prompt(tmp_path, hospital, icu, quinn, lake):
    keep_mapping(hospital, name="院感", table="infection", columns=COLUMNS, actor=quinn, cells=CELLS)
    told = ["import", str(infections(tmp_path)), "--hospital", hospital.code, "--mapping", "院感表"]
    refused = CliRunner().invoke(app, told)
    assert (refused.exit_code, Run.objects.count()) == (1, 0)
    assert "No mapping is called 院感表; there are: 院感" in refused.output


def test_days_and_words_are_read_as_the_mapping_says(tmp_path, hospital, icu, quinn, lake):
    keep_mapping(hospital, name="院感", table="infection", columns=COLUMNS, actor=quinn, cells=CELLS)
    assert numbers(taken_in(infections(tmp_path), hospital)) == (2, 2, 0, 0)
    told = {(row["onset_on"], row["kind"], row["multiresistant"]) for row in facts(lake, "infection")}
    assert told == {(date(2026, 3, 4), "vap", True), (date(2026, 3, 5), "cauti", False)}


def test_numbers_are_multiplied_and_money_stays_exact(tmp_path, hospital, icu, quinn, lake):
    columns = {
        "号": "page.record_number", "次": "page.admission", "入": "stay.admitted_at", "出": "stay.discharged_at",
        "科": "stay.department", "性": "stay.sex", "离": "stay.leaving", "诊": "diagnosis.1.code", "费": "stay.cost",
        "重": "stay.birth_weight",
    }  # fmt: skip
    cells = {"费": {"factor": "10000"}, "重": {"factor": "1000"}}
    keep_mapping(hospital, name="万元", table="stay", columns=columns, actor=quinn, cells=cells)
    path = tmp_path / "stays.csv"
    path.write_text(f"{','.join(columns)}\n1,1,2026-03-01,2026-03-03,ICU,男,1,P07.100,1.2345,3.25\n")
    assert numbers(taken_in(path, hospital)) == (1, 1, 0, 0)
    [stay] = facts(lake, "stay")
    assert (stay["cost"], stay["birth_weight"]) == (1_234_500, 3250)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"日期": {"days": "backwards"}}, "year, the day or the month"),
        ({"日期": {"factor": "2"}}, "not read by that"),
        ({"部位": {"words": {"肺": "lungs"}}}, "means nothing"),
    ],
)
def test_what_no_cell_can_be_read_by_is_refused(cells, said, hospital, icu, quinn):
    with pytest.raises(Refused, match=said):
        keep_mapping(hospital, name="x", table="infection", columns=COLUMNS, actor=quinn, cells=cells)


@pytest.mark.parametrize("factor", ["0", "-1", "1e9", "1000000000", "x", "0.00001"])
def test_a_factor_is_a_number_above_nothing(factor, hospital, icu, quinn):
    columns = {"科": "bed_day.department", "日": "bed_day.day", "开": "bed_day.open_beds", "占": "bed_day.occupied"}
    with pytest.raises(Refused, match="factor of 占"):
        keep_mapping(
            hospital, name="x", table="bed_day", columns=columns, actor=quinn, cells={"占": {"factor": factor}}
        )


def test_a_mapping_is_made_tried_and_mended_in_the_browser(tmp_path, hospital, icu, quinn, signed_in, lake):
    browser = signed_in(quinn)
    keep_mapping(hospital, name="院感", table="infection", columns=COLUMNS, actor=quinn)
    mapping = Mapping.objects.get()
    assert "院感" in browser.get("/feeds/imports/mappings/").content.decode()
    file = SimpleUploadedFile("infections.csv", INFECTIONS.encode())
    told = {"file": file, "hospital": hospital.pk, "kind": "", "mapping": mapping.pk}
    run = browser.post("/feeds/imports/new/", told).headers["Location"]
    assert "2 would go into quarantine" in browser.get(run).content.decode()
    here = f"/feeds/imports/mappings/{mapping.pk}/cells/"
    form = browser.get(here).context["form"]
    answers = {"肺": "vap", "尿": "cauti", "阳": "yes", "阴": "no"}
    asked = {
        f"cell-{place}": "day_first" if name == "days" else answers[word]
        for place, (_title, name, word) in enumerate(form.asked)
    }
    assert browser.post(here, asked).headers["Location"] == run
    assert Mapping.objects.get().cells == CELLS
    page = browser.get(run).content.decode()
    assert "0 would go into quarantine" in page and "Ventilator-associated pneumonia" in page
    assert not lake.tables()
    renamed = {"name": "感染", "table": "infection"} | {
        f"column-{place}": fact for place, fact in enumerate(COLUMNS.values())
    }
    assert browser.post(f"/feeds/imports/mappings/{mapping.pk}/", renamed).status_code == 302
    kept = Mapping.objects.get()
    assert (kept.name, kept.cells) == ("感染", CELLS)


def test_codes_that_nobody_knows_wait_until_somebody_says_which_department_it_is(
    tmp_path, hospital, icu, quinn, signed_in, lake
):
    path = front_pages(tmp_path / "pages.csv", {}, {"P26": "0301"}, {"P26": "0301"}, {"P26": "0999"})
    assert numbers(taken_in(path, hospital)) == (4, 1, 0, 3)
    assert unknown(hospital) == {"0301": 2, "0999": 1}
    browser = signed_in(quinn)
    page = browser.get("/feeds/imports/codes/").content.decode()
    assert "0301" in page and "张小明" not in page
    place = browser.get("/feeds/imports/codes/").context["form"].codes.index("0301")
    assert browser.post("/feeds/imports/codes/", {f"code-{place}": icu.pk, "again": "1"}).status_code == 302
    assert carry_out_all() == 1
    assert numbers(Run.objects.get()) == (4, 3, 0, 1)
    assert [stay["department"] for stay in facts(lake, "stay")] == ["ICU"] * 3
    assert unknown(hospital) == {"0999": 1}
    assert "0301" in browser.get("/feeds/imports/codes/").content.decode()


def test_a_whole_file_of_unknown_codes_waits_and_is_not_refused(tmp_path, hospital, icu, lake):
    run = taken_in(front_pages(tmp_path / "pages.csv", *[{"P26": "0301"}] * 30), hospital)
    assert (run.state, numbers(run)) == (State.DONE, (30, 0, 0, 30))


def test_a_code_is_of_a_department_of_the_own_hospital(hospital, icu, quinn, oscar):
    with pytest.raises(PermissionDenied):
        keep_codes(hospital, codes={"1": icu}, actor=oscar)
    with pytest.raises(Refused, match="no department of this hospital"):
        keep_codes(hospital, codes={"1": oscar.department}, actor=quinn)
    with pytest.raises(Refused, match="characters"):
        keep_codes(hospital, codes={" ": icu}, actor=quinn)
    keep_codes(hospital, codes={"1": icu}, actor=quinn)
    keep_codes(hospital, codes={"1": None}, actor=quinn)
    assert not DepartmentCode.objects.exists()


def test_a_program_does_the_same(hospital, icu, quinn, oscar, program):
    keep_mapping(hospital, name="院感", table="infection", columns=COLUMNS, actor=quinn)
    ours, theirs = program(quinn), program(oscar)
    [kept] = ours.get("/api/feeds/mappings").json()
    here, told = f"/api/feeds/mappings/{kept['id']}", {"name": "x", "table": "infection", "columns": COLUMNS}
    json_told = {"content_type": "application/json"}
    assert theirs.put(here, json.dumps(told), **json_told).status_code == 404
    changed = ours.put(here, json.dumps({**told, "cells": CELLS}), **json_told).json()
    assert (changed["name"], changed["cells"]) == ("x", CELLS)
    assert ours.put("/api/feeds/codes", json.dumps({"codes": {"0301": "NONE"}}), **json_told).status_code == 409
    said = ours.put("/api/feeds/codes", json.dumps({"codes": {"0301": "ICU"}}), **json_told).json()
    assert said == {"hospital": hospital.code, "codes": {"0301": "ICU"}, "unknown": {}}
    assert ours.get("/api/feeds/codes").json() == said
    assert theirs.get(f"/api/feeds/codes?hospital={hospital.code}").status_code == 404


def test_a_mapping_keeps_the_order_of_the_file(hospital, quinn, signed_in):
    columns = dict(sorted(COLUMNS.items(), key=lambda pair: pair[1], reverse=True))
    keep_mapping(hospital, name="院感", table="infection", columns=columns, actor=quinn)
    assert [*Mapping.objects.get().columns] == [*columns]


def test_a_mapping_out_of_use_is_still_named_by_its_imports(tmp_path, hospital, icu, quinn, signed_in, lake):
    mapping = keep_mapping(hospital, name="院感", table="infection", columns=COLUMNS, actor=quinn, cells=CELLS)
    browser = signed_in(quinn)
    path = tmp_path / "infections.csv"
    path.write_text(INFECTIONS.replace("尿", "膝"))
    assert numbers(taken_in(path, hospital)) == (2, 1, 0, 1)
    assert browser.post(f"/feeds/imports/mappings/{mapping.pk}/end/").status_code == 302
    assert not browser.get("/feeds/imports/mappings/").context["mappings"]
    run = Run.objects.get()
    assert "院感 (out of use)" in " ".join(browser.get(f"/feeds/imports/{run.pk}/").content.decode().split())
    assert browser.get(f"/feeds/imports/{run.pk}/quarantine/infection/3/").status_code == 200
    assert browser.get(f"/feeds/imports/mappings/{mapping.pk}/").status_code == 404
    other = {**COLUMNS, "耐药": "infection.reported"}
    again = keep_mapping(hospital, name="院感", table="infection", columns=other, actor=quinn, cells=CELLS)
    assert again.pk != mapping.pk
    assert Run.objects.get().mapping.columns == COLUMNS


def test_a_program_puts_a_mapping_out_of_use(hospital, quinn, oscar, signed_in):
    mapping = keep_mapping(hospital, name="院感", table="infection", columns=COLUMNS, actor=quinn)
    assert signed_in(oscar).delete(f"/api/feeds/mappings/{mapping.pk}").status_code == 404
    assert signed_in(quinn).delete(f"/api/feeds/mappings/{mapping.pk}").status_code == 200
    assert not Mapping.objects.get().is_in_use
