"""What keeps the demo from starting is said in one sentence, in Chinese and in English, without a traceback."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


HERE = {"PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "zhian.site.settings", "ZHIAN_NO_APT": "1"}


def run(*command: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Runs a command as a user would, with none of the tests' own settings."""
    machine = {name: value for name, value in os.environ.items() if not name.startswith("ZHIAN_")}
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=machine | HERE | settings)


def start_demo(home: Path, port: int = 0) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "zhian", "demo", "start", "--port", str(port), ZHIAN_HOME=str(home))


def assert_refused(ended: subprocess.CompletedProcess[str], chinese: str, english: str) -> None:
    assert ended.returncode == 1, ended.stdout
    assert chinese in ended.stderr
    assert english in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The scripts as after cloning, with no environment made yet."""
    for folder in ("script", "requirements"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


@pytest.fixture
def busy_port():
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield door.getsockname()[1]


def pretend(folder: Path, program: str, does: str) -> Path:
    """A program of the machine that answers as on another machine."""
    folder.mkdir(exist_ok=True)
    path = folder / program
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)
    return path


def test_a_port_in_use_is_said_with_another_one_to_take(tmp_path: Path, busy_port: int) -> None:
    assert_refused(start_demo(tmp_path, busy_port), f"端口 {busy_port} 已被占用", f"--port {busy_port + 1}")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    assert_refused(start_demo(in_the_way / "var", 8000), "无法写入文件夹", f"{in_the_way / 'var'} cannot be written")


def test_data_that_the_demo_did_not_make_are_left_alone(tmp_path: Path) -> None:
    tmp_path.joinpath("zhian.sqlite3").write_text("a hospital's")
    assert_refused(start_demo(tmp_path, 8000), "为安全起见不予使用", "were not made by the demo")
    assert tmp_path.joinpath("zhian.sqlite3").read_text() == "a hospital's"


def test_an_old_python_is_refused_with_where_to_get_a_new_one(checkout: Path) -> None:
    old = pretend(checkout / "bin", "python3", '[ "$1" = --version ] && echo "Python 3.9.2"')
    ended = run(checkout / "script/demo", ZHIAN_PYTHON=str(old))
    assert_refused(ended, "需要 Python 3.11", "this machine has Python 3.9.2")


def test_no_python_at_all_is_refused_too(checkout: Path) -> None:
    ended = run(checkout / "script/demo", ZHIAN_PYTHON="no-such-python")
    assert_refused(ended, "需要 Python 3.11", "this machine has no Python")


def test_a_full_disk_is_noticed_before_anything_is_fetched(checkout: Path) -> None:
    pretend(checkout / "bin", "df", "echo; echo /dev/sda1 1000000 900000 100000 90% /")
    ended = run(checkout / "script/demo", PATH=f"{checkout / 'bin'}:{os.environ['PATH']}")
    assert_refused(ended, "磁盘空间不足", "97 MB are left")
    assert not checkout.joinpath(".venv").exists()


def test_a_part_of_the_tests_that_does_not_exist_is_refused_with_those_that_do(checkout: Path) -> None:
    assert_refused(run(checkout / "script/test", "brwoser"), "没有名为 brwoser", "style browser spark types")


@pytest.mark.parametrize("command", ["serve", "work", "tick", "verify"])
def test_an_empty_database_is_refused_with_the_command_that_fills_it(tmp_path: Path, command: str) -> None:
    ended = run(sys.executable, "-m", "zhian", command, ZHIAN_HOME=str(tmp_path))
    assert_refused(ended, "请先运行：zhian migrate", "Run first: zhian migrate")


def test_a_database_out_of_reach_is_said(tmp_path: Path) -> None:
    nowhere = f"postgres://zhian@/zhian?host={tmp_path}"
    ended = run(sys.executable, "-m", "zhian", "serve", ZHIAN_HOME=str(tmp_path), ZHIAN_DATABASE=nowhere)
    assert_refused(ended, "无法连接数据库", "Look at ZHIAN_DATABASE")
