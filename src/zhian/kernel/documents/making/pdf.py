"""Paper from a page: PDF with its fonts in it. Nothing is fetched from anywhere."""

from typing import Any

from .unprintable import Unprintable

try:
    import weasyprint
except OSError:  # pango belongs to the system; without it everything but PDF works
    weasyprint = None

IDEOGRAPHS = range(0x4E00, 0x9FFF + 1)


def paper(html: str) -> bytes:
    """The page as tagged PDF. Raises Unprintable where the machine lacks pango or a Chinese face."""
    if weasyprint is None:
        raise Unprintable("no_pango")
    fetcher = weasyprint.URLFetcher(allowed_protocols=["data"])
    document = weasyprint.HTML(string=html, url_fetcher=fetcher).render()
    written = document.write_pdf(pdf_tags=True)
    if any(letter in IDEOGRAPHS for font in document.fonts.values() for letter in _missing(font)):
        raise Unprintable("no_face")
    return written


def _missing(font: Any) -> Any:
    """The letters that it was asked for and has not."""
    return font.missing
