"""Taking over an old system's reports: read by a mapping, each once, as it stood there; the sums agree."""

import csv
import io
from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localtime
from openpyxl import Workbook, load_workbook

import given
from zhian.check.incidents.models import Batch, ColumnMapping, Incident, Origin
from zhian.check.incidents.services import old_reports
from zhian.check.incidents.services.old_lines import Reader
from zhian.engines.workflow import Refused
from zhian.kernel.audit.models import Entry
from zhian.kernel.notices.models import News
from zhian.kernel.records.services import edit
from zhian.kernel.web.mapping import moment_of

JSON = "application/json"
TITLES = ["编号", "发生时间", "科室", "事件类型", "事件经过", "事件等级", "上报时间", "处理状态", "结案时间", "备注"]
WORDS = {"category": {"跌倒坠床": "FALL", "给药": "MED"}, "grade": {"Ⅲ级": "3"}, "state": {"已结案": "closed"}}
OPEN = ["N-1", "2023-05-31 14:20", "ICU", "跌倒坠床", "夜间如厕跌倒。", "", "2023-06-01", "", "", "x"]
CLOSED = ["N-2", "2023/6/2", "ICU", "给药", "漏给一次。", "Ⅲ级", "2023-06-02", "已结案", "2023-07-01", ""]


def a_table(*rows, titles=TITLES, encoding="utf-8", name="old.csv"):
    text = io.StringIO()
    csv.writer(text).writerows([titles, *rows])
    return SimpleUploadedFile(name, text.getvalue().encode(encoding), content_type="text/csv")


def changed(row, **cells):
    """The row with some cells written anew."""
    return [cells.get(title, cell) for title, cell in zip(TITLES, row, strict=True)]


@pytest.fixture
def mapping(hospital):
    return ColumnMapping.objects.create(hospital=hospital, name="旧系统")


@pytest.fixture
def hand_in(mapping, quinn, icu):
    def hand_in(*rows, **told):
        batch = old_reports.hand_in(a_table(*rows, **told), mapping, actor=quinn)
        old_reports.remember(batch.mapping, actor=quinn, words=WORDS)
        return batch

    return hand_in


@pytest.fixture
def taken_in(hand_in, quinn):
    def taken_in(*rows, **told):
        batch = old_reports.begin(hand_in(*rows, **told), actor=quinn)
        old_reports.carry_out(batch)
        batch.refresh_from_db()
        return batch

    return taken_in


def sums(batch):
    return {name: number for name, number in batch.counts().items() if number}


def test_titles_are_recognised_and_the_rest_is_left_out(hand_in):
    columns = hand_in(OPEN).mapping.told["columns"]
    assert {name: columns[name] for name in ("number", "occurred_at", "category", "closed_at")} == {
        "number": "编号",
        "occurred_at": "发生时间",
        "category": "事件类型",
        "closed_at": "结案时间",
    }
    assert "备注" not in columns.values()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_case_comes_in_as_it_stood_there(encoding, taken_in, icu, quinn):
    assert sums(taken_in(OPEN, CLOSED, encoding=encoding)) == {"lines": 2, "taken": 2, "done": 2}
    opened, closed = (Origin.objects.get(number=number).incident for number in ("N-1", "N-2"))
    assert (opened.state, opened.department, opened.author, opened.account) == (
        "reported",
        icu,
        quinn,
        "夜间如厕跌倒。",
    )
    assert localtime(opened.occurred_at).replace(tzinfo=None) == datetime(2023, 5, 31, 14, 20)  # noqa: DTZ001
    assert opened.number.startswith("AE-2023-")
    assert opened.due_at is not None
    assert (closed.state, closed.is_closed, closed.grade, closed.due_at) == ("closed", True, 3, None)
    assert str(localtime(closed.closed_at).date()) == "2023-07-01"
    assert "N-2" in closed.transitions.get().note


def test_a_spreadsheet_with_real_dates_is_read(mapping, quinn, icu):
    book, content = Workbook(), io.BytesIO()
    book.active.append(TITLES)
    book.active.append([17, datetime(2023, 5, 31, 14, 20), *OPEN[2:6], datetime(2023, 6, 1), "", "", ""])  # noqa: DTZ001
    book.save(content)
    batch = old_reports.hand_in(SimpleUploadedFile("old.xlsx", content.getvalue()), mapping, actor=quinn)
    found = Reader(batch).read(batch.lines.get())
    assert found.faults == {"category": "The mapping has no word of ours for “跌倒坠床”."}
    old_reports.remember(batch.mapping, actor=quinn, words=WORDS)
    found = Reader(batch).read(batch.lines.get())
    assert (found.number, localtime(found.incident.occurred_at).hour) == ("17", 14)


def test_nobody_is_told_and_every_row_is_in_the_audit_log(taken_in, quinn):
    before = News.objects.count()
    taken_in(OPEN)
    assert News.objects.count() == before
    entry = Entry.objects.get(object_id=Incident.objects.get().pk, content_type__model="incident", action=0)
    assert entry.actor == quinn


def test_the_same_table_again_changes_nothing(taken_in, quinn):
    taken_in(OPEN, CLOSED)
    fall = Origin.objects.get(number="N-1").incident
    edit(fall, actor=quinn, version=fall.version, changes={"place": "Bed 3"})
    assert sums(taken_in(changed(OPEN, 事件经过="Other"), CLOSED)) == {"lines": 2, "known": 2, "done": 2}
    fall.refresh_from_db()
    assert (fall.place, fall.account) == ("Bed 3", "夜间如厕跌倒。")
    assert Incident.objects.count() == 2


def test_a_number_that_stands_there_twice_is_taken_once(taken_in):
    assert sums(taken_in(OPEN, OPEN)) == {"lines": 2, "taken": 1, "known": 1, "done": 2}


@pytest.mark.parametrize(
    ("cells", "fact"),
    [
        ({"编号": ""}, "number"),
        ({"发生时间": "昨天"}, "occurred_at"),
        ({"发生时间": "2023-02-30"}, "occurred_at"),
        ({"发生时间": "2999-01-01", "上报时间": ""}, "occurred_at"),
        ({"发生时间": "1890-01-01", "上报时间": ""}, "occurred_at"),
        ({"科室": "无此科室"}, "department"),
        ({"事件类型": "其它什么"}, "category"),
        ({"事件经过": ""}, "account"),
        ({"上报时间": "2023-01-01"}, "reported_at"),
        ({"上报时间": "2999-01-01"}, "reported_at"),
        ({"结案时间": "2023-06-05", "处理状态": "To be triaged"}, "state"),
        ({"结案时间": "2023-05-01"}, "closed_at"),
        ({"处理状态": "acting"}, "grade"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_cell(cells, fact, taken_in):
    batch = taken_in(changed(OPEN, **cells), CLOSED)
    assert sums(batch) == {"lines": 2, "taken": 1, "refused": 1, "done": 2}
    assert fact in batch.lines.get(number=2).faults


def test_refused_lines_come_back_with_reasons_and_are_mended(taken_in, quinn, signed_in):
    batch = taken_in(
        changed(OPEN, 科室="无此科室"), changed(CLOSED, 备注="=1+1"), changed(CLOSED, 编号="", 备注="=cmd")
    )
    told = signed_in(quinn).get(f"/incidents/old-reports/{batch.pk}/refused.xlsx").getvalue()
    titles, *rows = load_workbook(io.BytesIO(told)).active.iter_rows(values_only=True)
    assert list(titles) == [*TITLES, "Why it was refused"]
    assert "Department: The mapping has no word of ours for “无此科室”." in rows[0][-1]
    assert rows[1][TITLES.index("备注")] == "'=cmd"
    again = taken_in([*OPEN, rows[0][-1]], titles=[*TITLES, "Why it was refused"])
    assert sums(again) == {"lines": 1, "taken": 1, "done": 1}


def test_a_better_mapping_lets_the_refused_be_tried_again(taken_in, quinn):
    batch = taken_in(changed(OPEN, 事件类型="摔伤"), CLOSED)
    words = {**WORDS, "category": {**WORDS["category"], "摔伤": "FALL"}}
    old_reports.remember(batch.mapping, actor=quinn, words=words)
    batch = Batch.objects.get(pk=batch.pk)
    old_reports.carry_out(old_reports.begin(batch, actor=quinn))
    assert sums(batch) == {"lines": 2, "taken": 2, "done": 2}


def test_a_long_table_is_taken_in_by_the_worker_and_goes_on_where_it_was(hand_in, quinn, monkeypatch):
    monkeypatch.setattr(old_reports, "AT_ONCE", 2)
    batch = old_reports.begin(hand_in(*(changed(OPEN, 编号=f"L-{at}") for at in range(5))), actor=quinn)
    with pytest.raises(Refused, match="already"):
        old_reports.begin(batch, actor=quinn)
    old_reports._some(Reader(batch), quinn)
    assert sums(batch) == {"lines": 5, "taken": 2, "waiting": 3, "done": 2}
    old_reports.carry_out_all()
    assert sums(batch) == {"lines": 5, "taken": 5, "done": 5}
    batch.refresh_from_db()
    assert batch.finished_at is not None


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (lambda: a_table(titles=["编号", "编号"]), "no table"),
        (lambda: a_table(OPEN, titles=["编号"] * 10), "twice"),
        (lambda: SimpleUploadedFile("old.csv", b"\x00\x01\x02"), "cannot be taken"),
        (lambda: SimpleUploadedFile("old.csv", b""), "empty"),
        (lambda: a_table(changed(OPEN, 事件经过="x" * 20_001)), "characters"),
    ],
)
def test_what_is_no_table_is_refused(file, sentence, mapping, quinn):
    with pytest.raises(Refused, match=sentence):
        old_reports.hand_in(file(), mapping, actor=quinn)
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    ("text", "days", "wanted"),
    [
        ("2023-5-1", "auto", "2023-05-01 00:00"),
        ("2023年5月1日 9时05分", "auto", "2023-05-01 09:05"),
        ("2023/05/01 09:05:30", "auto", "2023-05-01 09:05"),
        ("20230501", "auto", "2023-05-01 00:00"),
        ("2023-05-01T09:05:00", "auto", "2023-05-01 09:05"),
        ("31/05/2023 8:00", "day_first", "2023-05-31 08:00"),
        ("05/31/2023", "month_first", "2023-05-31 00:00"),
        ("05/31/2023", "auto", None),
        ("2023-05-01 25:00", "auto", None),
        ("45077", "auto", None),
    ],
)
def test_days_are_read_as_the_mapping_says(text, days, wanted):
    found = moment_of(text, days)
    assert (found and f"{found:%Y-%m-%d %H:%M}") == wanted


def test_the_whole_way_on_the_page(quinn, icu, signed_in):
    browser = signed_in(quinn)
    handed = browser.post("/incidents/old-reports/", {"file": a_table(OPEN, CLOSED), "name": "旧系统"})
    batch = Batch.objects.get()
    assert handed.url == f"/incidents/old-reports/{batch.pk}/columns/"
    page = browser.get(handed.url)
    columns = {**page.context["form"].initial}
    assert browser.post(handed.url, columns).status_code == 302
    words = browser.get(f"/incidents/old-reports/{batch.pk}/words/").context["form"]
    codes = {"ICU": "ICU", "跌倒坠床": "FALL", "给药": "MED", "Ⅲ级": "3", "已结案": "closed"}
    told = {name: codes[word] for name, (_fact, word) in words.words.items()}
    assert browser.post(f"/incidents/old-reports/{batch.pk}/words/", told).status_code == 302
    here = f"/incidents/old-reports/{batch.pk}/"
    assert "2 can be taken in" in browser.get(here).content.decode()
    assert Incident.objects.count() == 0
    assert browser.post(f"{here}start/").status_code == 302
    assert Incident.objects.count() == 2
    assert "2 taken in + 0 refused + 0 there already" in browser.get(here).content.decode()
    assert browser.post("/incidents/old-reports/", {"name": "x"}).status_code == 422


def test_programs_use_a_mapping_that_the_office_made(taken_in, quinn, program):
    taken_in(OPEN)
    client = program(quinn, "imports:write")
    told = {"file": a_table(OPEN, CLOSED, changed(OPEN, 编号="N-3", 科室="?")), "system": "旧系统"}
    handed = client.post("/api/incidents/old-reports", told)
    assert handed.status_code == 201, handed.content
    here = f"/api/incidents/old-reports/{handed.json()['id']}"
    assert client.get(here).json()["counts"]["waiting"] == 3
    done = client.post(f"{here}/start").json()
    assert {name: done["counts"][name] for name in ("lines", "taken", "refused", "known")} == {
        "lines": 3,
        "taken": 1,
        "refused": 1,
        "known": 1,
    }
    assert "department" in done["refused"][0]["faults"]
    unknown = {"file": a_table(OPEN), "system": "?"}
    assert client.post("/api/incidents/old-reports", unknown).status_code == 404


def test_only_the_office_of_the_hospital_may(taken_in, mapping, nina, hugo, oscar, signed_in):
    batch = taken_in(OPEN)
    for person in (nina, hugo):
        assert signed_in(person).get("/incidents/old-reports/").status_code == 403
        with pytest.raises(PermissionDenied):
            old_reports.hand_in(a_table(OPEN), mapping, actor=person)
    assert signed_in(oscar).get(f"/incidents/old-reports/{batch.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        old_reports.begin(batch, actor=oscar)


def test_two_old_systems_may_use_the_same_number(taken_in, hospital, quinn):
    taken_in(OPEN)
    other = ColumnMapping.objects.create(hospital=hospital, name="Another", told={})
    batch = old_reports.hand_in(a_table(OPEN), other, actor=quinn)
    old_reports.remember(batch.mapping, actor=quinn, words=WORDS)
    old_reports.carry_out(old_reports.begin(batch, actor=quinn))
    assert sums(batch) == {"lines": 1, "taken": 1, "done": 1}


def test_departments_are_known_by_name_or_code(taken_in, wards):
    batch = taken_in(changed(OPEN, 科室="orthopaedics"), changed(CLOSED, 科室=wards.code))
    assert [line.incident.department for line in batch.lines.all()] == [wards, wards]


def test_a_closed_old_case_is_as_closed_as_every_other(taken_in, quinn):
    taken_in(CLOSED)
    case = Incident.objects.get()
    with pytest.raises(Refused, match="closed"):
        edit(case, actor=quinn, version=case.version, changes={"place": "x"})


def test_an_import_does_not_stop_others(taken_in, nina):
    taken_in(OPEN)
    assert given.a_fall(by=nina).number
