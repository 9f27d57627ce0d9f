"""Files handed in: hostile ones are refused in a sentence, honest ones kept without what betrays their author."""

import hashlib
import resource
import stat
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from PIL import Image

import corpus
from corpus import SECRET
from zhian.engines.workflow import Refused
from zhian.kernel.records.cleaning import child
from zhian.kernel.records.cleaning.hostile import Hostile
from zhian.kernel.records.cleaning.kinds import KINDS
from zhian.kernel.records.uploads import accept, intake, names, store

PDF, PHOTO = corpus.pdf(), corpus.picture()


def handed_in(name, data):
    uploaded = SimpleUploadedFile("x", data)
    uploaded._name = name  # as a hostile client would send it, past Django's own cleaning
    return accept(uploaded)


HOSTILE = [
    # ---- not what it says, or not wanted at all
    ("empty.pdf", b"", "is empty"),
    ("virus.exe", b"MZ" + bytes(200), "cannot be taken"),
    ("photo.jpg", b"MZ" + bytes(200), "cannot be taken"),
    ("program", b"\x7fELF" + bytes(200), "cannot be taken"),
    ("page.html", b"<html><script>alert(1)</script></html>", "is not what its name says"),
    ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "is not what its name says"),
    ("start.bat", b"del *.*", "is not what its name says"),
    ("report.pdf", b"just words", "is not what its name says"),
    ("report.pdf", PHOTO, "is not what its name says"),
    ("report.docx", PDF, "is not what its name says"),
    ("report.pdf.exe", PDF, "is not what its name says"),
    ("report\u202efdp.exe", PDF, "is not what its name says"),
    ("words.txt", PHOTO, "is not what its name says"),
    ("noise.txt", bytes(range(256)) * 4, "cannot be taken"),
    ("words.txt", b"a\0b", "cannot be taken"),
    ("words.txt", b"\x1b[2Jrm", "cannot be taken"),
    ("words.txt", b"\xff\xfea", "cannot be taken"),
    ("film.mp4", b"\0\0\0\x18ftypmp42" + bytes(100), "cannot be taken"),
    ("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100), "save or send it as JPEG"),
    ("photo.avif", b"\0\0\0\x1cftypavif\0\0\0\0avifmif1" + bytes(100), "save or send it as JPEG"),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Office format"),
    ("many.rar", b"Rar!\x1a\x07\0" + bytes(100), "is an archive"),
    ("many.7z", b"7z\xbc\xaf\x27\x1c" + bytes(100), "is an archive"),
    ("many.tar.gz", b"\x1f\x8b\x08" + bytes(100), "is an archive"),
    ("many.zip", corpus.archive([("a.txt", "a")]), "is an archive"),
    ("empty.zip", corpus.archive([]), "is an archive"),
    ("program.jar", corpus.archive([("META-INF/MANIFEST.MF", "")]), "is an archive"),
    # ---- pictures
    ("huge.png", corpus.huge_png(), "million pixels"),
    ("huge.jpg", corpus.jpeg_that_says_it_is_huge(), "million pixels"),
    ("huge.gif", corpus.gif_that_says_it_is_huge(), "million pixels"),
    ("words.png", corpus.png_text_bomb(), "is damaged"),
    ("cut.jpg", PHOTO[: len(PHOTO) // 2], "is damaged"),
    ("cut.png", corpus.picture("PNG")[:200], "is damaged"),
    ("cut.webp", corpus.picture("WEBP")[:100], "is damaged"),
    ("head.jpg", b"\xff\xd8\xff\xe0" + bytes(20), "is damaged"),
    ("nothing.png", corpus.png(0, 0), "is damaged"),
    # ---- PDF
    ("locked.pdf", corpus.locked_pdf(), "protected by a password"),
    ("guarded.pdf", corpus.pdf_locked_against_changes(), "protected by a password"),
    ("cut.pdf", b"%PDF-1.7\n", "is damaged"),
    ("wrong.pdf", b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF", "is damaged"),
    ("deep.pdf", corpus.pdf_nested_to_the_bottom(), "is damaged|too complicated"),
    ("bomb.pdf", corpus.pdf_of_a_packed_bomb(), "is damaged|too complicated"),
    # ---- Word and Excel
    ("bomb.xlsx", corpus.sheet_bomb(), "would unpack"),
    ("slow.xlsx", corpus.slow_sheet_bomb(), "would unpack"),
    ("many.docx", corpus.word(*((f"word/{number}.xml", "") for number in range(600))), "would unpack"),
    ("lying.docx", corpus.lying_bomb(), "is damaged"),
    ("twins.docx", corpus.overlapping_bomb(), "put together|would unpack"),
    ("up.docx", corpus.word(("../../etc/cron.d/x", "x")), "put together"),
    ("up.docx", corpus.word(("word\\..\\..\\x", "x")), "put together"),
    ("root.docx", corpus.word(("/etc/passwd", "x")), "put together"),
    ("drive.docx", corpus.word(("C:/autoexec.bat", "x")), "put together"),
    ("link.docx", corpus.symbolic_link(), "put together"),
    ("nul.docx", corpus.name_with_nul(), "put together"),
    ("twice.docx", corpus.word(("word/Document.xml", "<x/>")), "put together"),
    ("locked.docx", corpus.locked_entry(), "put together"),
    ("strange.docx", corpus.archive([("[Content_Types].xml", "")], zipfile.ZIP_LZMA), "put together"),
    ("laughs.docx", corpus.word(("word/a.xml", corpus.LAUGHS)), "can harm a computer"),
    (
        "laughs.xlsx",
        corpus.with_parts(corpus.workbook(), ("xl/sharedStrings.xml", corpus.LAUGHS)),
        "can harm a computer",
    ),
    ("outside.docx", corpus.word(("word/a.xml", corpus.OUTSIDE)), "can harm a computer"),
    ("outside.docx", corpus.word(("word/_rels/a.rels", corpus.OUTSIDE_DTD)), "can harm a computer"),
    ("types.docx", corpus.archive([("[Content_Types].xml", corpus.OUTSIDE)]), "can harm a computer"),
    ("utf16.docx", corpus.word(("word/a.xml", corpus.OUTSIDE.encode("utf-16"))), "is damaged"),
    ("utf7.docx", corpus.word(("word/a.xml", '<?xml version="1.0" encoding="UTF-7"?><a/>')), "is damaged"),
    ("macro.docm", corpus.word(main=corpus.WORD_TYPE.replace("openxmlformats", "macroEnabled")), "contains macros"),
    ("macro.docx", corpus.word(("word/vbaProject.bin", "x")), "contains macros"),
    ("macro.docx", corpus.word(("word/other.bin", "x"), extra='<a ContentType="x.vbaProject"/>'), "contains macros"),
    ("macro.xlsx", corpus.with_parts(corpus.workbook(), ("xl/macrosheets/sheet1.xml", "<a/>")), "contains macros"),
    ("control.docx", corpus.word(("word/activeX/activeX1.bin", "x")), "contains macros"),
    ("object.docx", corpus.word(("word/embeddings/oleObject1.bin", "x")), "contains macros"),
    ("inner.docx", corpus.word(("word/embeddings/a.xlsx", corpus.word(("x/vbaProject.bin", "")))), "contains macros"),
    ("dolls.docx", corpus.word(("word/embeddings/a.docx", corpus.word(("b.docx", corpus.word())))), "too complicated"),
    ("slides.pptx", corpus.word(main="application/x-presentation"), "cannot be taken"),
    ("cut.docx", corpus.document()[:2000], "is damaged"),
    ("broken.docx", corpus.word(("word/a.xml", "<a><b></a>")), "is damaged"),
    ("words.docx", b"PK\x03\x04 and then only words", "is damaged"),
]


@pytest.mark.parametrize(("name", "data", "sentence"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_file_is_refused_in_a_sentence_and_at_once(name, data, sentence):
    before = cpu_of_children()
    with pytest.raises(Refused, match=sentence) as refusal:
        handed_in(name, data)
    assert cpu_of_children() - before < 1  # second of processor time, with starting the process that looks
    assert str(refusal.value).endswith(".")
    assert "\u202e" not in str(refusal.value)


def cpu_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


MEASURE = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-m", "zhian.kernel.records.cleaning.child"], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
BOMBS = [
    corpus.huge_png, corpus.png_text_bomb, corpus.sheet_bomb, corpus.slow_sheet_bomb, corpus.overlapping_bomb,
    corpus.jpeg_that_says_it_is_huge,
]  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in kilobytes on Linux only")
@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.__name__)
def test_a_bomb_is_refused_in_little_memory(bomb):
    paths = {"PYTHONPATH": ":".join(filter(None, sys.path))}
    asked = b"{}\n" + bomb()
    measured = subprocess.run([sys.executable, "-c", MEASURE], input=asked, capture_output=True, check=True, env=paths)
    assert int(measured.stdout) < 150 * 1024  # kB


HONEST = [
    PHOTO, corpus.photo_with_place(), corpus.png_with_words(), corpus.webp_with_exif(), corpus.animation(),
    *map(corpus.pdf, (corpus.with_author, corpus.with_scripts, corpus.with_attached_file, corpus.with_photo)),
    corpus.document(), corpus.workbook(), corpus.document_with_comments(), "科室,人数\n".encode("gb18030"),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore")  # of Pillow, about broken EXIF
@given(st.sampled_from(HONEST), st.randoms(use_true_random=False))
@settings(max_examples=500, deadline=None)
def test_a_file_damaged_at_random_is_taken_or_refused_and_breaks_nothing(data, chance):
    damaged = bytearray(data)
    for _time in range(chance.choice([1, 1, 3, 20])):
        place = chance.randrange(len(damaged) + 1)
        damaged[place : place + chance.choice([0, 1, 1, 40])] = chance.randbytes(chance.choice([0, 1, 1, 8]))
    try:
        kind, _content = child.clean(bytes(damaged))
        assert kind in KINDS
    except Hostile as hostile:
        assert hostile.reason in intake.SENTENCES


def test_the_largest_file_is_measured_and_not_believed(settings):
    settings.LARGEST_FILE_BYTES = 2 * 2**20
    uploaded = SimpleUploadedFile("large.txt", b"a" * (2 * 2**20 + 1))
    uploaded.size = 1
    with pytest.raises(Refused, match=r"large\.txt is larger than 2 MB"):
        accept(uploaded)


def test_a_file_that_breaks_its_reader_breaks_nothing_else(monkeypatch):
    monkeypatch.setattr(intake.QUARANTINE, "seconds", 0.001)
    with pytest.raises(Refused, match="too complicated"):
        handed_in("words.txt", b"words")


# ---- honest files


def test_a_photo_loses_its_place_its_camera_and_its_owner_and_stands_upright():
    clean = handed_in("跌倒现场.JPG", corpus.photo_with_place())
    assert (clean.name, clean.content_type) == ("跌倒现场.jpg", "image/jpeg")
    assert SECRET.encode() not in clean.data
    image = Image.open(BytesIO(clean.data))
    assert image.size == (48, 64)
    assert not image.getexif()


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("words.png", corpus.png_with_words(), "image/png"),
        ("picture.webp", corpus.webp_with_exif(), "image/webp"),
        ("film.gif", corpus.animation(), "image/png"),
    ],
)
def test_every_picture_is_kept_without_words(name, data, content_type):
    clean = handed_in(name, data)
    image = Image.open(BytesIO(clean.data))
    assert clean.content_type == content_type
    assert SECRET.encode() not in clean.data
    assert not {"Author", "Comment", "comment", "exif", "xmp", "XML:com.adobe.xmp"} & image.info.keys()
    assert getattr(image, "n_frames", 1) == 1


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_make_are_kept(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    written = BytesIO()
    Image.new(mode, (30, 20)).save(written, form)
    clean = handed_in("a", written.getvalue())
    assert Image.open(BytesIO(clean.data)).size == (30, 20)


def test_what_is_transparent_stays_so():
    written = BytesIO()
    Image.new("RGBA", (2, 2), (255, 0, 0, 0)).save(written, "PNG")
    assert Image.open(BytesIO(handed_in("a.png", written.getvalue()).data)).getpixel((0, 0))[3] == 0


def test_a_large_photo_of_a_phone_is_kept_at_half_its_size():
    written = BytesIO()
    Image.new("RGB", (8064, 6048)).save(written, "JPEG")
    assert Image.open(BytesIO(handed_in("a.jpg", written.getvalue()).data)).size == (4032, 3024)


@pytest.mark.parametrize("tail", [corpus.archive([("evil.class", "x")]), b"<script>alert(1)</script>", PDF])
@pytest.mark.parametrize("head", ["JPEG", "PNG", "WEBP"])
def test_a_second_file_behind_a_picture_is_gone(head, tail):
    assert tail[-20:] not in handed_in("a.jpg", corpus.picture(head) + tail).data


def test_a_picture_with_the_name_of_another_format_gets_its_own():
    clean = handed_in("from-chat.jpg", corpus.picture("PNG"))
    assert (clean.name, clean.content_type) == ("from-chat.png", "image/png")


@pytest.mark.parametrize(
    "change",
    [
        corpus.with_author,
        corpus.with_scripts,
        corpus.with_launching_link,
        corpus.with_attached_file,
        corpus.with_signed_note,
        corpus.with_form_of_programs,
        corpus.with_photo,
    ],
    ids=lambda change: change.__name__,
)
@pytest.mark.parametrize("packed", [True, False])
def test_a_pdf_keeps_its_pages_and_nothing_that_acts_or_betrays(change, packed):
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    clean = handed_in("report.pdf", corpus.pdf(change, object_stream_mode=mode))
    assert (clean.name, clean.content_type) == ("report.pdf", "application/pdf")
    with pikepdf.open(BytesIO(clean.data)) as document:
        assert len(document.pages) == 1
        words = b"".join(_everything_in(document))
    assert SECRET.encode() not in words
    assert not any(word in words for word in (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/XFA", b"/OpenAction"))


def _everything_in(document):
    for found in document.objects:
        yield found.unparse(resolved=True)
        if isinstance(found, pikepdf.Stream):
            yield found.read_raw_bytes()
            if "/Filter" in found and found.Filter != pikepdf.Name.DCTDecode:
                yield found.read_bytes()


def test_a_note_in_a_pdf_loses_its_author_and_keeps_its_words():
    with pikepdf.open(BytesIO(handed_in("a.pdf", corpus.pdf(corpus.with_signed_note)).data)) as document:
        assert str(document.pages[0].Annots[0].Contents) == "well done"


def test_an_earlier_version_inside_a_pdf_is_gone():
    first = corpus.pdf(corpus.with_author)
    assert SECRET.encode() in first
    later = first + b"\n9 0 obj\n(%s)\nendobj\n" % SECRET.encode()
    assert SECRET.encode() not in handed_in("a.pdf", later).data


def test_a_second_file_behind_a_pdf_is_gone():
    tail = corpus.archive([("evil.class", "x")])
    assert tail not in handed_in("a.pdf", PDF + tail).data


def test_a_word_file_loses_its_author_and_keeps_its_words():
    clean = handed_in("经过.docx", corpus.document())
    assert clean.name == "经过.docx"
    assert SECRET.encode() not in unpacked(clean.data)
    assert "跌倒经过".encode() in unpacked(clean.data)


@pytest.mark.parametrize(
    "make", [corpus.document_with_comments, corpus.document_with_properties_of_its_own], ids=lambda make: make.__name__
)
def test_a_word_file_loses_everybody_whom_it_names(make):
    clean = handed_in("a.docx", make())
    assert SECRET.encode() not in unpacked(clean.data)
    assert b"rsidR" not in unpacked(clean.data)


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", f"http://{SECRET}.example/evil.dotm"),
        ("oleObject", f"file:///{SECRET}"),
        ("image", f"http://{SECRET}.example/pixel.png"),
        ("frame", f"\\\\{SECRET}\\share"),
        ("hyperlink", f"file:///C:/Users/{SECRET}"),
        ("hyperlink", f"javascript:{SECRET}"),
        ("frame", f"http://{SECRET}.example/?a&gt;b"),
    ],
)
def test_a_word_file_fetches_nothing_by_itself(kind, target):
    clean = handed_in("a.docx", corpus.document_with_relations((kind, target)))
    assert SECRET.encode() not in unpacked(clean.data)


def test_a_link_that_a_person_follows_stays():
    clean = handed_in("a.docx", corpus.document_with_relations(("hyperlink", "https://www.nhc.gov.cn/?a=1&amp;b=2")))
    assert b"https://www.nhc.gov.cn/?a=1&amp;b=2" in unpacked(clean.data)


def test_an_excel_file_loses_its_author_and_keeps_its_words():
    clean = handed_in("清单.xlsx", corpus.workbook())
    assert SECRET.encode() not in unpacked(clean.data)
    sheet = load_workbook(BytesIO(clean.data)).active
    assert sheet["A1"].value == "跌倒"
    assert "请核对" in sheet["A1"].comment.text


def test_an_excel_file_loses_persons_and_paths_and_keeps_its_tables():
    words = unpacked(handed_in("a.xlsx", corpus.workbook_of_persons()).data)
    assert SECRET.encode() not in words
    assert b'displayName="Falls"' in words


def test_a_workbook_inside_a_document_loses_its_author_too():
    inside = corpus.document(("word/embeddings/Sheet1.xlsx", corpus.workbook()))
    with zipfile.ZipFile(BytesIO(handed_in("a.docx", inside).data)) as packed:
        assert SECRET.encode() not in unpacked(packed.read("word/embeddings/Sheet1.xlsx"))


def unpacked(data):
    with zipfile.ZipFile(BytesIO(data)) as packed:
        return b"\n".join([*(name.encode() for name in packed.namelist()), *map(packed.read, packed.namelist())])


def test_the_same_file_handed_in_twice_is_the_same_file():
    document = corpus.document()
    one, two = handed_in("a.docx", document), handed_in("b.docx", document)
    assert one.sha256 == two.sha256 == hashlib.sha256(one.data).hexdigest()
    assert one.size == len(one.data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_every_usual_encoding_is_kept_so_that_excel_shows_it(encoding):
    clean = handed_in("清单.csv", "科室,人数\r\n内科,3\r\n".encode(encoding))
    assert clean.content_type == "text/csv"
    assert clean.data == "\ufeff科室,人数\r\n内科,3\r\n".encode()


def test_text_without_an_extension_gets_one():
    clean = handed_in("notes", b"words")
    assert (clean.name, clean.content_type) == ("notes.txt", "text/plain")


# ---- names


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\wang\\notes.txt", "notes.txt"),
        ("a\0b.txt", "ab.txt"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie_ x.txt"),
        ("cod\u202etxt.txt", "codtxt.txt"),
        ("zero\u200bwidth.txt", "zerowidth.txt"),
        (".htaccess.txt", "htaccess.txt"),
        ("con.txt", "file con.txt"),
        ("LPT1.txt", "file LPT1.txt"),
        ("", "file.txt"),
        ("...", "file.txt"),
        ("..txt", "txt.txt"),
        ('<img src="x">.txt', "_img src=_x__.txt"),
        ("a   b .txt", "a b.txt"),
        ("e\u0301.txt", "é.txt"),
        ("跌倒.记录.txt", "跌倒.记录.txt"),
        ("长" * 300 + ".txt", "长" * 96 + ".txt"),
    ],
)
def test_a_name_is_harmless_and_still_readable(given_name, kept):
    assert handed_in(given_name, b"words").name == kept


@given(st.text(max_size=300))
def test_no_name_leads_anywhere(name):
    safe = names.safe_name(name, "pdf")
    assert safe.endswith(".pdf")
    assert 4 < len(safe) <= names.LENGTH
    assert Path(safe).name == safe
    assert not set(safe) & set('\0/\\:<>"|?*\n\r\u202e')


# ---- keeping


def test_a_file_lies_under_a_name_that_nobody_can_guess(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    clean = handed_in("张三.txt", b"words")
    one, two = store(clean), store(clean)
    kept = settings.MEDIA_ROOT / one.path
    assert kept.read_bytes() == clean.data
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert len({one.key, two.key, one.path, two.path}) == 4
    assert min(len(one.key), len(kept.name)) >= 32
    assert "张三" not in one.path


def test_a_full_disk_is_said_in_a_sentence_and_leaves_no_half_of_a_file(settings, tmp_path, full_disk):
    settings.MEDIA_ROOT = tmp_path / "files"
    clean = handed_in("notes.txt", b"words")
    with full_disk(), pytest.raises(Refused, match=r"disk of the server is full, and notes\.txt was not kept"):
        store(clean)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.fixture
def full_disk(monkeypatch):
    """A limit on the size of files stands for a full disk: the write fails half way."""
    import contextlib
    import errno
    import os

    @contextlib.contextmanager
    def limit():
        def fsync(_handle):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        with monkeypatch.context() as patched:
            patched.setattr("zhian.kernel.records.uploads.shelf.os.fsync", fsync)
            yield

    return limit
