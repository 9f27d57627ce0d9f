"""The Word templates that come with the program are what their source draws, in every language."""

import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

LIBRARY = Path(__file__).parents[2] / "script/lib"
sys.path.append(str(LIBRARY))

from word_templates import TEMPLATES  # noqa: E402, a script and no package


def body(path):
    return ZipFile(path).read("word/document.xml")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_is_what_its_source_draws(template, tmp_path):
    TEMPLATES[template]().save(tmp_path / "drawn.docx")
    assert body(template) == body(tmp_path / "drawn.docx")
