"""PDF: written anew without its authors, its scripts, its hidden files and what it would do by itself."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from . import images
from .hostile import Hostile

OBJECTS = 100_000
DEPTH = 50
HARMLESS_ACTIONS = {"/GoTo", "/URI", "/Named"}
UNWANTED = ["/Metadata", "/PieceInfo", "/AA", "/JS", "/EF", "/AF", "/XFA", "/Collection", "/Perms", "/Next"]
UNWANTED_NAMES = ["/JavaScript", "/EmbeddedFiles", "/Renditions"]
ACTIVE_ANNOTATIONS = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
MARKUP_WITHOUT_AUTHOR = {"/Widget"}  # there /T is the name of a form field, everywhere else that of a person


def clean(data: bytes) -> bytes:
    """The same pages. Refuses a file that is locked, damaged or beyond measure."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise Hostile("locked")
            if len(pdf.objects) > OBJECTS:
                raise Hostile("too_complicated")
            _clean(pdf)
            written = BytesIO()
            pdf.save(written, deterministic_id=True, fix_metadata_version=False)
            return written.getvalue()
    except pikepdf.PasswordError:
        raise Hostile("locked") from None
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, ValueError, KeyError, TypeError, RuntimeError):
        raise Hostile("damaged") from None  # a broken file breaks qpdf in all of these ways


def _clean(pdf: pikepdf.Pdf) -> None:
    if not len(pdf.pages):
        raise Hostile("damaged")
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    _remove(pdf.Root, ["/OpenAction"])
    if isinstance(pdf.Root.get("/Names"), Dictionary):
        _remove(pdf.Root.Names, UNWANTED_NAMES)
    for found in pdf.objects:
        for part in _parts(found, DEPTH):
            _disarm(part)


def _parts(found: Object, depth: int) -> Iterator[Object]:
    """An object and what is written inside it; what it refers to comes by itself."""
    if not depth:
        raise Hostile("too_complicated")
    if isinstance(found, (Dictionary, Stream)):
        yield found
        inner = [found[key] for key in found.keys()]  # noqa: SIM118 (a stream is not iterable)
    elif isinstance(found, Array):
        inner = list(found)
    else:
        return
    for child in inner:
        if isinstance(child, (Dictionary, Stream, Array)) and not child.is_indirect:
            yield from _parts(child, depth - 1)


def _disarm(part: Object) -> None:
    _remove(part, UNWANTED)
    if isinstance(part.get("/Annots"), Array):
        part.Annots = Array([note for note in part.Annots if not _is_active(note)])
    action = part.get("/A")
    if isinstance(action, Dictionary) and "/S" in action and str(action.S) not in HARMLESS_ACTIONS:
        del part["/A"]
    if _is_markup(part):
        _remove(part, ["/T", "/RC"])
    if isinstance(part, Stream) and part.get("/Filter") == Name.DCTDecode:
        part.write(images.strip(part.read_raw_bytes()), filter=Name.DCTDecode)


def _is_active(note: Object) -> bool:
    return isinstance(note, Dictionary) and str(note.get("/Subtype")) in ACTIVE_ANNOTATIONS


def _is_markup(part: Object) -> bool:
    return "/Rect" in part and "/Subtype" in part and str(part.Subtype) not in MARKUP_WITHOUT_AUTHOR


def _remove(part: Object, keys: list[str]) -> None:
    for key in keys:
        if key in part:
            del part[key]
