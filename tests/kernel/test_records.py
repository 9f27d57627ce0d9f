"""The register: numbers without gaps, facts that change with care, words, files and links."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

import given
from zhian.check.incidents import services as incidents
from zhian.check.incidents.models import Incident
from zhian.engines.workflow import Refused
from zhian.kernel.moment import at, now
from zhian.kernel.records import deeds, uploads
from zhian.kernel.records.history import history
from zhian.kernel.records.models import LinkKind, Opening, Record
from zhian.kernel.records.services import Conflict, edit, offers

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_numbers_follow_each_other_without_gaps_even_after_a_failure(nina, icu):
    first = given.a_fall(by=nina)
    with pytest.raises(ValidationError), transaction.atomic():
        given.a_fall(by=nina, hours_ago=-5)
    second = given.a_fall(by=nina)
    year = now().astimezone(SHANGHAI).year
    assert (first.number, second.number) == (f"AE-{year}-00001", f"AE-{year}-00002")


def test_a_year_begins_where_the_hospital_is(nina):
    with at(datetime(2025, 12, 31, 16, 30, tzinfo=ZoneInfo("UTC"))):
        assert given.a_fall(by=nina).number == "AE-2026-00001"


def test_in_a_group_each_hospital_counts_for_itself(db):
    group = given.Department.objects.create(name="Group", code="GROUP", kind="group")
    numbers = []
    for code in ("EAST", "WEST"):
        ward = given.a_department(f"Ward {code}", under=given.a_hospital(code, code, under=group), code=f"W{code}")
        numbers.append(given.a_fall(by=given.a_person(f"nurse-{code}", ward)).number)
    assert [number.split("-")[1] for number in numbers] == ["EAST", "WEST"]
    assert {number.split("-")[-1] for number in numbers} == {"00001"}


def test_a_closed_ward_takes_no_report(nina, icu):
    icu.is_open = False
    icu.save()
    with pytest.raises(Refused, match="ICU is closed"):
        given.a_fall(by=given.anew(nina))


def test_nobody_reports_for_another_hospital(nina, oscar):
    with pytest.raises(PermissionDenied):
        given.a_fall(by=nina, department=oscar.department)


def test_the_second_of_two_editors_is_shown_both_and_overwrites_nothing(nina, quinn):
    fall = given.a_fall(by=nina)
    hers, his = Incident.objects.get(pk=fall.pk), Incident.objects.get(pk=fall.pk)
    edit(hers, actor=nina, version=hers.version, changes={"account": "She slipped."})
    with pytest.raises(Conflict) as conflict:
        edit(his, actor=quinn, version=1, changes={"account": "He stumbled."})
    assert conflict.value.current.account == "She slipped."
    fall.refresh_from_db()
    assert fall.account == "She slipped."


def test_a_confirmed_report_is_no_longer_the_authors_to_change(nina, quinn):
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    with pytest.raises(PermissionDenied):
        edit(fall, actor=nina, version=fall.version, changes={"account": "It was otherwise."})


def test_a_closed_record_is_not_changed_before_it_is_reopened(nina, hugo, quinn):
    fall = given.a_closed_fall(by=nina, head=hugo, office=quinn)
    with pytest.raises(Refused, match="Reopen it first"):
        edit(fall, actor=quinn, version=fall.version, changes={"account": "-"})
    with pytest.raises(Refused, match="Reopen it first"):
        deeds.attach(fall, actor=quinn, attachments=[uploads.accept(SimpleUploadedFile("a.txt", b"words"))])
    incidents.reopen(fall, actor=quinn, note="The rails broke again")
    assert edit(fall, actor=quinn, version=fall.version, changes={"account": "-"}).account == "-"


def test_a_step_that_cannot_be_taken_says_why_and_who_could(nina, quinn):
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    to_nina = {offer.step.name: offer.why_not for offer in offers(fall, nina)}
    to_quinn = {offer.step.name: offer.why_not for offer in offers(fall, quinn)}
    assert "quality office" in to_nina["close"]
    assert "First these findings must be closed" in to_quinn["close"]


def test_the_same_step_is_not_taken_twice(nina, quinn, olga):
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    with pytest.raises(Refused, match="Somebody may have been faster"):
        incidents.confirm(fall, actor=olga, grade=3, harm="none")


def test_a_deadline_is_the_end_of_a_working_day(nina):
    with at(datetime(2024, 9, 30, 10, 0, tzinfo=SHANGHAI)):  # the day before the long holiday
        fall = given.a_fall(by=nina)
    assert fall.due_at.astimezone(SHANGHAI) == datetime(2024, 10, 8, 23, 59, 59, tzinfo=SHANGHAI)


def test_whoever_is_mentioned_must_be_able_to_read(nina, hugo, oscar):
    fall = given.a_fall(by=nina)
    assert deeds.comment(fall, actor=nina, text="@Hugo please look").mentioned.get() == hugo
    assert deeds.comment(fall, actor=nina, text="@hugo please look").mentioned.get() == hugo
    with pytest.raises(Refused, match="may not read"):
        deeds.comment(fall, actor=nina, text="@oscar look")
    with pytest.raises(Refused, match="Nobody here is called"):
        deeds.comment(fall, actor=nina, text="@nobody look")


def test_a_chinese_name_ends_where_the_person_does(nina, icu, hospital):
    chen = given.a_person("0417", icu, "head")
    chen.name = "陈静怡"
    chen.save()
    fall = given.a_fall(by=nina)
    assert deeds.comment(fall, actor=nina, text="@陈静怡请看").mentioned.get() == chen
    twin = given.a_person("0418", icu)
    twin.name = "陈静怡"
    twin.save()
    with pytest.raises(Refused, match="@陈静怡#0417, @陈静怡#0418"):
        deeds.comment(fall, actor=nina, text="@陈静怡请看")
    assert deeds.comment(fall, actor=nina, text="@陈静怡#0417 请看").mentioned.get() == chen


def test_a_file_keeps_its_name_and_loses_its_path(nina):
    fall = given.a_fall(by=nina)
    notes = SimpleUploadedFile("../notes.txt", "夜灯不亮".encode())
    (kept,) = deeds.attach(fall, actor=nina, attachments=[uploads.accept(notes)])
    assert kept.name == "notes.txt"
    assert "notes" not in kept.path


def test_records_are_linked_once_and_never_to_themselves(nina, quinn):
    one, other = given.a_fall(by=nina), given.a_fall(by=nina)
    deeds.link(one, actor=quinn, other=other, kind=LinkKind.DUPLICATE)
    with pytest.raises(ValidationError):
        deeds.link(one, actor=quinn, other=other, kind=LinkKind.DUPLICATE)
    with pytest.raises(Refused, match="itself"):
        deeds.link(one, actor=quinn, other=one, kind=LinkKind.RELATED)


def test_opening_a_patients_identity_is_remembered(nina, quinn):
    fall = given.a_fall(by=nina, department=nina.department)
    with pytest.raises(Refused, match="names no patient"):
        deeds.identify(fall, actor=quinn, reason="Call the family")
    told = {"title": "Fall", "category": "FALL", "occurred_at": now() - timedelta(hours=1), "account": "-"}
    fall = incidents.report(Incident(department=nina.department, **told), actor=nina, patient_number="ZY-20260017")
    fall.patient.name = "张三"
    fall.patient.save()
    assert deeds.identify(fall, actor=quinn, reason="Call the family")[0] == "张三"
    opened = Opening.objects.get(record=fall)
    assert (opened.reader, opened.what, opened.reason) == (quinn, Opening.What.IDENTITY, "Call the family")


def test_the_timeline_tells_decisions_words_files_and_changes(nina, quinn):
    fall = given.a_fall(by=nina)
    edit(fall, actor=nina, version=fall.version, changes={"place": "Washroom"})
    deeds.comment(fall, actor=nina, text="It was dark.")
    incidents.confirm(fall, actor=quinn, grade=2, harm="low")
    kinds = [event.kind for event in history(fall)]
    assert {"step", "word", "change"} <= set(kinds)
    assert kinds[-1] == "step"
    assert any("place" in event.text for event in history(fall) if event.kind == "change")


def test_every_kind_is_in_one_register(nina, quinn):
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    found = Record.objects.get(number=fall.findings.get().number)
    assert found.kind == "loop"
    assert found.specific() == fall.findings.get()
