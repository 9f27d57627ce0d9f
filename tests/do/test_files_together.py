"""Files of one FHIR export are one import, however they are brought: chosen together, in an archive, in a folder."""

import io
import json
import os
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from do.importing import facts, front_pages
from do.test_fhir import encounter
from zhian.do.feeds.models import Run, State
from zhian.do.feeds.services.folder import look_into_inbox
from zhian.do.feeds.services.work import carry_out_all

pytestmark = pytest.mark.usefixtures("icu")


def export():
    """One file for each kind of resource, as `$export` gives them; what is referred to may come later."""
    files = {}
    for resource in encounter("R4"):
        files.setdefault(f"{resource['resourceType']}.ndjson", []).append(json.dumps(resource))
    return {name: "\n".join(lines).encode() for name, lines in sorted(files.items())}


def archive(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in files.items():
            into.writestr(f"export/{name}", content)
    return packed.getvalue()


def brought(browser, hospital, files):
    told = [SimpleUploadedFile(name, content) for name, content in files.items()]
    return browser.post("/feeds/imports/new/", {"file": told, "hospital": hospital.pk, "kind": "", "mapping": ""})


@pytest.mark.parametrize("way", ["together", "archive"])
def test_an_export_is_one_import_in_the_browser(way, hospital, quinn, signed_in, lake):
    browser, files = signed_in(quinn), export()
    here = brought(browser, hospital, files if way == "together" else {"export.zip": archive(files)})
    browser.post(f"{here.headers['Location']}start/")
    carry_out_all()
    run = Run.objects.get()
    assert (run.state, run.kind, run.name) == (State.DONE, "fhir", f"AdverseEvent.ndjson + {len(files) - 1}")
    [stay] = facts(lake, "stay")
    assert stay["principal"] == "I21.401" and facts(lake, "procedure")


def test_a_folder_in_the_inbox_is_one_import(hospital, settings, lake):
    folder = settings.HOME / "inbox" / "export-2026-03"
    folder.mkdir(parents=True)
    for name, content in export().items():
        (folder / name).write_bytes(content)
        os.utime(folder / name, (0, 0))
    assert look_into_inbox() == 1
    assert Run.objects.get().state == State.DONE and len(facts(lake, "stay")) == 1
    assert not folder.exists()
    assert [path.suffix for path in (settings.HOME / "inbox" / "done").iterdir() if path.is_file()] == [".txt"]


def test_a_folder_waits_for_its_last_file(hospital, settings, lake):
    folder = settings.HOME / "inbox" / "export"
    folder.mkdir(parents=True)
    (folder / "Encounter.ndjson").write_bytes(b"{}")
    assert look_into_inbox() == 0


def test_tables_that_are_brought_together_are_imports_of_their_own(tmp_path, hospital, quinn, signed_in, lake):
    pages = front_pages(tmp_path / "a.csv", {}).read_bytes()
    answered = brought(signed_in(quinn), hospital, {"a.csv": pages, "b.csv": pages})
    assert answered.headers["Location"] == "/feeds/imports/"
    assert sorted(Run.objects.values_list("name", flat=True)) == ["a.csv", "b.csv"]


def test_a_program_sends_an_export_in_parts_and_tables_one_by_one(tmp_path, hospital, quinn, signed_in, lake):
    browser = signed_in(quinn)
    parts = [SimpleUploadedFile(name, content) for name, content in export().items()]
    assert browser.post("/api/feeds/imports", {"file": parts, "hospital": hospital.code}).status_code == 201
    pages = front_pages(tmp_path / "a.csv", {}).read_bytes()
    tables = [SimpleUploadedFile(name, pages) for name in ("a.csv", "b.csv")]
    assert browser.post("/api/feeds/imports", {"file": tables, "hospital": hospital.code}).status_code == 409
    assert Run.objects.count() == 1


@pytest.mark.parametrize("bomb", ["zeros", "damaged", "many"])
def test_an_archive_that_is_a_bomb_is_not_opened(bomb, hospital, quinn, signed_in, settings, lake):
    settings.LARGEST_IMPORT_BYTES = 1 << 22
    files = {f"{number}.csv": b"" for number in range(600)} if bomb == "many" else {"a.csv": bytes(1 << 23)}
    content = archive(files)
    content = content[:-30] if bomb == "damaged" else content
    answered = brought(signed_in(quinn), hospital, {"export.zip": content})
    assert answered.status_code == 422 and "export.zip is not opened" in answered.content.decode()
    assert not Run.objects.exists()
    assert not any((settings.HOME / "imports").iterdir())


def test_what_is_wrong_in_one_of_the_files_is_said_with_its_name(hospital, quinn, signed_in, lake):
    files = {**export(), "Observation.ndjson": b'{"resourceType": "Observation"}\n{broken\n'}
    answered = brought(signed_in(quinn), hospital, files)
    assert answered.status_code == 422 and "Observation.ndjson: line 2" in answered.content.decode()
