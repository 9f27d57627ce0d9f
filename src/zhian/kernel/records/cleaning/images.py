"""Pictures: drawn anew from their pixels, so that nothing else comes along (place, camera, owner, a second file)."""

import struct
import warnings
from io import BytesIO

from PIL import Image, ImageOps

from .hostile import Hostile

PIXELS = 4096 * 4096  # of the picture that is kept
SOURCE_PIXELS = 4 * PIXELS  # of a JPEG, which can be read at half its size
WRITTEN_AS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "PNG"}
QUALITY = {"JPEG": {"quality": 90}, "WEBP": {"quality": 90}, "PNG": {}}

JPEG_START, JPEG_SCAN, JPEG_COMMENT = b"\xff\xd8", 0xDA, 0xFE
JPEG_KEPT_MARKERS = {0xE0, 0xEE}  # JFIF and Adobe: how to read the colours
PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_METADATA = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}


def clean(data: bytes, kind: str) -> bytes:
    """The same picture, upright, without metadata. Refuses one that is damaged or too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = _open(data, kind)
            image = _plain(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Hostile("too_many_pixels", megapixels=PIXELS // 10**6) from None
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, struct.error, OverflowError):
        raise Hostile("damaged") from None  # what Pillow raises on a broken file is anything of these
    written = BytesIO()
    image.save(written, WRITTEN_AS[kind], **QUALITY[WRITTEN_AS[kind]])
    return written.getvalue()


def strip(data: bytes) -> bytes:
    """A picture inside a document without its metadata, its pixels untouched."""
    if data.startswith(JPEG_START):
        return _strip_jpeg(data)
    if data.startswith(PNG_START):
        return _strip_png(data)
    return data


def _open(data: bytes, kind: str) -> Image.Image:
    image = Image.open(BytesIO(data), formats=[kind.upper()])
    if image.width * image.height > PIXELS:
        if kind != "jpeg" or image.info.get("progressive") or image.width * image.height > SOURCE_PIXELS:
            raise Image.DecompressionBombError
        image.draft(None, (image.width // 2, image.height // 2))
    image.load()
    return image


def _plain(image: Image.Image) -> Image.Image:
    grey = image.mode in ("1", "L")
    plain = image.convert("RGBA" if image.has_transparency_data else "L" if grey else "RGB")
    plain.info.clear()  # comments, colour profiles and EXIF would be written along
    return plain


def _strip_jpeg(data: bytes) -> bytes:
    kept, place = [JPEG_START], 2
    while data[place : place + 1] == b"\xff" and len(data) >= place + 4:
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4])
        if marker == JPEG_SCAN:
            return b"".join([*kept, data[place:]])
        is_application = 0xE0 <= marker <= 0xEF
        if not (is_application and marker not in JPEG_KEPT_MARKERS) and marker != JPEG_COMMENT:
            kept.append(data[place : place + 2 + length])
        place += 2 + length
    raise Hostile("damaged")


def _strip_png(data: bytes) -> bytes:
    kept, place = [PNG_START], len(PNG_START)
    while len(data) >= place + 12:
        length, name = struct.unpack(">I4s", data[place : place + 8])
        chunk = data[place : place + 12 + length]
        if name not in PNG_METADATA:
            kept.append(chunk)
        if name == b"IEND":
            return b"".join(kept)
        place += len(chunk)
    raise Hostile("damaged")
