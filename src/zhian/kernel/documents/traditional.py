"""The program's own templates in traditional characters, for houses that write them; own templates stay as they are."""

import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from zhian.engines.chinese import TRADITIONAL, written_in

PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
TEXT = re.compile(r"(<w:t(?: [^>]*)?>)([^<]*)(</w:t>)")


@lru_cache(64)
def template_in(language: str, path: Path) -> bytes:
    """A Word template as the house writes. Its placeholders are plain ASCII and stay."""
    data = path.read_bytes()
    return _rewritten(data, language) if language in TRADITIONAL else data


def _rewritten(docx: bytes, language: str) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(docx)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for part in before.infolist():
            data = before.read(part)
            after.writestr(part, _written(data, language) if PARTS.fullmatch(part.filename) else data)
    return out.getvalue()


def _written(xml: bytes, language: str) -> bytes:
    """What is read, and nothing around it: names of typefaces must stay as they are."""
    return TEXT.sub(lambda found: found[1] + written_in(language, found[2]) + found[3], xml.decode()).encode()
