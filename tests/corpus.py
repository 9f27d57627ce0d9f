"""Files that people hand in, honest and hostile, made in code so that none has to be kept."""

import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
from openpyxl import Workbook
from openpyxl.comments import Comment
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, PngImagePlugin

SECRET = "Wang-Wu-1234"  # stands for whatever would betray the author

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


# ---- pictures


def picture(form="JPEG", size=(64, 48), mode="RGB", **options):
    written = BytesIO()
    Image.effect_noise(size, 50).convert(mode).save(written, form, **options)
    return written.getvalue()


def photo_with_place():
    exif = Image.Exif()
    exif[0x010F], exif[0x013B], exif[0x0112] = "Maker " + SECRET, SECRET, 6  # camera, artist, turned by 90 degrees
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 0.0), 3: "E", 4: (120.0, 9.0, 0.0), 29: SECRET})
    return picture("JPEG", exif=exif, comment=SECRET.encode(), xmp=f"<x>{SECRET}</x>".encode())


def png_with_words():
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", SECRET)
    words.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET}</x>")
    words.add_text("Comment", SECRET, zip=True)
    return picture("PNG", pnginfo=words, exif=_exif_with_artist())


def webp_with_exif():
    return picture("WEBP", exif=_exif_with_artist(), xmp=f"<x>{SECRET}</x>".encode())


def _exif_with_artist():
    exif = Image.Exif()
    exif[0x013B] = SECRET
    return exif


def animation():
    frames = [Image.new("P", (20, 20), colour) for colour in range(3)]
    written = BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:], comment=SECRET.encode())
    return written.getvalue()


def png(width, height, data=b"", chunks=()):
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)), *chunks, (b"IDAT", data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def huge_png():
    return png(30000, 30000, zlib.compress(bytes(10_000_000)))


def png_text_bomb():
    return png(1, 1, zlib.compress(bytes(5)), [(b"zTXt", b"a\0\0" + zlib.compress(bytes(200_000_000), 9))])


def jpeg_that_says_it_is_huge():
    data = bytearray(picture())
    place = data.index(b"\xff\xc0")
    data[place + 5 : place + 9] = struct.pack(">HH", 65000, 65000)
    return bytes(data)


def gif_that_says_it_is_huge():
    data = bytearray(animation())
    data[6:10] = struct.pack("<HH", 65535, 65535)
    return bytes(data)


# ---- PDF


def pdf(change=lambda pdf: None, **saving):
    with pikepdf.new() as document:
        document.add_blank_page()
        change(document)
        written = BytesIO()
        document.save(written, **saving)
        return written.getvalue()


def with_author(document):
    document.docinfo["/Author"] = SECRET
    document.Root.Metadata = Stream(document, f"<x>{SECRET}</x>".encode())
    document.Root.PieceInfo = Dictionary(Word=Dictionary(LastModified=SECRET))
    document.pages[0].Metadata = Stream(document, SECRET.encode())


def script(document):
    return Dictionary(S=Name.JavaScript, JS=f"app.alert('{SECRET}')")


def with_scripts(document):
    names = Dictionary(Names=Array([SECRET, document.make_indirect(script(document))]))
    document.Root.Names = Dictionary(JavaScript=names)
    document.Root.OpenAction = script(document)
    document.Root.AA = Dictionary(WC=script(document))
    document.pages[0].AA = Dictionary(O=script(document))


def with_launching_link(document):
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
    link.A = Dictionary(S=Name.Launch, F=SECRET, Next=script(document))
    document.pages[0].Annots = Array([document.make_indirect(link)])


def with_attached_file(document):
    document.attachments["secret.exe"] = pikepdf.AttachedFileSpec(document, SECRET.encode(), filename="secret.exe")
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]), Contents=SECRET)
    document.pages[0].Annots = Array([document.make_indirect(note)])


def with_signed_note(document):
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), T=SECRET, Contents="well done")
    document.pages[0].Annots = Array([document.make_indirect(note)])


def with_form_of_programs(document):
    document.Root.AcroForm = Dictionary(XFA=Stream(document, SECRET.encode()), Fields=Array([]))


def with_photo(document):
    data = photo_with_place()
    image = Stream(document, data, Type=Name.XObject, Subtype=Name.Image, Width=64, Height=48)
    image.ColorSpace, image.BitsPerComponent, image.Filter = Name.DeviceRGB, 8, Name.DCTDecode
    document.pages[0].Resources = Dictionary(XObject=Dictionary(Im0=image))


def locked_pdf():
    return pdf(encryption=pikepdf.Encryption(owner="owner", user="user"))


def pdf_locked_against_changes():
    return pdf(encryption=pikepdf.Encryption(owner="owner", user=""))


def pdf_nested_to_the_bottom():
    return pdf()[:-6] + b"1 0 obj\n" + b"[" * 100_000 + b"]" * 100_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def pdf_of_a_packed_bomb():
    """Its objects lie in a stream that unpacks to a gigabyte."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(10_000_000)) for _ in range(100)) + packer.flush()
    start = b"%PDF-1.5\n"
    first = b"1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    first += packed + b"\nendstream\nendobj\n"
    rows = struct.pack(">BHB", 0, 0, 0) + struct.pack(">BHB", 1, len(start), 0) + struct.pack(">BHB", 2, 1, 0)
    table = b"3 0 obj\n<</Type/XRef/Size 3/W[1 2 1]/Root 2 0 R/Length %d>>\nstream\n" % len(rows)
    table += rows + b"\nendstream\nendobj\n"
    return start + first + table + b"startxref\n%d\n%%%%EOF" % (len(start) + len(first))


# ---- Office


def archive(entries, method=zipfile.ZIP_DEFLATED):
    written = BytesIO()
    with zipfile.ZipFile(written, "w", method) as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return written.getvalue()


def types(main, extra=""):
    return TYPES.format(f'<Override PartName="/main.xml" ContentType="{main}"/>{extra}')


def word(*entries, main=WORD_TYPE, extra=""):
    """The smallest thing that is a Word file, and more parts."""
    return archive([("[Content_Types].xml", types(main, extra)), ("word/document.xml", "<w/>"), *entries])


def document(*entries):
    """A Word file as an honest person hands it in: a paragraph, a photo, and who wrote it."""
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    words = f"<w:document {names}><w:body><w:p><w:r><w:t>跌倒经过</w:t></w:r></w:p></w:body></w:document>"
    start = f'<Relationship Id="rId1" Type="{RELATION}officeDocument" Target="word/document.xml"/>'
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{SECRET}</dc:creator>'
        f"<cp:lastModifiedBy>{SECRET}</cp:lastModifiedBy></cp:coreProperties>"
    )
    parts = {
        "[Content_Types].xml": TYPES.format(
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="jpeg" ContentType="image/jpeg"/>'
            f'<Override PartName="/word/document.xml" ContentType="{WORD_TYPE}"/>'
        ),
        "_rels/.rels": RELS.format(start),
        "docProps/core.xml": core,
        "word/document.xml": words,
        "word/media/image1.jpeg": photo_with_place(),
    }
    return archive((parts | dict(entries)).items())


def with_parts(data, *entries):
    """The archive with some parts replaced or added."""
    with zipfile.ZipFile(BytesIO(data)) as packed:
        kept = {name: packed.read(name) for name in packed.namelist()}
    return archive((kept | dict(entries)).items())


def document_with_comments():
    words = (
        '<w:comments xmlns:w="urn:w" xmlns:w15="urn:w15"><w:comment w:id="0" w:author="{0}" w:initials="{0}">'
        '<w:p w:rsidR="00AB12CD"/></w:comment></w:comments>'
    )
    people = (
        '<w15:people xmlns:w15="urn:w15"><w15:person w15:author="{0}">'
        '<w15:presenceInfo w15:providerId="AD" w15:userId="S::{0}"/></w15:person></w15:people>'
    )
    return document(("word/comments.xml", words.format(SECRET)), ("word/people.xml", people.format(SECRET)))


def document_with_properties_of_its_own():
    custom = f"<Properties><property name='Hospital'><v>{SECRET}</v></property></Properties>"
    company = f"<Properties><Company>{SECRET}</Company><Manager>{SECRET}</Manager></Properties>"
    return document(("docProps/custom.xml", custom), ("docProps/app.xml", company))


def document_with_relations(*relations):
    lines = "".join(
        f'<Relationship Id="r{number}" Type="{RELATION}{kind}" Target="{target}" TargetMode="External"/>'
        for number, (kind, target) in enumerate(relations)
    )
    return document(("word/_rels/settings.xml.rels", RELS.format(lines)))


def workbook():
    made = Workbook()
    made.active["A1"] = "跌倒"
    made.active["A1"].comment = Comment("请核对", SECRET)
    made.properties.creator = made.properties.lastModifiedBy = SECRET
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def workbook_of_persons():
    persons = f'<personList xmlns="urn:p"><person displayName="{SECRET}" id="1" userId="{SECRET}"/></personList>'
    table = '<table xmlns="urn:t" displayName="Falls"/>'
    path = (
        f'<workbook xmlns:x="urn:x"><fileSharing userName="{SECRET}"/><x:absPath url="C:\\Users\\{SECRET}"/></workbook>'
    )
    return with_parts(
        workbook(), ("xl/persons/person.xml", persons), ("xl/tables/table1.xml", table), ("xl/workbook.xml", path)
    )


def sheet_bomb():
    return archive([("[Content_Types].xml", types(SHEET_TYPE)), ("xl/sheet1.xml", bytes(420_000_000))])


def slow_sheet_bomb():
    """Within the limits of size, but packed far beyond what an honest sheet is."""
    return archive([("[Content_Types].xml", types(SHEET_TYPE)), ("xl/sheet1.xml", bytes(49_000_000))])


def lying_bomb():
    """Its directory says that the part is small."""
    data = bytearray(word(("word/a.xml", bytes(30_000_000))))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        entry = data.rindex(mark) if mark == b"PK\x01\x02" else data.rindex(b"PK\x03\x04")
        struct.pack_into("<I", data, entry + place, 100)
    return bytes(data)


def overlapping_bomb():
    """Many names in the directory for one and the same packed part."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", types(WORD_TYPE))
        packed.writestr("word/a.xml", bytes(90_000))
        one = packed.infolist()[-1]
        for number in range(300):
            again = zipfile.ZipInfo(f"word/{number}.xml")
            again.compress_type, again.CRC, again.header_offset = one.compress_type, one.CRC, one.header_offset
            again.compress_size, again.file_size = one.compress_size, one.file_size
            packed.filelist.append(again)
    return written.getvalue()


def symbolic_link():
    entry = zipfile.ZipInfo("word/link")
    entry.external_attr = 0o120777 << 16
    return word((entry, "/etc/passwd"))


def locked_entry():
    data = bytearray(word(("word/secret.xml", "<a/>")))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rindex(mark) + place] |= 1
    return bytes(data)


def name_with_nul():
    return word(("word/aXb.xml", "<a/>")).replace(b"word/aXb.xml", b"word/a\0b.xml")


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">{}]><l>&j;</l>'.format(
    "".join(f'<!ENTITY {here} "{f"&{before};" * 10}">' for before, here in zip("abcdefghi", "bcdefghij", strict=True))
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'
OUTSIDE_DTD = '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><x/>'
