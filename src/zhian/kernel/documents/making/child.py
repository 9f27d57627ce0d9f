"""How a document is made in quarantine: `python -m` this answers for one document, then ends."""

import zipfile
from typing import Any

from zhian.kernel import quarantine

from . import page, pdf, word
from .unprintable import Unprintable

LIMITS = quarantine.Limits(memory=1024 * 2**20, seconds=25, open_files=128)  # Chinese faces take much of the memory


def make(asked: dict[str, Any], template: bytes) -> quarantine.Answer:
    """The placeholders that nothing answered, and the document as Word or PDF. Raises Unprintable."""
    try:
        filled, unknown = word.fill_in(template, asked["facts"], painted=asked["format"] != "pdf")
        if asked["format"] == "pdf":
            html = page.Page(filled).html(title=asked["title"], language=asked["language"])
            filled = pdf.paper(html)
    except (zipfile.BadZipFile, KeyError, AttributeError, SyntaxError):  # what python-docx raises on a broken file
        raise Unprintable("damaged") from None
    return {"unknown": unknown}, filled


if __name__ == "__main__":
    quarantine.answer(make, LIMITS)
