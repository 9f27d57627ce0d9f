"""Documents: filled in, in a sandbox, in the hospital's own template; as Word and as PDF."""

import re
import zipfile
from io import BytesIO

import docx
import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy
from PIL import Image

import given
from zhian.engines.workflow import Refused
from zhian.kernel.audit.models import Entry
from zhian.kernel.documents import press
from zhian.kernel.documents.kinds import DOCUMENTS
from zhian.kernel.documents.making import word
from zhian.kernel.documents.making.unprintable import Unprintable
from zhian.kernel.documents.models import Template
from zhian.kernel.documents.placeholders import placeholders
from zhian.kernel.documents.press import NoPdf, make
from zhian.kernel.documents.services import go_back, in_use, print_out, put_into_use
from zhian.kernel.documents.traditional import template_in
from zhian.kernel.records import uploads
from zhian.kernel.records.models import Opening

CASE = DOCUMENTS["incidents.case"]


def a_template(*lines: str, header: str = "") -> bytes:
    document, written = docx.Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.sections[0].header.paragraphs[0].text = header
    document.save(written)
    return written.getvalue()


def handed_in(*lines: str) -> uploads.Clean:
    return uploads.accept(SimpleUploadedFile("ours.docx", a_template(*lines)))


def words_of(data: bytes) -> str:
    document = docx.Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    headers = [paragraph.text for section in document.sections for paragraph in section.header.paragraphs]
    return "\n".join([*headers, *(paragraph.text for paragraph in document.paragraphs), *cells])


def filled(*lines: str, **facts) -> str:
    return words_of(word.fill_in(a_template(*lines), facts)[0])


def as_word(template: bytes, facts: dict) -> bytes:
    return make(template, facts, format="docx", title="A report", language="en").data


# Filling in ---------------------------------------------------------------------------------------------------


def test_a_drawing_is_also_painted_for_a_word_that_cannot_draw():
    square = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="20" height="10" fill="red"/></svg>'
    )
    made = as_word(a_template("{{ chart }}"), {"chart": {"picture": square, "words": "A chart"}})
    document = docx.Document(BytesIO(made))
    parts = {str(part.partname): part.blob for part in document.part.package.iter_parts() if "media" in part.partname}
    painted = Image.open(BytesIO(next(blob for name, blob in parts.items() if name.endswith("png"))))
    assert (painted.size, painted.getpixel((700, 350))[:3]) == ((1400, 700), (255, 0, 0))
    assert any(name.endswith("svg") for name in parts)


def test_a_placeholder_becomes_its_fact_in_body_and_header():
    made = as_word(a_template("Case {{ number }}", header="{{ hospital }}"), {"number": "AE-1", "hospital": "First"})
    assert "Case AE-1" in words_of(made)
    assert "First" in words_of(made)


def test_what_looks_like_markup_stays_words():
    assert "<w:br/> & {{ number }}" in filled("{{ account }}", account="<w:br/> & {{ number }}", number="7")


def test_letters_that_no_document_can_hold_are_left_out():
    assert "fell down" in filled("{{ account }}", account="fell\0 \x0cdown\ud800")


def test_what_is_not_known_stays_blank_and_is_named():
    made, unknown = word.fill_in(a_template("[{{ patient.agee }}{{ nobody.knows.this }}]"), {"patient": {"age": "78"}})
    assert "[]" in words_of(made)
    assert unknown == ["agee", "nobody"]


def test_a_fact_may_be_called_like_a_method():
    assert "3 of 4" in filled("{{ told.items }} of {{ told.values }}", told={"items": 3, "values": 4})


HOSTILE = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ number.__class__ }}",
    "{{ [].append.__globals__ }}",
    "{{ patient.__init__.__globals__['os'].system('id') }}",
    "{{ self.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__ }}",
    "{{ namespace.__init__ }}",
    "{{ '%s'|format(number.__class__) }}",
    "{{ '{0.__class__}'.format(number) }}",
    "{{ rows|map(attribute='__class__')|list }}",
    "{% set x = number.__class__.__base__ %}{{ x }}",
    "{{ patient|attr('__class__') }}",
]


@pytest.mark.parametrize("line", HOSTILE)
def test_a_hostile_template_reaches_nothing(line):
    try:
        shown = filled(f"[{line}]", number="AE-1", patient={"age": 1}, rows=[{"age": 1}])
    except Unprintable as refused:
        shown = str(refused.facts)
        assert refused.reason == "placeholder"
    assert not re.search(r"<class|function|built-in|uid=|module", shown), shown


@pytest.mark.parametrize("line", ["{% include 'x' %}", "{% import 'os' as os %}", "{% extends 'x' %}"])
def test_a_template_loads_no_other(line):
    with pytest.raises(Unprintable):
        filled(line)


def test_a_template_that_never_ends_is_given_up(monkeypatch):
    many = "".join(f"{{% for {name} in rows %}}" for name in "abcdefgh")
    endless = a_template(many + "x" + "{% endfor %}" * 8)
    monkeypatch.setattr(press.QUARANTINE, "seconds", 2)
    with pytest.raises(Refused, match="too complicated"):
        as_word(endless, {"rows": list(range(100))})


def test_a_template_that_eats_memory_is_given_up():
    with pytest.raises(Refused, match=r"too complicated|cannot be filled in"):
        as_word(a_template("{{ 'x' * 9000000000 }}"), {})


def test_a_mistake_in_a_placeholder_is_shown_with_the_words_around_it():
    with pytest.raises(Refused, match=r"near “.*Reported by"):
        as_word(a_template("Reported by {{ reporter"), {"reporter": "Nina"})
    with pytest.raises(Refused, match="endfor"):
        as_word(a_template("{% endfor %}"), {})


def test_words_are_translated_and_nothing_else_is_a_fact():
    assert "Adverse events" in words_of(as_word(a_template("{{ a }}"), {"a": gettext_lazy("Adverse events")}))
    with pytest.raises(TypeError, match="no plain fact"):
        as_word(a_template("{{ a }}"), {"a": object()})


def test_without_pango_word_is_made_and_the_sentence_says_what_to_install(monkeypatch, tmp_path):
    (tmp_path / "weasyprint.py").write_text('raise OSError("cannot load library pango")', encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert "7" in words_of(as_word(a_template("{{ number }}"), {"number": 7}))
    with pytest.raises(NoPdf, match="apt install libpango"):
        make(a_template("x"), {}, format="pdf", title="A report", language="en")


# As PDF -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=lambda document: document.name)
def test_every_document_of_the_program_is_made_of_its_example(document):
    made = make(document.template.read_bytes(), document.sample(), format="pdf", title="例", language="zh-hans")
    assert made.unknown == ()
    with pikepdf.open(BytesIO(made.data)) as pdf:
        faces = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
        assert faces
        assert all("FontFile" in str(font) for font in _descriptors(pdf))


def _descriptors(pdf):
    return [
        list(descendant.FontDescriptor.keys())
        for page in pdf.pages
        for font in page.Resources.Font.values()
        for descendant in font.DescendantFonts
    ]


# The hospital's own templates ---------------------------------------------------------------------------------
def test_the_hospitals_own_template_holds_for_its_documents_alone(nina, quinn, hugo, hospital, oscar):
    put_into_use(CASE, handed_in("Ours: {{ number }}"), hospital=hospital, actor=quinn, note="with letterhead")
    fall = given.a_fall(by=nina)
    assert f"Ours: {fall.number}" in words_of(print_out(CASE, fall, reader=hugo, format="docx").data)
    assert in_use(CASE, oscar.department.hospital) is None


def test_one_goes_back_to_an_earlier_version_and_to_the_programs_own(quinn, hospital):
    for words in ("first", "second"):
        put_into_use(CASE, handed_in(words), hospital=hospital, actor=quinn, note=words)
    go_back(CASE, 1, hospital=hospital, actor=quinn)
    assert in_use(CASE, hospital).version == 3
    assert in_use(CASE, hospital).sha256 == Template.objects.get(version=1).sha256
    go_back(CASE, 0, hospital=hospital, actor=quinn)
    assert in_use(CASE, hospital) is None
    with pytest.raises(Refused, match="no version 9"):
        go_back(CASE, 9, hospital=hospital, actor=quinn)


def test_unknown_placeholders_are_named_before_a_template_holds(quinn, hospital):
    with pytest.raises(Refused, match="nobody"):
        put_into_use(CASE, handed_in("{{ nobody }}"), hospital=hospital, actor=quinn, note="")
    assert not Template.objects.exists()


def test_a_template_is_a_word_file(quinn, hospital):
    text = uploads.accept(SimpleUploadedFile("a.txt", b"{{ number }}"))
    with pytest.raises(Refused, match="Word file"):
        put_into_use(CASE, text, hospital=hospital, actor=quinn, note="")


def test_only_the_office_of_the_hospital_changes_templates(nina, oscar, hospital):
    for person in (nina, oscar):
        with pytest.raises(PermissionDenied):
            put_into_use(CASE, handed_in("x"), hospital=hospital, actor=person, note="")
        with pytest.raises(PermissionDenied):
            go_back(CASE, 0, hospital=hospital, actor=person)


def test_a_template_that_was_changed_on_the_disk_is_found_out(quinn, hospital, settings):
    template = put_into_use(CASE, handed_in("x"), hospital=hospital, actor=quinn, note="")
    assert not any(Template.faults_outside())
    (settings.MEDIA_ROOT / template.path).write_bytes(b"y")
    assert any("outside the program" in fault for fault in Template.faults_outside())


def test_the_page_takes_a_template_and_offers_every_version(signed_in, quinn, hospital):
    browser = signed_in(quinn)
    file = SimpleUploadedFile("ours.docx", a_template("Ours {{ number }}"))
    assert browser.post("/documents/incidents/case/", {"file": file, "note": "ours"}).status_code == 302
    page = browser.get("/documents/incidents/case/").content.decode()
    assert "/documents/incidents/case/1.docx" in page
    assert "{{ account }}" in page
    assert "Ours" in words_of(browser.get("/documents/incidents/case/1/example.docx").content)
    assert browser.post("/documents/incidents/case/0/use/").status_code == 302
    assert in_use(CASE, hospital) is None


def test_a_template_with_macros_is_refused_with_a_sentence(signed_in, quinn):
    written = BytesIO(a_template("x"))
    with zipfile.ZipFile(written, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    file = SimpleUploadedFile("ours.docx", written.getvalue())
    answer = signed_in(quinn).post("/documents/incidents/case/", {"file": file})
    assert answer.status_code == 422
    assert "macros" in answer.content.decode()


def test_a_program_hands_in_a_template_and_goes_back(program, quinn):
    office = program(quinn)
    file = SimpleUploadedFile("ours.docx", a_template("Ours {{ number }}"))
    answer = office.post("/api/documents/incidents.case", {"file": file, "note": "ours"})
    assert (answer.status_code, answer.json()["version"]) == (201, 1)
    assert "Ours" in words_of(office.get("/api/documents/incidents.case/1.docx").content)
    assert office.post("/api/documents/incidents.case/0/use").json()["version"] == 0
    assert [each["name"] for each in office.get("/api/documents").json()] == list(DOCUMENTS)


# Of a record --------------------------------------------------------------------------------------------------
def test_who_made_a_document_is_noted_and_of_a_confidential_record_as_an_opening(nina, hugo):
    fall = given.a_fall(by=nina)
    print_out(CASE, fall, reader=hugo, format="docx")
    assert not Opening.objects.exists()
    assert Entry.objects.filter(actor=hugo, additional_data__event="printed", object_id=fall.pk).count() == 1
    fall.is_confidential = True
    print_out(CASE, fall, reader=hugo, format="docx")
    assert "case report" in Opening.objects.get(reader=hugo, what="file").reason


def test_the_page_of_a_record_offers_the_documents_that_one_may_make(nina, hugo, signed_in):
    fall = given.a_fall(by=nina)
    link = f"/incidents/{fall.number}/documents/case.pdf"
    assert link in signed_in(hugo).get(fall.get_absolute_url()).content.decode()
    assert link not in signed_in(nina).get(fall.get_absolute_url()).content.decode()


def test_a_document_is_a_download_that_nobody_keeps(nina, hugo, signed_in):
    fall = given.a_fall(by=nina)
    answer = signed_in(hugo).get(f"/incidents/{fall.number}/documents/case.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert fall.number in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert signed_in(hugo).get(f"/incidents/{fall.number}/documents/case.exe").status_code == 404


def test_the_page_on_templates_names_every_placeholder():
    named = {each.written for each in placeholders(CASE.sample())}
    assert {"{{ number }}", "{{ patient.age }}", "{%tr for action in actions %} … {%tr endfor %}"} <= named
    assert "{{ action.owner }}" in named


def test_a_house_that_writes_traditional_characters_has_its_forms_in_them(tmp_path):
    kept = tmp_path / "form.docx"
    word = docx.Document()
    word.add_paragraph("护理记录 {{ number }}")
    word.save(str(kept))
    said = {language: _paragraphs(template_in(language, kept)) for language in ("zh-hant", "zh-hans")}
    assert said == {"zh-hant": ["護理記錄 {{ number }}"], "zh-hans": ["护理记录 {{ number }}"]}


def _paragraphs(data):
    return [paragraph.text for paragraph in docx.Document(BytesIO(data)).paragraphs]
