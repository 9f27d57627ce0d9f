"""A page asks the database a number of times that does not grow with indicators, departments or months."""

import pytest

import given
from zhian.check.indicators.services.standings import stand_anew

MOST = {
    "/indicators/": 30,
    "/indicators/sets/nursing/": 30,
    "/indicators/catalogue/": 30,
    "/indicators/NUR-07/": 40,
    "/indicators/alerts/": 30,
    "/indicators/report/": 30,
}


def measured(place, codes):
    for code in codes:
        given.measured(place, [5] * 20 + [30] * 4, code=code)
        stand_anew(place, code)


@pytest.fixture
def asked(quinn, signed_in, django_assert_max_num_queries):
    browser = signed_in(quinn)

    def count(address):
        browser.get(address)  # what is read once by each process is read now
        with django_assert_max_num_queries(MOST[address]) as captured:
            assert browser.get(address).status_code == 200
        return len(captured)

    return count


@pytest.mark.parametrize("address", MOST)
def test_more_indicators_departments_and_alerts_ask_no_more(address, hospital, icu, wards, asked):
    measured(hospital, ["NUR-07"])
    given.an_alert(icu)
    few = asked(address)
    for place in (hospital, icu, wards):
        measured(place, ["NUR-07", "NUR-08", "NUR-09"] if place != hospital else ["NUR-08", "NUR-09"])
    for place in (wards, given.a_department("Surgery", under=hospital)):
        given.an_alert(place)
    assert asked(address) <= few + 1
