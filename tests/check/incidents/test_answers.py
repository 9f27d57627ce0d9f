"""What is asked of each category, kept in the edition in which it was asked."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

import given
from zhian.check.incidents.codes import Category
from zhian.check.incidents.models import Answers, Edition
from zhian.check.incidents.services import answer_questions, asked_of, edition_for, publish, shipped
from zhian.check.incidents.services.answers import suggested_grade
from zhian.engines.questionnaires import Faulty
from zhian.engines.workflow import Refused
from zhian.kernel.records.services import Conflict

OWN = """
id: FALL
version: {version}
zh: 本院跌倒补充
items:
- {{id: shoes, zh: 穿的鞋, key: true, options: {{slippers: 拖鞋, sneakers: 运动鞋}}}}
"""
MERP = {"happened": True, "reached": True, "died": False, "life_saving": False, "lasting": "temporary"}


def own(version=2):
    return OWN.format(version=version)


@pytest.mark.parametrize("category", Category.values)
def test_every_category_has_questions_in_two_languages(category, db):
    questionnaire = shipped(category).questionnaire
    assert questionnaire.name == category
    assert questionnaire.source
    for item in questionnaire.walk():
        assert set(item.words) == {"zh", "en"}, item.link_id


def test_the_reporter_answers_right_after_filing(nina):
    fall = given.a_fall(by=nina)
    kept = answer_questions(fall, actor=nina, version=0, told={"kind": "bed", "rails": "down", "floor": ["wet"]})
    assert (kept.values["rails"], kept.by, kept.version) == ("down", nina, 1)
    assert kept.edition == Edition.objects.get(name="FALL", version=1, hospital=None)


def test_what_is_not_asked_is_dropped(nina):
    fall = given.a_fall(by=nina)
    kept = answer_questions(fall, actor=nina, version=0, told={"kind": "walking", "rails": "down"})
    assert kept.values == {"kind": "walking"}


def test_an_answer_that_does_not_fit_is_refused_with_its_question(nina):
    fall = given.a_fall(by=nina)
    with pytest.raises(ValidationError) as refused:
        answer_questions(fall, actor=nina, version=0, told={"kind": "flying", "assisted": "maybe"})
    assert set(refused.value.message_dict) == {"kind", "assisted"}
    assert not Answers.objects.exists()


def test_heads_and_outsiders_do_not_answer(nina, hugo, oscar):
    fall = given.a_fall(by=nina)
    for person in (hugo, oscar):
        with pytest.raises(PermissionDenied):
            answer_questions(fall, actor=person, version=0, told={})


def test_after_triage_only_the_office_adds_to_the_answers(nina, quinn):
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    with pytest.raises(PermissionDenied):
        answer_questions(fall, actor=nina, version=0, told={})
    assert answer_questions(fall, actor=quinn, version=0, told={"seen": True}).by == quinn


def test_a_closed_case_is_not_answered_any_more(nina, hugo, quinn):
    fall = given.a_closed_fall(by=nina, head=hugo, office=quinn)
    with pytest.raises(Refused):
        answer_questions(fall, actor=quinn, version=0, told={"seen": True})


def test_two_who_answer_at_once_do_not_overwrite_each_other(nina, quinn):
    fall = given.a_fall(by=nina)
    answer_questions(fall, actor=nina, version=0, told={"seen": True})
    with pytest.raises(Conflict):
        answer_questions(fall, actor=quinn, version=0, told={"seen": False})
    assert answer_questions(fall, actor=quinn, version=1, told={"seen": False}).version == 2


def test_a_reporter_under_seal_answers_in_nobodys_name(nina):
    fall = given.a_fall(by=nina, is_sealed=True)
    assert answer_questions(fall, actor=nina, version=0, told={"seen": True}).by is None


def test_answers_are_found_by_the_search(nina, quinn, signed_in):
    fall = given.a_fall(by=nina, category="MED")
    answer_questions(fall, actor=nina, version=0, told={"drug": "氯化钾注射液", "stage": "dispensing"})
    page = signed_in(quinn).get("/search/", {"q": "氯化钾"})
    assert fall.number in page.content.decode()


@pytest.mark.parametrize(
    ("told", "letter"),
    [
        ({"happened": False}, "A"),
        ({"happened": True, "reached": False}, "B"),
        ({**MERP, "lasting": "none", "monitored": False}, "C"),
        ({**MERP, "lasting": "none", "monitored": True}, "D"),
        ({**MERP, "longer_stay": False}, "E"),
        ({**MERP, "longer_stay": True}, "F"),
        ({**MERP, "lasting": "permanent"}, "G"),
        ({**MERP, "life_saving": True}, "H"),
        ({**MERP, "died": True}, "I"),
        ({"happened": True}, None),
    ],
)
def test_questions_in_their_order_lead_to_the_merp_category(told, letter, nina):
    error = given.a_fall(by=nina, category="MED")
    assert answer_questions(error, actor=nina, version=0, told=told).results.get("merp") == letter


def test_the_merp_category_suggests_a_grade(nina, quinn, signed_in):
    error = given.a_fall(by=nina, category="MED")
    answer_questions(error, actor=nina, version=0, told={**MERP, "longer_stay": True})
    form = signed_in(quinn).get(f"{error.get_absolute_url()}steps/confirm/").context["form"]
    assert (form["grade"].value(), suggested_grade(error)) == (2, 2)


def test_the_morse_score_is_counted(nina):
    morse = {"fell_before": "yes", "second_diagnosis": "yes", "aid": "none", "infusion": "no", "gait": "weak"}
    fall = given.a_fall(by=nina)
    known = answer_questions(fall, actor=nina, version=0, told={"assessed": True, **morse})
    assert "morse" not in known.results
    known = answer_questions(fall, actor=nina, version=1, told={"assessed": True, **morse, "insight": "aware"})
    assert known.results["morse"] == 50


def test_a_code_on_a_device_fills_in_what_nobody_wrote(nina):
    broken = given.a_fall(by=nina, category="DEV")
    told = {"udi": "(01)09506000134352(17)271231(10)A213B1(21)1234", "lot": "by hand"}
    values = answer_questions(broken, actor=nina, version=0, told=told).values
    assert (values["lot"], values["serial"], values["expires_on"]) == ("by hand", "1234", "2027-12-31")


def test_a_mistyped_code_is_refused_and_a_foreign_one_kept(nina):
    broken = given.a_fall(by=nina, category="DEV")
    with pytest.raises(ValidationError, match="check digit"):
        answer_questions(broken, actor=nina, version=0, told={"udi": "(01)09506000134351"})
    assert answer_questions(broken, actor=nina, version=0, told={"udi": "MA.156.M0.1"}).values == {"udi": "MA.156.M0.1"}


def test_a_case_keeps_the_edition_in_which_it_was_asked(nina, quinn, hospital):
    fall, later = given.a_fall(by=nina), given.a_fall(by=nina)
    answer_questions(fall, actor=nina, version=0, told={"seen": True})
    publish(hospital, actor=quinn, name="FALL", text=own())
    assert asked_of(fall)[0].version == 1
    answer_questions(fall, actor=nina, version=1, told={"seen": False})
    kept = answer_questions(later, actor=nina, version=0, told={"shoes": "slippers"})
    assert (kept.edition.version, kept.told[0].words) == (2, "拖鞋")


def test_another_hospital_is_asked_as_before(quinn, hospital, oscar):
    publish(hospital, actor=quinn, name="FALL", text=own())
    assert edition_for(oscar.department.hospital, "FALL").version == 1


def test_when_the_category_changes_old_answers_stay_and_new_questions_are_asked(nina, quinn):
    fall = given.a_fall(by=nina)
    answer_questions(fall, actor=nina, version=0, told={"seen": True})
    fall.category = "MED"
    fall.save()
    answer_questions(fall, actor=quinn, version=0, told={"happened": False})
    assert [answers.name for answers in fall.answers.all()] == ["FALL", "MED"]


def test_questions_are_published_by_the_office_of_the_hospital_alone(nina, hospital, oscar):
    for person in (nina, oscar):
        with pytest.raises(PermissionDenied):
            publish(hospital, actor=person, name="FALL", text=own())


def test_faulty_questions_are_refused_with_their_lines(quinn, hospital):
    with pytest.raises(Faulty, match="line 2"):
        publish(hospital, actor=quinn, name="FALL", text="id: FALL\nversoin: 2")
    with pytest.raises(Faulty, match="FALL"):
        publish(hospital, actor=quinn, name="FALL", text=own().replace("id: FALL", "id: MED"))


def test_a_version_is_published_once(quinn, hospital):
    publish(hospital, actor=quinn, name="FALL", text=own())
    with pytest.raises(ValidationError, match="version: 3"):
        publish(hospital, actor=quinn, name="FALL", text=own())


def test_an_edition_that_begins_later_is_not_asked_yet(quinn, hospital):
    publish(hospital, actor=quinn, name="FALL", text=own() + "valid_from: 2099-01-01")
    assert edition_for(hospital, "FALL").version == 1


def test_answers_are_kept_as_plain_json(nina):
    error = given.a_fall(by=nina, category="MED")
    told = {"ordered": {"value": 0.25, "unit": "mg"}, "type": ["dose", "rate"]}
    kept = Answers.objects.get(pk=answer_questions(error, actor=nina, version=0, told=told).pk)
    assert kept.values == json.loads(json.dumps(told))
