"""A file on its way through the browser, and the same for programs."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from do.importing import BED_DAYS, front_pages
from zhian.do.feeds.models import Mapping, Opened, Run, State
from zhian.do.feeds.services.work import carry_out_all

pytestmark = pytest.mark.usefixtures("lake", "icu")


def handed_in(browser, hospital, content, name="pages.csv"):
    told = {"file": SimpleUploadedFile(name, content), "hospital": hospital.pk, "kind": "", "mapping": ""}
    return browser.post("/feeds/imports/new/", told)


def test_a_file_is_looked_at_taken_in_mended_and_tried_again(tmp_path, hospital, quinn, signed_in):
    browser = signed_in(quinn)
    content = front_pages(tmp_path / "a.csv", {"P13": "990000196002030017"}, {"P5": "7"}).read_bytes()
    here = handed_in(browser, hospital, content).headers["Location"]
    page = browser.get(here).content.decode()
    assert "1 would go into quarantine" in page
    assert "张小明" not in page and "990000196002030017" not in page
    browser.post(f"{here}start/")
    assert "waiting" in browser.get(here).content.decode()
    carry_out_all()
    assert "2 rows in</b> = 1 taken + 1 in quarantine" in browser.get(here).content.decode()
    page = browser.get(f"{here}quarantine/?fault=unreadable&place=P5").content.decode()
    assert "cannot be read" in page and "张小明" not in page
    row = f"{here}quarantine/stay/3/"
    form = browser.get(row).context["form"]
    assert Opened.objects.get().reader == quinn
    cells = {name: field.initial or "" for name, field in form.fields.items()}
    assert browser.post(row, cells).status_code == 422
    assert browser.post(row, {**cells, "cell-P5": "2"}).status_code == 302
    browser.post(f"{here}replay/")
    carry_out_all()
    run = Run.objects.get()
    assert (run.state, run.taken, run.quarantined) == (State.DONE, 2, 0)
    assert browser.get(f"{here}quarantine/").status_code == 404


def test_the_exported_quarantine_is_harmless_in_a_spreadsheet(tmp_path, hospital, quinn, signed_in):
    browser = signed_in(quinn)
    content = front_pages(tmp_path / "a.csv", {"P5": "7", "P4": "=HYPERLINK(1)"}).read_bytes()
    here = handed_in(browser, hospital, content).headers["Location"]
    browser.post(f"{here}start/")
    carry_out_all()
    text = browser.get(f"{here[:-1]}/quarantine.csv").getvalue().decode()
    assert "'=HYPERLINK(1)" in text and "P5: What stands here cannot be read" in text


def test_a_table_of_ones_own_is_mapped_in_the_browser(hospital, quinn, signed_in):
    browser = signed_in(quinn)
    here = handed_in(browser, hospital, BED_DAYS.encode(), "beds.csv").headers["Location"]
    assert here.endswith("/columns/")
    form = browser.get(here).context["form"]
    told = {"name": "HIS", "table": "bed_day"} | {
        name: field.initial for name, field in form.fields.items() if name.startswith("column-")
    }
    refused = browser.post(here, {**told, "column-3": ""})
    assert (refused.status_code, "Say which column tells" in refused.content.decode()) == (422, True)
    assert browser.post(here, told).status_code == 302
    assert Mapping.objects.get().columns["占用床日"] == "bed_day.occupied"
    assert Run.objects.get().is_readable


def test_a_file_that_is_nothing_says_why_and_is_not_kept(hospital, quinn, signed_in):
    answered = handed_in(signed_in(quinn), hospital, b"")
    assert answered.status_code == 422
    assert handed_in(signed_in(quinn), hospital, b"P3,P22\n1,2\n").status_code == 422
    assert not Run.objects.exists()


def test_whoever_watches_sees_the_sums_and_no_row(tmp_path, hospital, icu, quinn, oscar, signed_in):
    import given

    leader = given.a_person("lea", icu, "leader", over=hospital)
    content = front_pages(tmp_path / "a.csv", {"P5": "7"}).read_bytes()
    here = handed_in(signed_in(quinn), hospital, content).headers["Location"]
    signed_in(quinn).post(f"{here}start/")
    carry_out_all()
    assert signed_in(leader).get(here).status_code == 200
    assert signed_in(leader).get(f"{here}quarantine/").status_code == 403
    assert signed_in(oscar).get(here).status_code == 404
    assert signed_in(oscar).get(f"{here}quarantine/").status_code == 404


def test_a_program_does_the_same(tmp_path, hospital, quinn, program):
    client = program(quinn)
    file = SimpleUploadedFile("a.csv", front_pages(tmp_path / "a.csv", {}, {"P5": "7"}).read_bytes())
    run = client.post("/api/feeds/imports", {"file": file, "hospital": hospital.code}).json()
    here = f"/api/feeds/imports/{run['id']}"
    client.post(f"{here}/start", {}, content_type="application/json")
    carry_out_all()
    told = client.get(here).json()
    assert (told["rows"], told["taken"], told["quarantined"]) == (2, 1, 1)
    assert told["tallies"][0]["place"] == "P5"
    [row] = client.get(f"{here}/quarantine?fault=unreadable").json()
    assert client.get(f"{here}/quarantine/stay/{row['line']}").json()["cells"]["P5"] == "7"
    mended = client.patch(
        f"{here}/quarantine/stay/{row['line']}", json.dumps({"cells": {"P5": "2"}}), content_type="application/json"
    )
    assert mended.json() == {"faults": []}
    client.post(f"{here}/replay")
    carry_out_all()
    assert client.get(here).json()["taken"] == 2
