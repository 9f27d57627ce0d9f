"""What docs/reference says and shows of the charts is what the program draws now. script/reference makes it anew."""

import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from zhian.engines.spc.beside import BESIDE
from zhian.engines.spc.kinds import KINDS

from .examples import pictures
from .reference import page

FOLDER = Path(__file__).parents[3] / "docs" / "reference"


def test_the_reference_page_says_what_the_program_does():
    if os.environ.get("ZHIAN_WRITE_REFERENCE") == "1":
        (FOLDER / "charts").mkdir(exist_ok=True)
        (FOLDER / "charts.md").write_text(page(), encoding="utf-8")
        for code, picture in pictures().items():
            (FOLDER / "charts" / f"{code}.svg").write_text(f"{picture}\n", encoding="utf-8")
    assert (FOLDER / "charts.md").read_text(encoding="utf-8") == page(), "run script/reference and read the difference"


def test_every_chart_is_shown():
    shown = {file.stem for file in (FOLDER / "charts").glob("*.svg")}

    assert shown == {*KINDS, *BESIDE}


@pytest.mark.parametrize("code", [*KINDS, *BESIDE])
def test_each_picture_is_sound_and_says_what_it_shows(code: str):
    picture = ElementTree.fromstring(pictures()[code])  # noqa: S314 (drawn by ourselves)

    names = [child.tag.rpartition("}")[2] for child in picture]
    assert names[:2] == ["title", "desc"]
    assert all(child.text for child in picture[:2])
    assert "style" not in "".join(pictures()[code].split("<")[1])
