"""What procedure a sum requires: the nearest place's rows, dated, and what is unknown is told as such."""

from datetime import date

import pytest

from zhian.engines.compensation.figures import known_as, places
from zhian.engines.compensation.procedure import CONDITIONS, KINDS, gates, procedure

NOW = date(2026, 1, 5)


def asked(place, day=NOW, known=None, **facts):
    told = procedure(place, {"forum": "negotiation", "accident": False} | facts, day=day, known=known)
    return {each.gate.id for each in (*told.required, *told.flags)}


def test_every_gate_has_its_words_its_article_and_says_whether_anyone_checked_it():
    assert len({gate.id for gate in gates()}) == len(gates())
    for gate in gates():
        assert gate.words.zh and gate.words.en and gate.source and gate.kind in KINDS
        assert gate.verified in ("primary", "secondary", "unverified") and set(gate.when) <= set(CONDITIONS)
        assert not gate.place or known_as(gate.place) in places()


@pytest.mark.parametrize(("claimed", "told"), [(10_000, False), (10_001, True)])
def test_in_ningbo_the_insurer_is_told_above_ten_thousand_and_not_at_it(claimed, told):
    assert ("ningbo-insurer" in asked("宁波", claimed=claimed, insured=True)) == told
    assert ("ningbo-insurer-in-mediation" in asked("宁波", claimed=claimed, insured=True, forum="mediation")) == told


@pytest.mark.parametrize(("claimed", "told"), [(99_999, False), (100_000, True)])
def test_in_ningbo_an_appraisal_is_mandatory_from_a_hundred_thousand_on(claimed, told):
    assert ("ningbo-appraisal" in asked("宁波", claimed=claimed)) == told


def test_before_its_rules_were_in_force_ningbo_asked_nothing():
    assert not any(id.startswith("ningbo") for id in asked("宁波", date(2012, 2, 29), claimed=500_000, insured=True))


def test_the_nearest_place_answers_a_question_before_its_province_and_before_the_nation():
    ningbo = asked("宁波市", claimed=500_000)
    assert "ningbo-representatives" in ningbo and "representatives" not in ningbo
    assert "zhejiang-route" in ningbo and "room" in ningbo
    assert "zhejiang-route" in asked("浙江", claimed=500_000)


@pytest.mark.parametrize(("died", "told"), [(True, "several-deaths"), (False, "periodic-payment")])
def test_before_a_court_it_is_told_what_may_be_granted_beside_the_sum(died, told):
    found = asked("重庆", forum="court", died=died)
    assert found & {"several-deaths", "periodic-payment"} == {told}
    assert found >= {"after-the-term", "punitive-damages"} and not asked("重庆") & {"after-the-term", told}


def test_a_fact_that_nobody_told_is_named_and_not_assumed():
    (insurer,) = [
        r
        for r in procedure("宁波", {"forum": "negotiation", "claimed": 500_000}, day=NOW).required
        if r.gate.gate == "insurer"
    ]
    assert [each.zh for each in insurer.if_known] == ["是否投保"]
    assert "ningbo-insurer" not in asked("宁波", claimed=500_000, insured=False)


def test_unread_thresholds_are_marked_as_such():
    unread = {
        r.gate.place
        for r in procedure("重庆", {"forum": "negotiation", "claimed": 500_000}).elsewhere
        if not r.is_verified
    }
    assert unread == {"天津", "浙江", "广东", "上海"}
    assert not procedure("宁波", {"forum": "negotiation", "claimed": 500_000}).elsewhere


@pytest.mark.parametrize(("claimed", "place", "told"), [
    (20_000, "江苏", False), (20_001, "江苏", True), (30_000, "上海", False), (30_001, "上海", True),
    (10_000, "深圳", False), (10_001, "深圳", True),
])  # fmt: skip
def test_other_places_close_the_private_route_above_their_own_sums(claimed, place, told):
    assert any(id.endswith("-route") for id in asked(place, claimed=claimed)) == told


def test_a_settled_accident_is_reported_within_seven_days_and_a_mere_dispute_is_not():
    assert {"report-settlement", "agreement-of-an-accident", "one-payment"} <= asked("重庆", accident=True)
    assert "report-judgment" in asked("重庆", forum="court", accident=True)
    assert not {"report-settlement", "report-judgment"} & asked("重庆")


def test_the_year_to_ask_the_authority_is_counted_from_the_day_of_knowing():
    told = procedure("重庆", {"forum": "administrative"}, day=date(2005, 1, 1), known={"found": date(2004, 2, 29)})
    assert [each.due for each in told.required if each.gate.gate == "one_year"] == [date(2005, 2, 28)]


def test_a_public_institution_is_warned_of_private_promises_and_of_taking_a_share_from_staff():
    assert "ningbo-no-promise" in asked("宁波", public=True, claimed=500_000)
    assert "ningbo-no-promise" not in asked("宁波", public=False, claimed=500_000)
    assert "staff-recourse" in asked("重庆", staff_pay=True) and "staff-recourse" not in asked("重庆", staff_pay=False)
