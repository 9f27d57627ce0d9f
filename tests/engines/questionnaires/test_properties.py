"""What holds for every questionnaire and whatever is told."""

import pytest
from fhir.resources.questionnaire import Questionnaire as R5Questionnaire
from fhir.resources.questionnaireresponse import QuestionnaireResponse as R5Response
from fhir.resources.R4B.questionnaire import Questionnaire as R4Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse as R4Response
from hypothesis import given
from hypothesis import strategies as st

from zhian.engines.questionnaires import (
    Faulty,
    answer,
    check,
    load,
    questionnaire_from,
    questionnaire_json,
    response_from,
    response_json,
    results,
    tell,
)

from .made import answers, questionnaires

URL = "urn:zhian:questionnaire:Q"
plain = st.sampled_from([None, True, -1, 10**20, 0.5, float("nan"), "", "a", "2026-02-30", "跌\x00倒", "T", "1:2"])
anything = plain | st.lists(plain, max_size=2) | st.dictionaries(st.sampled_from(["text", "value", "unit"]), plain)


@given(questionnaires())
def test_it_is_in_order(questionnaire):
    assert check(questionnaire) == []


@pytest.mark.parametrize(("release", "resource"), [("R4", R4Questionnaire), ("R5", R5Questionnaire)])
@given(questionnaire=questionnaires())
def test_it_comes_back_from_fhir_as_it_went(questionnaire, release, resource):
    told = questionnaire_json(questionnaire, url=URL, release=release)
    resource.model_validate(told)
    assert questionnaire_from(told) == questionnaire


@given(st.data())
def test_answers_that_fit_are_taken_and_taken_again_stay_as_they_are(data):
    questionnaire = data.draw(questionnaires())
    found = answer(questionnaire, data.draw(answers(questionnaire)))
    assert found.wrongs == {}
    assert answer(questionnaire, found.values) == found


@given(st.data())
def test_answers_come_back_from_fhir_as_they_went(data):
    questionnaire = data.draw(questionnaires())
    found = answer(questionnaire, data.draw(answers(questionnaire)))
    told = response_json(questionnaire, found.values, url=URL, authored="2026-03-01T08:00:00+08:00")
    for resource in (R4Response, R5Response):
        resource.model_validate(told)
    assert response_from(questionnaire, told) == found


@given(st.data())
def test_every_answer_can_be_told_and_counted(data):
    questionnaire = data.draw(questionnaires())
    values = answer(questionnaire, data.draw(answers(questionnaire))).values
    assert [told.item.link_id for told in tell(questionnaire, values, "zh")] == list(values)
    assert len(list(results(questionnaire, values))) <= 2


@given(st.data())
def test_whatever_is_told_is_taken_or_refused_with_a_sentence(data):
    questionnaire = data.draw(questionnaires())
    told = data.draw(st.dictionaries(st.sampled_from(sorted(questionnaire.questions())), anything, max_size=4))
    found = answer(questionnaire, told)
    assert all(str(sentence) for sentence in found.wrongs.values())
    assert answer(questionnaire, found.values).values == found.values


@given(st.text("abc:- \n\t{}[]&*!|>'\"#?%@`zh0123,items", max_size=60))
def test_no_text_breaks_the_loader(text):
    with pytest.raises(Faulty) as refused:
        load(text)
    assert refused.value.faults


@given(anything, st.sampled_from(["item", "name", "version", "title", "language", "extension", "effectivePeriod"]))
def test_no_resource_breaks_the_reader(value, element):
    told = {"resourceType": "Questionnaire", "name": "Q", "version": "1", "title": "x", element: value}
    with pytest.raises(Faulty):
        questionnaire_from(told)
