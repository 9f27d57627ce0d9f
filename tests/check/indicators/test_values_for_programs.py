"""What programs are told of indicators: the catalogue, how they stand, their values, the ways of counting."""

import pytest

import given
from zhian.check.indicators.services.standings import stand_anew

pytestmark = pytest.mark.django_db


@pytest.fixture
def falls(icu):
    given.measured(icu, [5] * 20 + [30] * 4)
    stand_anew(icu, "NUR-07")


def told(browser, address):
    answer = browser.get(f"/api/indicators/{address}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_catalogue_says_how_far_a_value_may_be_told(falls, quinn, signed_in):
    entry = next(each for each in told(signed_in(quinn), "catalogue?q=NUR-07") if each["code"] == "NUR-07")
    assert (entry["code"], entry["edition"], entry["unit"], entry["disclosure"]) == ("NUR-07", "2020", "‰", "internal")
    assert not entry["is_manual"]


def test_a_board_tells_null_and_why_where_there_is_no_value(falls, icu, quinn, signed_in):
    tiles = {tile["code"]: tile for tile in told(signed_in(quinn), f"board?board=nursing&department={icu.code}")}
    assert (tiles["NUR-07"]["value"], tiles["NUR-07"]["variation"]) == (30, "concern_high")
    other = next(tile for tile in tiles.values() if tile["code"] != "NUR-07")
    assert (other["value"], other["month"]) == (None, None)
    assert other["why"]


def test_values_come_with_what_the_chart_says(falls, icu, quinn, signed_in):
    series = told(signed_in(quinn), f"NUR-07/values?department={icu.code}")
    assert (series["code"], series["unit"], len(series["values"])) == ("NUR-07", "‰", 24)
    assert "not by chance" in series["says"]


def test_a_switch_is_told_and_set(hospital, quinn, hugo, signed_in):
    address = "NCIS-DEATH/switches"
    [way] = told(signed_in(hugo), address)
    assert (way["is_on"], way["history"]) == (False, [])
    where = f"/api/indicators/{address}/{way['name']}"
    asked = {"is_on": True, "reason": "As the commission counts"}
    said = {"content_type": "application/json", "headers": {"Idempotency-Key": "a" * 20}}
    assert signed_in(hugo).post(where, asked, **said).status_code == 403
    done = signed_in(quinn).post(where, asked, **said)
    assert done.status_code == 200, done.content
    assert done.json()[0]["history"][0]["reason"] == "As the commission counts"
