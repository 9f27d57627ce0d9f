"""A hospital with questions of its own hears that the program brought newer ones, sees what differs, and decides."""

import pytest
from django.core.exceptions import PermissionDenied

from zhian.check.incidents.models import Edition, NewerEdition
from zhian.check.incidents.services import edition_for, publish, shipped
from zhian.check.incidents.services.newer import compared, decide_newer, look_for_newer, undecided
from zhian.engines.workflow import Refused
from zhian.kernel.notices.models import Notice

OWN = """
id: FALL
version: 7
zh: 本院跌倒补充
items:
- {id: shoes, zh: 穿的鞋, options: {slippers: 拖鞋, sneakers: 运动鞋}}
- {id: seen, zh: 有人看见吗？, type: boolean}
"""


@pytest.fixture
def newer(quinn, hospital):
    """The hospital's own questions are from a time before the program's of today."""
    Edition.objects.create(hospital=hospital, name="FALL", version=7, text=OWN, valid_from="2025-01-01", beside=0)
    look_for_newer()
    return NewerEdition.objects.get()


def test_the_office_is_told_once(newer, quinn, nina, hospital):
    assert look_for_newer() == 0
    notice = Notice.objects.get(news__what="newer")
    assert (notice.person, notice.news.page) == (quinn, newer.get_absolute_url())
    assert undecided(hospital) == [newer]


def test_who_has_none_of_their_own_or_wrote_them_beside_todays_is_not_told(quinn, hospital, oscar):
    publish(hospital, actor=quinn, name="FALL", text=OWN)
    assert look_for_newer() == 0
    assert not NewerEdition.objects.exists()


def test_what_differs_is_shown_side_by_side(newer):
    rows = {(*row.own[:1], *row.programs[:1]): row for row in compared(newer)}
    assert rows["穿的鞋",].own == ["穿的鞋", "拖鞋", "运动鞋"]
    assert "Was it seen" in [words for row in rows for words in row]


def test_taking_them_over_asks_the_programs_from_today_on(newer, quinn, hospital):
    decide_newer(newer, actor=quinn, decision="taken")
    asked = edition_for(hospital, "FALL")
    assert (asked.version, asked.hospital, asked.beside) == (8, hospital, shipped("FALL").version)
    assert asked.questionnaire.questions().keys() == shipped("FALL").questionnaire.questions().keys()
    assert undecided(hospital) == []


def test_dismissing_keeps_the_own_and_is_not_asked_again(newer, quinn, hospital):
    decide_newer(newer, actor=quinn, decision="dismissed", why="Ours are agreed with the nurses")
    assert edition_for(hospital, "FALL").version == 7
    assert (undecided(hospital), look_for_newer()) == ([], 0)


def test_it_is_decided_once(newer, quinn, olga):
    decide_newer(NewerEdition.objects.get(), actor=quinn, decision="dismissed")
    with pytest.raises(Refused, match="Quinn has decided it already: Keep our own"):
        decide_newer(newer, actor=olga, decision="taken")


def test_who_wrote_own_ones_anew_meanwhile_has_nothing_to_decide(newer, quinn, hospital):
    publish(hospital, actor=quinn, name="FALL", text=OWN.replace("version: 7", "version: 8"))
    assert undecided(hospital) == []
    with pytest.raises(Refused, match="Meanwhile other questions are asked"):
        decide_newer(newer, actor=quinn, decision="taken")


def test_only_the_office_of_the_hospital_decides(newer, nina, hugo, oscar):
    for person in (nina, hugo, oscar):
        with pytest.raises(PermissionDenied):
            decide_newer(newer, actor=person, decision="taken")


def test_the_page_leads_from_the_list_to_the_decision(newer, quinn, signed_in, hospital):
    browser = signed_in(quinn)
    here = newer.get_absolute_url()
    assert here in browser.get("/incidents/questions/").content.decode()
    assert here in browser.get("/incidents/questions/FALL/").content.decode()
    assert "穿的鞋" in browser.get(here).content.decode()
    assert browser.post(here, {"why": ""}).status_code == 422
    assert browser.post(here, {"decision": "taken"}).status_code == 302
    assert browser.get(here).status_code == 404


def test_a_program_decides_too(newer, quinn, program):
    api = program(quinn, "questions:write")
    (told,) = api.get("/api/questions/newer/undecided").json()
    assert (told["name"], told["version"], told["decision"]) == ("FALL", shipped("FALL").version, "")
    first, second = (_decides(api, decision) for decision in ("dismissed", "taken"))
    assert (first.status_code, first.json()["decision"], second.status_code) == (200, "dismissed", 404)


def _decides(api, decision):
    return api.post("/api/questions/FALL/newer", {"decision": decision}, content_type="application/json")
