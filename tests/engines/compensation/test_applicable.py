"""Which law governs when: every day from 2000 to 2030 has exactly one leading answer, and an edge shows both."""

from datetime import date, timedelta
from itertools import product

import pytest

from zhian.engines.compensation.law.cn.applicable import FORUMS, applicable, rows, switches, text_of_the_day

DAYS = [date(2000, 1, 1) + timedelta(days=n) for n in range((date(2031, 1, 1) - date(2000, 1, 1)).days)]
ACCEPTANCES = [date(2004, 4, 30), date(2004, 5, 1), date(2031, 1, 1)]


def governs(**told):
    return [(each.regime, each.instrument) for each in applicable(**told)]


def test_every_day_forum_and_finding_has_one_leading_law_without_gap_or_overlap():
    leading = [row for row in rows() if row.leads]
    for forum, established, accepted in product(FORUMS, (True, False), ACCEPTANCES):
        for day in DAYS:
            if day <= accepted:
                assert sum(row.governs(forum, day, accepted, established) for row in leading) == 1


def test_the_law_changes_only_on_the_days_that_are_known():
    assert switches() == (
        date(2002, 9, 1), date(2010, 7, 1), date(2018, 10, 1), date(2021, 1, 1), date(2022, 5, 1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("act", "regime", "instrument"),
    [
        (date(2002, 8, 31), "none", ""),
        (date(2002, 9, 2), "A", "medical_accident_2002"),
        (date(2010, 6, 30), "A", "medical_accident_2002"),
        (date(2010, 7, 2), "B", "personal_injury_2003"),
        (date(2020, 12, 31), "B", "personal_injury_2003"),
        (date(2022, 4, 30), "B", "personal_injury_2020"),
        (date(2022, 5, 2), "B", "personal_injury_2022"),
    ],
)
def test_a_court_follows_the_regulation_for_accidents_until_the_tort_law_came(act, regime, instrument):
    found = applicable(forum="court", act=act, accepted=act + timedelta(days=365), established=True)
    assert [(found[0].regime, found[0].instrument, found[0].edges)] == [(regime, instrument, ())]


def test_without_an_accident_the_day_of_acceptance_decides_and_not_that_of_the_act():
    act = date(2003, 5, 1)
    assert governs(forum="court", act=act, accepted=date(2004, 4, 30)) == [("none", "")]
    assert governs(forum="court", act=act, accepted=date(2004, 5, 1)) == [("B", "personal_injury_2003")]


def test_an_unknown_day_of_acceptance_shows_both():
    found = applicable(forum="court", act=date(2003, 5, 1))
    assert [each.regime for each in found] == ["B", "none"]
    assert all(edge.zh == "受理日期不明" for each in found for edge in each.edges)


def test_a_debate_that_was_closed_says_by_when_the_case_was_accepted():
    assert governs(forum="court", act=date(2003, 5, 1), debate_closed=date(2004, 2, 1)) == [("none", "")]
    assert len(governs(forum="court", act=date(2003, 5, 1), debate_closed=date(2004, 6, 1))) == 2


def test_an_accident_that_is_still_to_be_established_shows_both_tracks():
    found = applicable(forum="court", act=date(2008, 3, 3), established=None)
    assert [(each.regime, each.edges[0].en) for each in found] == [
        ("B", "whether it is an accident is not established yet"),
        ("A", "whether it is an accident is not established yet"),
    ]


def test_an_act_that_continued_across_a_change_leads_with_the_later_law_and_shows_the_earlier():
    found = applicable(forum="court", act=date(2022, 4, 1), until=date(2022, 5, 10))
    assert [each.instrument for each in found] == ["personal_injury_2022", "personal_injury_2020"]
    assert all(each.edges for each in found)


def test_the_very_day_of_a_change_shows_both():
    found = applicable(forum="court", act=date(2022, 5, 1))
    assert [each.instrument for each in found] == ["personal_injury_2022", "personal_injury_2020"]


def test_nobody_knows_the_day_of_the_act_so_every_law_before_the_trial_is_shown():
    found = applicable(forum="court", act=None, debate_closed=date(2012, 1, 1), established=True)
    assert [each.regime for each in found if each.row.leads] == ["B", "A", "none"]


def test_since_2018_the_regulation_binds_only_by_agreement():
    found = applicable(forum="negotiation", act=date(2024, 3, 1), established=True)
    assert [each.regime for each in found] == ["B", "A"]
    assert "约定" in found[1].reason.zh
    assert governs(forum="court", act=date(2024, 3, 1), established=True) == [("B", "personal_injury_2022")]


def test_the_health_authority_computes_an_accident_by_the_regulation_until_2018():
    asked = {"forum": "administrative", "established": True}
    assert governs(act=date(2015, 3, 1), **asked) == [("A", "medical_accident_2002")]
    assert governs(act=date(2015, 3, 1), forum="administrative") == [("B", "personal_injury_2003")]
    assert governs(act=date(2019, 3, 1), **asked)[0] == ("B", "personal_injury_2003")


def test_each_answer_has_its_reason_and_its_source_and_says_whether_anyone_checked_it():
    assert all(row.words.zh and row.words.en and row.source for row in rows())
    assert not applicable(forum="court", act=date(2001, 1, 1), accepted=date(2001, 6, 1))[0].is_verified


def test_each_regime_has_a_text_for_every_day_that_can_be_computed():
    assert text_of_the_day("A", date(2024, 1, 1)) == "medical_accident_2002"
    assert text_of_the_day("B", date(2020, 12, 31)) == "personal_injury_2003"
    assert text_of_the_day("B", date(2022, 4, 30)) == "personal_injury_2020"
    assert text_of_the_day("B", date(2022, 5, 1)) == text_of_the_day("B", None) == "personal_injury_2022"


def test_the_text_that_governs_is_the_text_of_the_day():
    for row in rows():
        if row.leads and row.regime != "none":
            assert row.instrument == text_of_the_day(row.regime, row.act[0])


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="forum: 'street' is none of negotiation"):
        applicable(forum="street", act=None)
    with pytest.raises(ValueError, match="before it began"):
        applicable(forum="court", act=date(2020, 1, 2), until=date(2020, 1, 1))
    with pytest.raises(ValueError, match="before the act"):
        applicable(forum="court", act=date(2020, 1, 2), accepted=date(2020, 1, 1))
