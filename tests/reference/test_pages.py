"""What docs/reference says is what the program does now. script/reference writes it anew."""

import os
from pathlib import Path

import pytest

from .rendering import permissions_page, routes_page, workflows_page
from .world import World

FOLDER = Path(__file__).parents[2] / "docs" / "reference"
IS_WRITTEN_ANEW = os.environ.get("ZHIAN_WRITE_REFERENCE") == "1"


@pytest.fixture
def world(db):
    return World()


def test_who_may_do_what(world):
    _stands("permissions.md", permissions_page(world))


def test_every_address():
    _stands("routes.md", routes_page())


def test_every_workflow():
    _stands("workflows.md", workflows_page())


def _stands(name, text):
    file = FOLDER / name
    if IS_WRITTEN_ANEW:
        FOLDER.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    stood = file.read_text(encoding="utf-8") if file.exists() else ""
    assert stood == text, (
        f"docs/reference/{name} is not what the program says: run script/reference and read the difference"
    )
