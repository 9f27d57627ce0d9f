"""A hundred things that could betray a reporter are sent to a real server; afterwards none is found anywhere."""

import io
import re
import sys
import tarfile
import zipfile
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from itertools import count
from os import environ
from pathlib import Path
from subprocess import run
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

import corpus

from .browsers import Browser

BACKUP = Path(__file__).resolve().parents[2] / "deploy/backup"
REPORTS = 14  # with eight canaries each
CODE = re.compile(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")
FORM = re.compile(r'name="form" value="([^"]+)"')
NEEDLE = "needle-in-a-haystack"  # what was really written: it must be found, or the search is blind
MAKE_POSTER = (
    "from zhian.kernel.people.models import User;"
    "from zhian.check.incidents.services.posters import make_poster;"
    "q = User.objects.get(username='quinn');"
    "print('code=' + make_poster(q.department, actor=q).code)"
)
RELEASE = (
    "from datetime import timedelta;"
    "from zhian.kernel.moment import at, now;"
    "from zhian.check.incidents.services.release import release;"
    "moment = at(now() + timedelta(hours=2));"
    "moment.__enter__();"
    "print('released', release())"
)


@pytest.fixture(scope="module")
def house(pattern, tmp_path_factory):
    """Behind one server that says where a request came from."""
    home = tmp_path_factory.mktemp("installation") / "home"
    running = pattern.copy(home, ZHIAN_PROXIES="1", ZHIAN_OPEN_FORMS_AN_HOUR="1000").start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def poster(house):
    return house.zhian("manage", "shell", "-c", MAKE_POSTER).split("code=")[1].strip()


class Canaries:
    """Words that stand for a person, each used once."""

    def __init__(self):
        self.sung, self.numbers = [], count(10)

    def new(self, shape="canary-{}-zq"):
        self.sung.append(shape.format(next(self.numbers)))
        return self.sung[-1]

    def headers(self):
        """What a browser and the servers on the way say of whoever asks."""
        return {
            "X-Forwarded-For": self.new("203.0.113.{}"),
            "X-Real-IP": self.new("198.51.100.{}"),
            "User-Agent": f"Mozilla/5.0 {self.new()}",
            "Referer": f"https://intranet.example/{self.new()}",
            "Cookie": f"sessionid={self.new()}; csrftoken={self.new()}",
        }

    def file(self, number):
        """A file whose name and whose inside name its owner."""
        corpus.SECRET = self.new()
        name = self.new()
        made = [
            ("jpg", corpus.photo_with_place, "image/jpeg"),
            ("png", corpus.png_with_words, "image/png"),
            ("docx", corpus.document_with_properties_of_its_own, "application/octet-stream"),
            ("pdf", lambda: corpus.pdf(corpus.with_author), "application/pdf"),
        ][number % 4]
        return SimpleUploadedFile(f"{name}.{made[0]}", made[1](), content_type=made[2])


@pytest.fixture(autouse=True)
def _secret_of_the_corpus(monkeypatch):
    monkeypatch.setattr(corpus, "SECRET", corpus.SECRET)


def asked(house, method, path, headers, body=None):
    """Status, headers and text of one answer."""
    door = HTTPConnection("127.0.0.1", house.port, timeout=120)
    door.request(method, path, body, headers)
    answer = door.getresponse()
    text = answer.read().decode()
    door.close()
    return answer.status, answer.getheaders(), text


def a_form(house, poster, headers):
    status, told, text = asked(house, "GET", f"/r/{poster}/staff/", headers)
    assert status == 200, text
    assert "Set-Cookie" not in dict(told)
    return FORM.search(text)[1]


def facts(form, **more):
    day = datetime.now(UTC).date() - timedelta(days=1)
    told = {"form": form, "category": "FALL", "event_kind": "incident", "occurred_on": day.isoformat()}
    return {**told, "department": 2, "account": f"On the floor, {NEEDLE}", "harm": "none", "names_read": "", **more}


def report(house, poster, canaries, number):
    """One report from the page on, as nobody's browser sends it; the code of its receipt."""
    headers = canaries.headers()
    told = facts(
        a_form(house, poster, headers), account=f"Report {number}, {NEEDLE}", attachments=[canaries.file(number)]
    )
    body = encode_multipart(BOUNDARY, told)
    path = f"/r/{poster}/staff/?from={''.join(canaries.new())}"
    status, told, text = asked(house, "POST", path, {**headers, "Content-Type": MULTIPART_CONTENT}, body)
    assert status == 200, text
    assert "Set-Cookie" not in dict(told)
    return CODE.search(text)[0]


def found_in(data, words):
    """The words that stand in the data, or in what is packed in it."""
    hits = {word for word in words if word.encode() in data or b64encode(word.encode())[:-4] in data}
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in packed.namelist():
            hits |= found_in(name.encode() + b"\n" + packed.read(name), words)
    with suppress(tarfile.ReadError), tarfile.open(fileobj=io.BytesIO(data)) as packed:
        for member in packed.getmembers():
            inside = packed.extractfile(member)
            hits |= found_in(member.name.encode() + b"\n" + (inside.read() if inside else b""), words)
    return hits


def everything_kept(house, tmp_path):
    """Name and content of all that stays: the database and its logs, files, the server's log, a backup, exports."""
    folders = [house.home]
    if house.database:
        folders.append(Path(parse_qs(urlsplit(house.database).query)["host"][0]))
    target = tmp_path / "backup"
    told = {**environ, "ZHIAN_HOME": str(house.home), "ZHIAN_PYTHON": sys.executable}
    told["ZHIAN_DATABASE"] = house.database or f"sqlite:///{house.home / 'zhian.sqlite3'}"
    run([BACKUP, target], env=told, check=True, capture_output=True)
    for folder in (*folders, target):
        for path in folder.rglob("*"):
            if path.is_file():
                yield str(path), unpacked(path) if path.suffix == ".dump" else path.read_bytes()
    yield "log", house.home.with_name(f"{house.home.name}.log").read_bytes()
    with Browser(house, "quinn") as office:
        for address in ("/incidents/", "/incidents/export.csv", "/api/incidents", "/inbox/"):
            yield address, office.read(address).text.encode()
        [(number,)] = house.ask("SELECT number FROM records_record ORDER BY id LIMIT 1")
        for address in (f"/incidents/{number}/", f"/incidents/{number}/print/", f"/api/incidents/{number}/history"):
            yield address, office.read(address).text.encode()


def unpacked(dump):
    """What a backup of PostgreSQL holds."""
    return run(["pg_restore", "--file=-", dump], check=True, capture_output=True).stdout


def seconds_between(began, ended):
    """Each second of the window as it would be written down, in UTC and where the hospital is; not a batch's hour."""
    moment, zones = began, (UTC, ZoneInfo("Asia/Shanghai"))
    while moment <= ended:
        for zone in zones if (moment.minute, moment.second) != (0, 0) else ():
            local = moment.astimezone(zone)
            yield from (f"{local:%Y-%m-%d %H:%M:%S}", f"{local:%Y-%m-%dT%H:%M:%S}")
        moment += timedelta(seconds=1)


def test_a_hundred_canaries_are_found_nowhere(house, poster, tmp_path):
    canaries = Canaries()
    began = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
    codes = {report(house, poster, canaries, number) for number in range(REPORTS)}
    for code in codes:
        asked(
            house,
            "POST",
            "/r/",
            {**canaries.headers(), "Content-Type": "application/x-www-form-urlencoded"},
            f"code={code}",
        )
    asked(house, "GET", "/r/nothing-here/", canaries.headers())
    ended = datetime.now(UTC)
    assert len(canaries.sung) >= 100

    waiting = set(house.ask("SELECT release_at FROM incidents_intake"))
    assert len(waiting) <= 2, "more than the batch can be told from what waits"
    [released] = re.findall(r"released (\d+)", house.zhian("manage", "shell", "-c", RELEASE))
    assert int(released) == REPORTS
    assert house.ask("SELECT count(*) FROM incidents_intake") == [(0,)]
    assert house.ask("SELECT count(*) FROM records_attachment") == [(REPORTS,)]

    words = {*canaries.sung, *codes, *seconds_between(began, ended)}
    kept = dict(everything_kept(house, tmp_path))
    betrayed = {place: hits for place, data in kept.items() if (hits := found_in(data, words))}
    assert not betrayed

    seen = " ".join(place for place, data in kept.items() if found_in(data, {NEEDLE}))
    assert all(place in seen for place in ("/incidents/export.csv", "print/", "backup/zhian-")), seen


def test_the_search_finds_what_is_there(tmp_path):
    """In clear, in a packed file, in a packed file in a packed file."""
    corpus.SECRET = "canary-99-zq"
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        data = corpus.document_with_properties_of_its_own()
        member = tarfile.TarInfo("files/abc")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    assert found_in(packed.getvalue(), {"canary-99-zq", "canary-98-zq"}) == {"canary-99-zq"}
    assert found_in(corpus.photo_with_place(), {"canary-99-zq"})
    assert found_in(b"2026-11-22 07:00:01.5", set(seconds_between(*[datetime(2026, 11, 22, 7, 0, 1, tzinfo=UTC)] * 2)))


def test_fifty_identical_submissions_at_once_are_one_report_with_one_receipt(house, poster):
    told = facts(a_form(house, poster, {}), account="Sent fifty times")
    body, headers = encode_multipart(BOUNDARY, told), {"Content-Type": MULTIPART_CONTENT}
    with ThreadPoolExecutor(50) as people:
        sent = [people.submit(asked, house, "POST", f"/r/{poster}/staff/", headers, body) for _ in range(50)]
    answers = [each.result() for each in sent]
    assert {status for status, _headers, _text in answers} == {200}
    assert len({CODE.search(text)[0] for _status, _headers, text in answers}) == 1
    assert house.ask("SELECT count(*) FROM incidents_intake") == [(1,)]
