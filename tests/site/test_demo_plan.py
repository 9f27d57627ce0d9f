"""The demo hospital on paper: whole, consistent, believable, and the same for the same seed."""

from collections import Counter
from datetime import datetime, timedelta, timezone

import pytest

from zhian.check.incidents.codes import Category, Harm, Kind
from zhian.check.incidents.models import require_grade_to_fit
from zhian.kernel.loop.models import ActionKind
from zhian.kernel.people.models import ADMINISTRATORS, Role
from zhian.site.demo.answering import answers_to
from zhian.site.demo.cases import plan
from zhian.site.demo.hospital import hospitals
from zhian.site.demo.narratives import shares, stories
from zhian.site.demo.staff import accounts, staff

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=timezone(timedelta(hours=8)))
TEACHING, SMALL = hospitals()


@pytest.fixture(scope="module")
def year():
    return plan(TEACHING, 300, NOON, seed=7)


def test_the_hospital_has_the_size_it_claims():
    assert (TEACHING.beds, len(TEACHING.units)) == (800, 40)
    numbers = [int(person.number) for person in staff()]
    assert numbers[:600] == list(range(1001, 1601))
    assert numbers[600:620] == list(range(2001, 2021))


def test_no_two_people_and_no_two_departments_share_a_name():
    assert len({person.name for person in staff()}) == len(staff())
    units = [unit for hospital in hospitals() for unit in hospital.units]
    assert len({unit.name for unit in units}) == len({unit.code for unit in units}) == len(units)


def test_every_department_has_one_head_and_every_ward_one_head_nurse():
    for unit in TEACHING.units:
        roles = Counter(role for person in staff() if person.unit == unit.code for role, _ in person.duties)
        assert roles["head"] == 1, unit
        assert roles["head_nurse"] == unit.is_clinical, unit
        assert roles["department_quality"] == (not unit.is_office), unit


def test_every_role_has_an_account_and_every_account_its_role():
    by_number = {person.number: person for person in staff()}
    assert {account.role for account in accounts()} == set(Role.values)
    assert all(by_number[account.number].holds(account.role) for account in accounts())


def test_administrators_do_nothing_else():
    for person in staff():
        if person.is_administrator:
            assert len(person.duties) == 1
            assert person.duties[0][0] in ADMINISTRATORS


def test_every_category_has_stories_and_every_story_a_place():
    assert shares().keys() == set(Category.values)
    assert sum(shares().values()) == pytest.approx(100)
    told = [story for code in shares() for story in stories(code)]
    assert len(told) >= 150
    for story in told:
        assert any(story.fits(unit) for unit in TEACHING.units), story


def test_proportions_are_those_of_the_national_reports(year):
    counted = Counter(case.narrative.category for case in year)
    assert [counted[code] / 3 for code in ("MED", "FALL", "TUBE")] == pytest.approx([40, 22, 12], abs=1)
    assert counted.keys() == set(Category.values)


def test_accounts_read_well_and_fit_their_grade(year):
    for case in year:
        told = case.narrative
        assert 4 <= len(told.title) <= 40
        assert not set("{}") & set(told.title + told.account + told.done + told.finding + told.feedback)
        assert told.kind in Kind.values
        assert told.harm in Harm.values
        require_grade_to_fit(told.grade, told.harm)
        assert {remedy.kind for remedy in told.remedies} <= set(ActionKind.values)
        assert all(remedy.what and remedy.proof for remedy in told.remedies)


def test_patients_fit_their_department(year):
    for case in year:
        if case.narrative.sex:
            assert case.unit.ages[0] <= case.narrative.age <= case.unit.ages[1]
            assert case.narrative.sex in case.unit.sex


@pytest.mark.parametrize("hours", [0, 3, 8, 11.9, 36])
def test_nothing_lies_in_the_future_whenever_it_is_loaded(hours):
    until = NOON + timedelta(hours=hours)
    for case in plan(TEACHING, 300, until, seed=7):
        told_at = case.occurred_at + timedelta(hours=case.course.told_after)
        assert until - timedelta(days=766) < case.occurred_at < told_at < until


def test_nobody_reports_from_elsewhere(year):
    for case in year:
        assert case.author.unit == case.unit.code
        assert not case.author.is_administrator


def test_the_planted_patterns_can_be_found(year):
    lights = [case for case in year if case.pattern == "night_light"]
    assert len(lights) >= 12
    assert {case.unit.name for case in lights} == {"骨一科"}
    assert all(case.occurred_at.hour < 7 for case in lights)
    pairs = [case for case in year if case.pattern == "lookalike"]
    assert len(pairs) >= 6
    assert all("头孢哌酮钠舒巴坦钠" in case.narrative.title + case.narrative.account for case in pairs)


def test_the_same_seed_tells_the_same_year(year):
    assert plan(TEACHING, 300, NOON, seed=7) == year
    assert plan(TEACHING, 300, NOON, seed=8) != year


def test_the_small_hospital_has_its_own_cases():
    cases = plan(SMALL, 12, NOON, seed=7)
    assert len(cases) == 12
    assert {case.unit.hospital for case in cases} == {SMALL.code}


def test_some_events_are_told_twice_in_other_words(year):
    twins = {}
    for case in year:
        if case.twin:
            twins.setdefault(case.twin, []).append(case)
    assert len(twins) >= 2  # one in a hundred is tried, and left where nobody else could have told of it
    for first, second in twins.values():
        assert first.author != second.author
        assert (first.unit, first.occurred_at) == (second.unit, second.occurred_at)
        assert first.narrative.account != second.narrative.account


def test_what_is_answered_agrees_with_what_is_told(year):
    told = [(case.narrative, answers_to(case.narrative)) for case in year if case.narrative.category == "MED"]
    for narrative, answers in told:
        assert answers["reached"] == (narrative.kind != "near_miss")
        assert answers.get("lasting") != "none" or narrative.harm == "none"
    assert {answers.get("stage") for _narrative, answers in told} >= {"prescribing", "dispensing", "administering"}
