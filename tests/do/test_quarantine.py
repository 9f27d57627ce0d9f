"""What is kept back is ciphertext, is mended by a person, and taken in then."""

import pytest
from django.core.exceptions import PermissionDenied

from do.importing import facts, front_pages, numbers, taken_in
from zhian.do.feeds.models import Mended, Opened, State, Tally
from zhian.do.feeds.services.imports import carry_out
from zhian.do.feeds.services.looking import hand_in
from zhian.do.feeds.services.mending import mend, open_row, replay, rows_for_export


def test_the_quarantine_is_ciphertext(tmp_path, settings, hospital, icu, lake):
    taken_in(front_pages(tmp_path / "pages.csv", {"P5": "7"}), hospital)
    kept = [path for path in (settings.HOME / "quarantine").rglob("*") if path.is_file()]
    assert kept and not any("张小明".encode() in path.read_bytes() for path in kept)
    assert not list((settings.HOME / "imports").rglob("source"))


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


def test_one_word_is_mended_wherever_it_stands(tmp_path, hospital, icu, quinn, signed_in, lake):
    rows = [{"P5": "7"}] * 3 + [{"P5": "8"}, {"P5": "7", "P741": "8"}, {"P5": "7", "P25": "-"}]
    run = taken_in(front_pages(tmp_path / "a.csv", *rows), hospital)
    assert numbers(run) == (6, 0, 0, 6)
    browser, here = signed_in(quinn), f"/feeds/imports/{run.pk}/quarantine/"
    page = browser.get(f"{here}?fault=unreadable&place=P5").content.decode()
    assert "Mend them all alike" in page and "7 · 5" in page
    told = {"table": "stay", "place": "P5", "said": "7", "instead": "1"}
    assert browser.post(f"{here}alike/", told).status_code == 302
    refused = browser.post(f"{here}alike/", {**told, "place": "P9999"}, follow=True)
    assert "no column P9999" in refused.content.decode()
    mend(run, "stay", 2, cells={"P5": "2"}, actor=quinn)  # what was mended in a row itself goes before
    carry_out(replay(run, actor=quinn))
    run.refresh_from_db()
    assert numbers(run) == (6, 3, 0, 3)
    assert sorted(stay["sex"] for stay in facts(lake, "stay")) == ["female", "male", "male"]
    assert run.mended.get().line == 0  # it also stands for those that are still there
