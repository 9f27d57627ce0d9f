"""Files that come by themselves, imports that are killed, a full disk: the lake is whole, and somebody is told."""

import os
import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from do.importing import facts, front_pages, numbers, taken_in
from zhian.do.feeds.models import Run, State
from zhian.do.feeds.services import imports, shelf
from zhian.do.feeds.services.folder import look_into_inbox
from zhian.do.feeds.services.imports import begin, carry_out
from zhian.do.feeds.services.looking import hand_in
from zhian.do.feeds.services.work import carry_out_all
from zhian.engines.workflow import Refused


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


@pytest.mark.parametrize("name", ["link.csv", "folder.csv", ".hidden.csv", "pipe.csv"])
def test_what_is_no_file_of_its_own_is_left_where_it_lies(name, tmp_path, settings, hospital, icu, lake):
    inbox = settings.HOME / "inbox"
    inbox.mkdir()
    secret = front_pages(tmp_path / "secret.csv", {})
    os.utime(secret, (time.time() - 60,) * 2)
    path = inbox / name
    match name:
        case "link.csv":
            path.symlink_to(secret)
        case "folder.csv":
            path.mkdir()
        case "pipe.csv":
            os.mkfifo(path)
        case _:
            secret.rename(path)
    assert look_into_inbox() == 0
    assert os.path.lexists(path) and not Run.objects.exists()


def test_a_folder_that_leads_elsewhere_is_not_looked_into(tmp_path, settings, hospital, icu, lake):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    os.utime(front_pages(elsewhere / "a.csv", {}), (time.time() - 60,) * 2)
    (settings.HOME / "inbox").mkdir()
    (settings.HOME / "inbox" / hospital.code).symlink_to(elsewhere)
    assert look_into_inbox() == 0
    assert (elsewhere / "a.csv").exists()


@pytest.mark.parametrize("name", ["..csv", "a\nb.csv", "名" * 80 + ".csv", "%s%n{0}.csv"])
def test_a_file_with_a_strange_name_is_taken_in_or_refused_with_a_note(name, settings, hospital, icu, lake):
    inbox = settings.HOME / "inbox"
    inbox.mkdir()
    os.utime(front_pages(inbox / name, {}), (time.time() - 60,) * 2)
    look_into_inbox()
    left = [path for path in settings.HOME.rglob("*.csv") if path.is_file()]
    assert all(inbox in path.parents for path in left)
    if not name.startswith("."):
        assert Run.objects.get().taken == 1 and list((inbox / "done").glob("*.txt"))


def bomb(path: Path, size: int) -> Path:
    """A workbook whose sheet is unpacked a thousand times as large."""
    book = Workbook()
    book.active.append(["科室"])
    book.save(path)
    with zipfile.ZipFile(path) as old:
        entries = {entry: old.read(entry) for entry in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry, content in entries.items():
            packed.writestr(entry, content + b" " * size if entry.endswith("sheet1.xml") else content)
    return path


def test_a_bomb_is_refused_before_it_goes_off(tmp_path, settings, hospital, lake):
    path = bomb(tmp_path / "beds.xlsx", 300 << 20)
    assert path.stat().st_size < 1 << 20
    with pytest.raises(Refused):
        hand_in(path, path.name, hospital, way="prompt")
    assert not Run.objects.exists() and not list((settings.HOME / "imports").glob("*"))


def test_an_archive_that_is_no_workbook_is_refused(tmp_path, settings, hospital, lake):
    path = tmp_path / "pages.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("../../evil.csv", "P3,P22\n1,2\n")
    with pytest.raises(Refused):
        hand_in(path, path.name, hospital, way="prompt")
    assert not Run.objects.exists() and not list((settings.HOME / "imports").glob("*"))


def test_a_file_that_cannot_be_moved_holds_up_no_other(settings, hospital, icu, lake, monkeypatch):
    inbox = settings.HOME / "inbox"
    inbox.mkdir()
    for name in ("a.csv", "b.csv"):
        os.utime(front_pages(inbox / name, {}), (time.time() - 60,) * 2)
    move = Path.replace

    def held_fast(path, target):
        if path.name == "a.csv":
            raise PermissionError(13, "Permission denied")
        return move(path, target)

    monkeypatch.setattr(Path, "replace", held_fast)
    look_into_inbox()
    assert [path.name for path in inbox.glob("*.csv")] == ["a.csv"]
