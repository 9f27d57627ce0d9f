"""Ways of counting: the office chooses, all that is reckoned goes by it, and who said so stays known."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import DatabaseError

import given
from zhian.check.indicators.models import Measuring, Switched
from zhian.check.indicators.services.charts import drawing_of
from zhian.check.indicators.services.definitions import definition_of
from zhian.check.indicators.services.explaining import parts_of
from zhian.check.indicators.services.switches import set_switch, waits_for, ways_of
from zhian.engines.workflow import Refused
from zhian.kernel.audit import guards
from zhian.kernel.moment import at, now

DEATHS, SWITCH = "NCIS-DEATH", "against_advice_counts_as_death"


def deaths(hospital):
    return definition_of(hospital, DEATHS)


def choose(hospital, by, *, is_on=True, reason="As the commission counts"):
    said = set_switch(deaths(hospital), hospital, actor=by, switch=SWITCH, is_on=is_on, reason=reason)
    hospital.refresh_from_db()  # as the next request reads it
    return said


def test_what_the_office_chose_is_how_the_definition_comes(hospital, quinn):
    assert "against_advice" not in deaths(hospital).numerator
    choose(hospital, quinn)
    assert "against_advice" in deaths(hospital).numerator
    assert deaths(hospital).switched({}).numerator == deaths(hospital).numerator


def test_it_can_be_taken_back_and_both_words_stay_known(hospital, quinn):
    choose(hospital, quinn)
    choose(hospital, quinn, is_on=False, reason="The audit objected")
    assert "against_advice" not in deaths(hospital).numerator
    [way] = ways_of(hospital, deaths(hospital))
    assert [(said.is_on, said.reason, said.by) for said in way.history] == [
        (False, "The audit objected", quinn),
        (True, "As the commission counts", quinn),
    ]


def test_another_hospital_counts_as_before(hospital, quinn):
    other = given.a_hospital("Other", code="OTHER")
    choose(hospital, quinn)
    assert "against_advice" not in deaths(other).numerator


def test_only_the_office_chooses(hospital, hugo):
    with pytest.raises(PermissionDenied):
        choose(hospital, hugo)
    assert not Switched.objects.exists()


def test_what_stands_so_already_or_is_no_switch_is_refused(hospital, quinn):
    with pytest.raises(Refused, match="already"):
        choose(hospital, quinn, is_on=False)
    with pytest.raises(Refused, match="no such"):
        set_switch(deaths(hospital), hospital, actor=quinn, switch="nights", is_on=True, reason="x")


def test_the_database_itself_keeps_every_word(hospital, quinn):
    choose(hospital, quinn)
    guards.put_up()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_switched")


def test_the_chart_says_which_way_it_counts(hospital, quinn):
    given.measured(hospital, [3, 4, 5], code=DEATHS, edition="2011")
    assert "counts as death: no" in drawing_of(deaths(hospital), hospital).made_by
    choose(hospital, quinn)
    assert "counts as death: yes" in drawing_of(deaths(hospital), hospital).made_by
    assert "against_advice" in parts_of(deaths(hospital))[0].expression


def test_until_the_next_measuring_the_page_says_that_values_are_of_the_way_before(hospital, quinn):
    with at(now() - timedelta(hours=2)):
        choose(hospital, quinn)
    ways = ways_of(hospital, deaths(hospital))
    assert waits_for(hospital, ways)
    Measuring.objects.create(hospital=hospital, started_at=now() - timedelta(hours=3), finished_at=now())
    assert waits_for(hospital, ways)
    Measuring.objects.create(hospital=hospital, started_at=now(), finished_at=now())
    assert not waits_for(hospital, ways)


def test_the_page_offers_the_other_way_and_takes_it(hospital, quinn, signed_in):
    browser = signed_in(quinn)
    address = f"/indicators/{DEATHS}/switches/{SWITCH}/"
    assert 'name="is_on" value="True"' in browser.get(address).content.decode()
    assert browser.post(address, {"is_on": "True", "reason": ""}).status_code == 422
    assert browser.post(address, {"is_on": "True", "reason": "As the commission counts"}).status_code == 302
    page = browser.get(f"/indicators/{DEATHS}/").content.decode()
    assert "As the commission counts" in page
    assert "not to be published" in page
    again = browser.post(address, {"is_on": "True", "reason": "Twice"})
    assert "already" in again.content.decode()


def test_a_guessed_switch_is_not_there(hospital, quinn, signed_in):
    assert signed_in(quinn).get(f"/indicators/{DEATHS}/switches/nights/").status_code == 404
