"""The learning board: lessons from which nobody is recognised, for all staff."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

import given
from zhian.check.incidents import services as incidents
from zhian.check.incidents.models import Lesson, LessonComment
from zhian.check.incidents.services import lessons
from zhian.check.incidents.services.telltales import telltales
from zhian.engines.workflow import Refused

TOLD = {
    "title": "Two boxes that look alike",
    "happened": "At night the wrong of two boxes was taken; it was noticed before it was given.",
    "learned": "Boxes that look alike must not stand side by side.",
    "changed": "They stand in two drawers now.",
}
JSON = {"content_type": "application/json"}


@pytest.fixture
def fall(nina, quinn):
    return given.a_confirmed_fall(by=nina, confirmed_by=quinn, finding="")


@pytest.fixture
def lesson(fall, quinn):
    return lessons.publish_lesson(lessons.write_lesson(fall, actor=quinn, told=TOLD), actor=quinn)


def test_a_lesson_opens_the_way_to_closing(fall, quinn):
    with pytest.raises(Refused, match="nothing to learn"):
        incidents.close(fall, actor=quinn, feedback="Thank you")
    lessons.write_lesson(fall, actor=quinn, told=TOLD)
    assert incidents.close(fall, actor=quinn, feedback="Thank you").state == "closed"


def test_all_staff_read_it_once_it_is_published(fall, quinn, oscar, wards, signed_in):
    reader = given.a_person("rita", wards)
    lesson = lessons.write_lesson(fall, actor=quinn, told=TOLD)
    board, here = "/incidents/lessons/", f"/incidents/lessons/{lesson.pk}/"
    assert signed_in(reader).get(here).status_code == 404
    assert TOLD["title"] not in signed_in(reader).get(board).content.decode()
    assert TOLD["title"] in signed_in(quinn).get(board).content.decode()
    assert signed_in(quinn).post(f"{here}publish/").status_code == 302
    assert TOLD["learned"] in signed_in(reader).get(here).content.decode()
    assert TOLD["title"] in signed_in(reader).get(board).content.decode()
    assert signed_in(oscar).get(here).status_code == 404
    assert TOLD["title"] not in signed_in(oscar).get(board).content.decode()


def test_nothing_that_staff_see_leads_to_the_case(lesson, fall, wards, signed_in, program):
    reader = given.a_person("rita", wards)
    browser, client = signed_in(reader), program(reader)
    for answer in (
        browser.get("/incidents/lessons/"),
        browser.get(f"/incidents/lessons/{lesson.pk}/"),
        client.get("/api/lessons"),
        client.get(f"/api/lessons/{lesson.pk}"),
    ):
        page = answer.content.decode()
        assert TOLD["title"] in page
        for telltale in (fall.number, fall.title, "ICU", "Quinn", "Nina"):
            assert telltale not in page


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nina took the wrong box", ["Nina"]),
        ("In the ICU at night", ["ICU"]),
        ("住院号 ZY20264417 的患者", ["ZY20264417"]),
        ("电话 13800138000", ["13800138000"]),
        ("2026年3月12日夜班", ["2026年3月12日"]),
        ("3月12日夜班", ["3月12日"]),
        ("加3床患者，78岁", ["加3床", "78岁"]),
        ("李某某家属，王女士", ["李某某", "王女士"]),
        ("夜班核对了 20 份记录，用药 0.5 g", []),
    ],
)
def test_words_that_tell_whose_case_it_is_are_found(text, found, nina, hospital):
    assert [each.words for each in telltales(text, hospital)] == found


def test_the_writer_is_warned_and_may_mean_it(fall, quinn, signed_in):
    told = {**TOLD, "happened": "In the ICU the wrong box was taken"}
    with pytest.raises(Refused, match="“ICU”"):
        lessons.write_lesson(fall, actor=quinn, told=told)
    page = signed_in(quinn).post(f"/incidents/{fall.number}/lesson/", told)
    assert page.status_code == 422
    assert "In the ICU the wrong box" in page.content.decode()
    assert signed_in(quinn).post(f"/incidents/{fall.number}/lesson/", {**told, "is_checked": "on"}).status_code == 302
    assert Lesson.objects.get().happened == told["happened"]


def test_what_was_changed_meanwhile_is_not_overwritten(lesson, fall, olga):
    with pytest.raises(Refused, match="while you were writing"):
        lessons.write_lesson(fall, actor=olga, told={**TOLD, "title": "Mine"})
    lesson.refresh_from_db()
    assert lesson.title == TOLD["title"]


def test_a_changed_lesson_waits_to_be_published_again(lesson, fall, quinn):
    changed = lessons.write_lesson(fall, actor=quinn, told={**TOLD, "title": "Better"}, version=lesson.version)
    assert not changed.is_published


def test_the_head_writes_and_only_the_office_publishes(fall, hugo, quinn, nina):
    lesson = lessons.write_lesson(fall, actor=hugo, told=TOLD)
    for person in (hugo, nina):
        with pytest.raises(PermissionDenied):
            lessons.publish_lesson(lesson, actor=person)
    lessons.publish_lesson(lesson, actor=quinn)
    with pytest.raises(Refused, match="ask the quality office"):
        lessons.write_lesson(fall, actor=hugo, told=TOLD, version=lesson.version)


def test_before_grading_there_is_no_lesson(nina, quinn):
    with pytest.raises(Refused, match="grade the report first"):
        lessons.write_lesson(given.a_fall(by=nina), actor=quinn, told=TOLD)


def test_it_is_useful_once_for_each_and_can_be_taken_back(lesson, nina, hugo, oscar):
    assert lessons.toggle_useful(lesson, actor=nina)
    assert lessons.toggle_useful(lesson, actor=hugo)
    assert not lessons.toggle_useful(lesson, actor=nina)
    assert lesson.useful.count() == 1
    with pytest.raises(PermissionDenied):
        lessons.toggle_useful(lesson, actor=oscar)


def test_comments_stay_as_they_were_said(lesson, nina):
    said = lessons.comment_on_lesson(lesson, actor=nina, text="We did the same")
    with pytest.raises(DatabaseError), transaction.atomic():
        LessonComment.objects.filter(pk=said.pk).update(text="We did not")
    with pytest.raises(DatabaseError), transaction.atomic():
        said.delete()


def test_the_office_hides_a_comment_with_a_reason(lesson, nina, hugo, quinn, signed_in):
    said = lessons.comment_on_lesson(lesson, actor=nina, text="It was surely Bob")
    with pytest.raises(PermissionDenied):
        lessons.hide_comment(said, actor=hugo, reason="Names somebody")
    with pytest.raises(Refused, match="say why"):
        lessons.hide_comment(said, actor=quinn, reason=" ")
    here = f"/incidents/lessons/{lesson.pk}/"
    assert signed_in(quinn).post(f"{here}comments/{said.pk}/hide/", {"reason": "Names somebody"}).status_code == 302
    page = signed_in(nina).get(here).content.decode()
    assert "surely Bob" not in page
    assert "Names somebody" in page
    with pytest.raises(DatabaseError), transaction.atomic():
        LessonComment.objects.filter(pk=said.pk).update(hidden_at=None)


def test_a_withdrawn_lesson_is_on_no_board(lesson, nina, quinn, signed_in):
    with pytest.raises(Refused, match="say why"):
        lessons.withdraw_lesson(lesson, actor=quinn, reason="")
    signed_in(quinn).post(f"/incidents/lessons/{lesson.pk}/withdraw/", {"reason": "Somebody was recognised"})
    assert signed_in(nina).get(f"/incidents/lessons/{lesson.pk}/").status_code == 404
    assert "Somebody was recognised" in signed_in(quinn).get(f"/incidents/lessons/{lesson.pk}/").content.decode()


def test_the_board_is_searched_and_sorted(lesson, nina, quinn, signed_in):
    event = given.a_confirmed_fall(by=nina, confirmed_by=quinn, finding="", category="MED")
    other = lessons.write_lesson(event, actor=quinn, told={**TOLD, "title": "A lamp at night"})
    lessons.publish_lesson(other, actor=quinn)
    lessons.toggle_useful(lesson, actor=nina)

    def shown(query):
        page = signed_in(nina).get(f"/incidents/lessons/?{query}").content.decode()
        return sorted((title for title in (lesson.title, other.title) if title in page), key=page.find)

    assert shown("") == [other.title, lesson.title]
    assert shown("sort=useful") == [lesson.title, other.title]
    assert shown("q=lamp") == [other.title]
    assert shown("category=FALL") == [lesson.title]
    assert shown("q=nowhere") == []


def test_the_same_by_program(fall, nina, quinn, program):
    office, reader = program(quinn), program(nina)
    written = office.put(f"/api/incidents/{fall.number}/lesson", TOLD, **JSON)
    assert written.status_code == 200, written.content
    here = f"/api/lessons/{written.json()['id']}"
    assert reader.get(here).status_code == 404
    assert reader.post(f"{here}/publish", **JSON).status_code == 403
    assert office.post(f"{here}/publish", **JSON).status_code == 200
    assert reader.post(f"{here}/useful", **JSON).json() == {"is_useful": True, "useful_to": 1}
    said = reader.post(f"{here}/comments", {"text": "We did the same"}, **JSON)
    assert said.status_code == 201
    hidden = office.post(f"{here}/comments/{said.json()['id']}/hide", {"reason": "A name"}, **JSON)
    assert hidden.json()["text"] == ""
    [comment] = reader.get(f"{here}/comments").json()
    assert (comment["text"], comment["author"], comment["hidden_because"]) == ("", None, "A name")
    assert office.post(f"{here}/withdraw", {"reason": "Wrong"}, **JSON).json()["month"] is None
    assert reader.get("/api/lessons").json() == []
