"""What docs/reference says of the language is what the program knows. script/reference writes it anew."""

import os
from pathlib import Path

from zhian.engines.indicators import facts
from zhian.engines.indicators.language import FUNCTIONS

from .language_reference import page

FILE = Path(__file__).parents[3] / "docs" / "reference" / "indicator-language.md"


def test_the_reference_page_says_what_the_program_does():
    if os.environ.get("ZHIAN_WRITE_REFERENCE") == "1":
        FILE.write_text(page(), encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == page(), "run script/reference and read the difference"


def test_every_function_column_and_field_is_in_it():
    text = page()
    assert all(f"`{function.usage}`" in text for function in FUNCTIONS.values())
    assert all(f"| `{column}`" in text for table in facts.tables().values() for column in table.columns)
    assert "| `minimum_denominator` | `0` |" in text
    assert "- `column_missing`: a column is not, or too seldom, filled in" in text
