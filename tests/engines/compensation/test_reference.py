"""What docs/reference says of the law is what the program does now. script/reference writes it anew."""

import os
from pathlib import Path

from zhian.engines.compensation.law.registry import instruments
from zhian.engines.compensation.options import options

from .reference import UNVERIFIED, page

FILE = Path(__file__).parents[3] / "docs" / "reference" / "compensation.md"


def test_the_reference_page_says_what_the_program_does():
    if os.environ.get("ZHIAN_WRITE_REFERENCE") == "1":
        FILE.write_text(page(), encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == page(), "run script/reference and read the difference"


def test_every_head_and_question_is_in_it_and_what_is_unverified_is_marked():
    text = page()
    assert all(head.zh in text and head.plain.zh in text for law in instruments().values() for head in law.heads)
    assert all(f"`{name}`" in text for name in options())
    assert text.count(UNVERIFIED) > 10
