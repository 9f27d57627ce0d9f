"""Files that come by themselves, imports that are killed, a full disk: the lake is whole, and somebody is told."""

import os
import time

import pytest

from do.importing import facts, front_pages, numbers, taken_in
from zhian.do.feeds.models import Run, State
from zhian.do.feeds.services import imports, shelf
from zhian.do.feeds.services.folder import look_into_inbox
from zhian.do.feeds.services.imports import begin, carry_out
from zhian.do.feeds.services.looking import hand_in
from zhian.do.feeds.services.work import carry_out_all


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


def test_a_file_that_nobody_agreed_to_lies_readable_to_the_program_alone(tmp_path, hospital, lake):
    run = hand_in(front_pages(tmp_path / "a.csv", {}), "a.csv", hospital, way="page")
    assert shelf.folder_of(run.folder).stat().st_mode & 0o077 == 0
