"""Word and Excel files: their directory checked before anything is unpacked, then packed anew without their authors."""

import re
import stat
import zipfile
import zlib
from io import BytesIO
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from defusedxml import ElementTree

from . import images
from .hostile import Hostile

ENTRIES = 500
UNPACKED = 50 * 2**20  # bytes
RATIO = 100
SMALL = 2**16  # bytes: below that, how well something packs says nothing
ON_1_JANUARY_1980 = (1980, 1, 1, 0, 0, 0)

TYPES = "[Content_Types].xml"
MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
}
MACROS = re.compile(rb"macroEnabled|vbaProject|activeX|ms-office\.vba|macrosheet|intlmacro", re.IGNORECASE)
MACRO_PARTS = re.compile(r"vba|activex|macrosheets|(^|/)embeddings/[^/]*\.bin$", re.IGNORECASE)
NESTED = re.compile(r"\.(docx|xlsx|pptx|zip)$", re.IGNORECASE)
PICTURES = re.compile(r"\.(jpe?g|png)$", re.IGNORECASE)

SAFE_TARGET = re.compile(r"https?://|mailto:|#", re.IGNORECASE)
AN_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\\\", re.IGNORECASE)
RELATIONSHIPS = 2**20  # bytes
RELATIONSHIP_NAMES = "http://schemas.openxmlformats.org/package/2006/relationships"

EMPTY_PART = {
    "docProps/core.xml": b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
    b'metadata/core-properties"/>',
    "docProps/app.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
# In the XML of any part: what names a person, a computer or a sitting at it. Word's own "remove personal information"
# writes the same word in their place. Each pattern begins at a blank or a "<" and so takes linear time.
VALUE = rb"""\s*=\s*(?:"[^"]*"|'[^']*')"""
ANONYMOUS: list[tuple[re.Pattern[bytes], bytes]] = [
    (re.compile(rb"(\s(?:\w+:)?(?:author|initials|userId|userName))" + VALUE), rb'\1="Author"'),
    (re.compile(rb"(<(?:\w+:)?person\s[^<>]*?\sdisplayName|<(?:\w+:)?person\sdisplayName)" + VALUE), rb'\1="Author"'),
    (re.compile(rb"\s\w+:rsid\w*" + VALUE), b""),
    (re.compile(rb"<((?:\w+:)?author)>[^<]*<"), rb"<\1>Author<"),
    (re.compile(rb"<\w+:(?:rsid|rsidRoot|attachedTemplate|absPath)(?:\s[^<>]*)?/>"), b""),
]


def clean(data: bytes, *, is_nested: bool = False) -> tuple[str, bytes]:
    """The kind ("docx" or "xlsx") and the same document, anonymous. Refuses bombs, macros, and other archives."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = _checked_directory(archive, len(data))
            kind = _kind(archive, entries)
            return kind, _packed_anew(archive, entries, is_nested=is_nested)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError):
        raise Hostile("damaged") from None  # a broken archive breaks zipfile in all of these ways


def _checked_directory(archive: zipfile.ZipFile, size: int) -> list[zipfile.ZipInfo]:
    """The entries, if the directory alone gives no reason to distrust them."""
    entries = archive.infolist()
    packed, unpacked = sum(entry.compress_size for entry in entries), sum(entry.file_size for entry in entries)
    names = {entry.filename.casefold() for entry in entries}
    if len(entries) > ENTRIES or unpacked > UNPACKED or unpacked > RATIO * packed + SMALL:
        raise Hostile("unpacks_too_large", megabytes=UNPACKED // 2**20)
    if packed > size or len(names) < len(entries) or any(_is_suspect(entry) for entry in entries):
        raise Hostile("suspect_archive")
    return [entry for entry in entries if not entry.is_dir()]


def _is_suspect(entry: zipfile.ZipInfo) -> bool:
    name, mode = entry.orig_filename, entry.external_attr >> 16
    steps = name.replace("\\", "/").split("/")
    return (
        ".." in steps
        or name.startswith(("/", "\\"))
        or any(letter in name for letter in "\0:\\")
        or stat.S_ISLNK(mode)
        or bool(entry.flag_bits & 0x41)  # encrypted
        or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        or entry.file_size > RATIO * entry.compress_size + UNPACKED // ENTRIES
    )


def _kind(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str:
    if TYPES not in {entry.filename for entry in entries}:
        raise Hostile("archive")
    types = archive.read(TYPES)
    _check_xml(types)
    if MACROS.search(types) or any(MACRO_PARTS.search(entry.filename) for entry in entries):
        raise Hostile("macros")
    for part, kind in MAIN_PARTS.items():
        if part in types:
            return kind
    raise Hostile("not_taken")


def _packed_anew(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], *, is_nested: bool) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry in entries:
            part = _clean_part(entry.filename, archive.read(entry), is_nested=is_nested)
            packed.writestr(zipfile.ZipInfo(entry.filename, ON_1_JANUARY_1980), part, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _clean_part(name: str, part: bytes, *, is_nested: bool) -> bytes:
    if name in EMPTY_PART:
        return EMPTY_PART[name]
    if PICTURES.search(name):
        return images.strip(part)
    if NESTED.search(name):
        if is_nested:
            raise Hostile("too_complicated")
        return clean(part, is_nested=True)[1]
    if name.endswith((".xml", ".rels", ".vml")):
        _check_xml(part)
        part = _anonymous(part)
    if name.endswith(".rels"):
        return _without_reach(part)
    return part


def _check_xml(part: bytes) -> None:
    """That it is XML in UTF-8 without a document type: entities are how a small file reads or fills a computer."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        part.decode("utf-8")
        parser.Parse(part, True)
    except (expat.ExpatError, UnicodeError, LookupError):
        raise Hostile("damaged") from None


def _refuse_document_type(*_declaration: object) -> None:
    raise Hostile("entities")


def _anonymous(part: bytes) -> bytes:
    for pattern, words in ANONYMOUS:
        part = pattern.sub(words, part)
    return part


def _without_reach(part: bytes) -> bytes:
    """Relationships of which a person may follow the links, but of which the program fetches nothing by itself."""
    if len(part) > RELATIONSHIPS:
        raise Hostile("too_complicated")
    links = [link.attrib for link in ElementTree.fromstring(part, forbid_dtd=True)]
    kept = [_harmless(link) for link in links if not link.get("Type", "").endswith("/attachedTemplate")]
    lines = (
        "<Relationship " + " ".join(f"{key}={quoteattr(value)}" for key, value in link.items()) + "/>" for link in kept
    )
    return f'<Relationships xmlns="{RELATIONSHIP_NAMES}">{"".join(lines)}</Relationships>'.encode()


def _harmless(link: dict[str, str]) -> dict[str, str]:
    is_followed_by_hand = link.get("Type", "").endswith("/hyperlink") and SAFE_TARGET.match(link.get("Target", ""))
    is_inside = link.get("TargetMode") != "External" and not AN_ADDRESS.match(link.get("Target", ""))
    return link if is_inside or is_followed_by_hand else {**link, "Target": "about:blank", "TargetMode": "External"}
