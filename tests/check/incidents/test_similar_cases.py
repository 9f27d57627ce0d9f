"""Cases like this one are offered to the office: the same event told twice, and others of its kind."""

import pytest
from django.core.exceptions import PermissionDenied

import given
from zhian.check.incidents import services as incidents
from zhian.check.incidents.models import Word
from zhian.check.incidents.services import similar_to
from zhian.check.incidents.services.similar import count_words

NIGHT = "患者夜间自行起床如厕，行至卫生间门口滑倒，夜灯不亮，护士听见声响到场。"
AGAIN = "病人夜里自己上厕所，在卫生间门口滑了一跤，夜灯不亮，护理人员到场。"
OTHER = "静脉输液速度过快，泵速设置错误，交接班时查对发现。"


@pytest.fixture
def night(nina):
    return given.a_fall(by=nina, title="夜间如厕滑倒", account=NIGHT)


def test_the_same_event_told_by_another_person_comes_first(night, nina, hugo, quinn):
    given.a_fall(by=nina, title="输液泵速", account=OTHER, category="MED", hours_ago=400)
    again = given.a_fall(by=hugo, title="卫生间门口摔倒", account=AGAIN, hours_ago=1)
    count_words()
    first = similar_to(night, reader=quinn)[0]
    assert (first.incident, first.likeness.may_be_the_same) == (again, True)
    assert "夜灯不亮" in first.phrases


def test_another_of_its_kind_is_no_duplicate(night, nina, quinn):
    earlier = given.a_fall(by=nina, title="卫生间滑倒", account=AGAIN, hours_ago=24 * 90)
    (found,) = similar_to(night, reader=quinn)
    assert (found.incident, found.likeness.may_be_the_same) == (earlier, False)


def test_what_has_nothing_in_common_is_not_shown(night, nina, quinn):
    given.a_fall(by=nina, title="输液泵速", account=OTHER, category="MED", hours_ago=24 * 90)
    assert similar_to(night, reader=quinn) == []


def test_it_is_found_by_its_time_where_the_words_differ(night, hugo, quinn):
    beside = given.a_fall(by=hugo, title="洗手间门口", account="人倒在地上，灯坏了。", hours_ago=2)
    assert [found.incident for found in similar_to(night, reader=quinn)] == [beside]


def test_cases_of_another_hospital_are_never_shown(night, quinn, oscar):
    given.a_fall(by=oscar, title="夜间如厕滑倒", account=NIGHT)
    assert similar_to(night, reader=quinn) == []


def test_only_the_office_compares(night, nina, hugo, oscar):
    for person in (nina, hugo, oscar):
        with pytest.raises(PermissionDenied):
            similar_to(night, reader=person)


def test_the_page_fetches_them_and_shows_why(night, hugo, quinn, signed_in):
    again = given.a_fall(by=hugo, title="卫生间门口摔倒", account=AGAIN)
    browser, address = signed_in(quinn), f"{night.get_absolute_url()}similar/"
    assert address in browser.get(night.get_absolute_url()).content.decode()
    for headers in ({}, {"HX-Request": "true"}):
        page = browser.get(address, headers=headers).content.decode()
        assert again.number in page and "夜灯不亮" in page
    assert address not in signed_in(hugo).get(night.get_absolute_url()).content.decode()


def test_words_are_counted_once_a_report_and_lone_ones_forgotten(night, nina, hugo):
    given.a_fall(by=hugo, title="夜间", account="夜间夜间")
    assert count_words() == Word.objects.count()
    counts = dict(Word.objects.values_list("word", "reports"))
    assert (counts[""], counts["夜间"]) == (2, 2)
    assert "厕，" not in counts and "滑倒" not in counts


def test_without_any_count_it_works_too(night, hugo, quinn):
    again = given.a_fall(by=hugo, title="卫生间门口摔倒", account=AGAIN)
    assert not Word.objects.exists()
    assert similar_to(night, reader=quinn)[0].incident == again


def test_the_same_event_is_marked_from_the_list(night, hugo, quinn, signed_in):
    again = given.a_fall(by=hugo, title="卫生间门口摔倒", account=AGAIN)
    browser = signed_in(quinn)
    page = browser.get(f"{again.get_absolute_url()}similar/").content.decode()
    step = f"{again.get_absolute_url()}steps/mark_duplicate/"
    assert f'action="{step}"' in page and f'value="{night.number}"' in page
    browser.post(step, {"original": night.number, "note": "The same bathroom door"})
    again.refresh_from_db()
    assert (again.state, again.duplicate_of) == ("duplicate", night)
    assert again.transitions.last().note == "The same bathroom door"


def test_what_cannot_be_its_original_says_why(night, hugo, quinn, signed_in, program):
    again = given.a_fall(by=hugo, title="卫生间门口摔倒", account=AGAIN)
    incidents.mark_duplicate(again, actor=quinn, original=night)
    third = given.a_fall(by=hugo, title="卫生间门口摔倒了", account=AGAIN)
    why = f"{again.number} is itself a duplicate, of {night.number}"
    assert why in signed_in(quinn).get(f"{third.get_absolute_url()}similar/").content.decode()
    told = program(quinn).get(f"/api/incidents/{third.number}/similar").json()
    assert {one["number"]: one["why_not_original"][: len(why)] for one in told} == {again.number: why, night.number: ""}


def test_whose_own_report_it_is_reads_why_somebody_else_must_mark_it(night, quinn, signed_in):
    own = given.a_fall(by=quinn, title="卫生间门口摔倒", account=AGAIN)
    page = signed_in(quinn).get(f"{own.get_absolute_url()}similar/").content.decode()
    assert "steps/mark_duplicate/" not in page
    assert "not the reporter" in page


def test_the_list_of_what_has_ended_marks_nothing(night, hugo, quinn, signed_in):
    again = given.a_fall(by=hugo, title="卫生间门口摔倒", account=AGAIN)
    incidents.mark_duplicate(again, actor=quinn, original=night)
    assert "mark_duplicate" not in signed_in(quinn).get(f"{again.get_absolute_url()}similar/").content.decode()
