"""Targets that a hospital sets itself: charts, icons and boards follow, and who set them stays known."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.utils import DatabaseError

import given
from zhian.check.indicators.models import OwnTarget, Standing
from zhian.check.indicators.services.aims import target_of
from zhian.check.indicators.services.charts import drawing_of
from zhian.check.indicators.services.comparing import references
from zhian.check.indicators.services.definitions import definition_of
from zhian.check.indicators.services.standings import stand_anew
from zhian.check.indicators.services.targets import set_target, words_on
from zhian.engines.workflow import Refused
from zhian.kernel.audit import guards

FALLS, SHARE, NATIONAL = "NUR-07", "NUR-07-2", "GOAL-AE"
JANUARY, JULY = date(2026, 1, 1), date(2026, 7, 1)
GOALS = "Quality goals of 2026"


def aim(hospital, by, value, *, code=FALLS, month=JANUARY, reason=GOALS):
    told = set_target(
        definition_of(hospital, code), hospital, actor=by, month=month, value=value, reason=reason
    )  # fmt: skip
    hospital.refresh_from_db()  # as the next request reads it
    return told


def goal(hospital, month, code=FALLS):
    return target_of(definition_of(hospital, code), month)


def standing(place, code=FALLS):
    return Standing.objects.get(department=place, indicator=code)


@pytest.fixture
def falls(hospital, icu):
    for place in (hospital, icu):
        given.measured(place, [50] * 24)
        stand_anew(place, FALLS)


def test_a_target_holds_from_its_month_until_another_or_none_follows(hospital, quinn):
    aim(hospital, quinn, 6)
    aim(hospital, quinn, 4, month=JULY)
    aim(hospital, quinn, None, month=date(2026, 10, 1), reason="The goals are written anew")
    months = [date(2025, 12, 1), JANUARY, date(2026, 6, 1), JULY, date(2026, 9, 1), date(2026, 10, 1)]
    assert [goal(hospital, month) for month in months] == [None, 6, 6, 4, 4, None]


def test_of_one_month_the_last_word_holds_and_every_word_stays_known(hospital, quinn):
    aim(hospital, quinn, 6)
    aim(hospital, quinn, 7, reason="A slip of the pen")
    assert goal(hospital, JULY) == 7
    told = words_on(hospital, definition_of(hospital, FALLS))
    assert [(word.told.value, word.told.reason, word.told.by) for word in told] == [
        (7, "A slip of the pen", quinn),
        (6, GOALS, quinn),
    ]


def test_chart_icon_and_scorecards_follow_at_once(falls, hospital, icu, quinn):
    assert (standing(hospital).assurance, standing(hospital).meets) == ("", None)
    aim(hospital, quinn, 500)
    assert drawing_of(definition_of(hospital, FALLS), hospital).target == 500
    assert [standing(place).assurance for place in (hospital, icu)] == ["consistent_pass"] * 2
    aim(hospital, quinn, 1)
    assert (standing(icu).assurance, standing(icu).meets) == ("consistent_fail", False)


def test_the_chart_keeps_each_month_its_target(falls, hospital, quinn):
    months = drawing_of(definition_of(hospital, FALLS), hospital).months
    for month, value in ((months[-6], 5), (months[-2], 4)):
        set_target(definition_of(hospital, FALLS), hospital, actor=quinn, month=month, value=value, reason=GOALS)
    drawing = drawing_of(definition_of(hospital, FALLS), hospital)
    assert list(drawing.targets[-7:]) == [None, 5, 5, 5, 5, 4, 4]
    assert drawing.svg().count('class="target"') == 2


def test_it_goes_before_the_national_target_and_says_where_it_comes_from(hospital, quinn):
    given.measured(hospital, [5] * 24, code=NATIONAL, edition="2021")
    aim(hospital, quinn, 2.5, code=NATIONAL)
    definition = definition_of(hospital, NATIONAL)
    [told] = [each for each in references(definition, drawing_of(definition, hospital)) if each.source == GOALS]
    assert (told.value, told.label, told.is_verified) == (2.5, "our own target", True)
    aim(hospital, quinn, None, code=NATIONAL)
    assert goal(hospital, JULY, NATIONAL) == 2.5


def test_another_hospital_has_targets_of_its_own(hospital, quinn):
    aim(hospital, quinn, 6)
    assert goal(given.a_hospital("Other", code="OTHER"), JULY) is None


def test_only_the_office_sets_a_target(hospital, hugo):
    with pytest.raises(PermissionDenied):
        aim(hospital, hugo, 6)
    assert not OwnTarget.objects.exists()


@pytest.mark.parametrize(("code", "value", "words"), [(FALLS, -1, "below zero"), (SHARE, 101, "at most 100")])
def test_a_value_that_the_unit_does_not_have_is_refused(hospital, quinn, code, value, words):
    with pytest.raises(ValidationError, match=words):
        aim(hospital, quinn, value, code=code)


def test_what_stands_so_already_is_refused(hospital, quinn):
    with pytest.raises(Refused, match="no target of our own"):
        aim(hospital, quinn, None)
    aim(hospital, quinn, 6)
    with pytest.raises(Refused, match="already"):
        aim(hospital, quinn, 6, month=JULY)


def test_the_database_itself_keeps_every_word(hospital, quinn):
    aim(hospital, quinn, 6)
    guards.put_up()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_owntarget")


def test_the_page_takes_a_target_and_what_is_refused_stays_typed(falls, hospital, quinn, hugo, signed_in):
    browser, address = signed_in(quinn), f"/indicators/{SHARE}/target/"
    assert 'name="value"' in browser.get(address).content.decode()
    refused = browser.post(address, {"month": "2026-01", "value": "101", "reason": GOALS})
    page = refused.content.decode()
    assert (refused.status_code, "at most 100" in page, 'value="101"' in page, GOALS in page) == (422, *[True] * 3)
    assert browser.post(address, {"month": "2026-01", "value": "40", "reason": GOALS}).status_code == 302
    assert GOALS in browser.get(f"/indicators/{SHARE}/").content.decode()
    assert signed_in(hugo).get(address).status_code == 403


def test_a_program_sets_and_reads_targets(hospital, quinn, hugo, signed_in):
    address = f"/api/indicators/{FALLS}/targets"
    told = {"month": "2026-01-01", "value": 1.5, "reason": GOALS}
    said = {"content_type": "application/json", "headers": {"Idempotency-Key": "a" * 20}}
    assert signed_in(hugo).post(address, told, **said).status_code == 403
    browser = signed_in(quinn)
    done = browser.post(address, told, **said)
    assert done.status_code == 201, done.content
    [kept] = browser.get(address).json()
    assert (kept["month"], kept["value"], kept["reason"]) == ("2026-01-01", 1.5, GOALS)
    refused = browser.post(address, told | {"value": -1}, **said)
    assert (refused.status_code, b"below zero" in refused.content) == (422, True)


def test_the_founding_texts_two_values_stand_at_the_indicator_of_serious_events(hospital, quinn, signed_in):
    definition = definition_of(hospital, "ZA-HARM")
    told = [each for each in references(definition, drawing_of(definition, hospital)) if "创始文件" in each.source]
    assert [(each.value, each.is_verified) for each in told] == [(0.5, False), (0.1, False)]
    page = signed_in(quinn).get("/indicators/ZA-HARM/").content.decode()
    assert (page.count("创始文件《"), "0.50%" in page, "0.10%" in page) == (2, True, True)
