"""The records behind a number: exactly those that were counted, for those who may, and every reading is noted."""

import io

import pytest
from openpyxl import load_workbook

import given
from engines.indicators.rows import rows, stay
from zhian.check.indicators.services import measuring
from zhian.check.indicators.services.charts import drawing_of
from zhian.check.indicators.services.definitions import definition_of
from zhian.check.indicators.services.rows import rows_behind
from zhian.engines.indicators.lake import Lake
from zhian.kernel.audit.models import Entry
from zhian.kernel.moment import today
from zhian.kernel.months import Months, later, month_of

LAST = later(month_of(today()), -1)
ADDRESS = f"/indicators/NCIS-DEATH/rows/{LAST:%Y-%m}"


@pytest.fixture
def deaths(hospital, icu, wards, settings):
    """Of sixty stays of the intensive care three ended in death, of forty of the wards two."""
    day = f"{LAST:%Y-%m}-05"

    def told(at):
        of_icu, died = at < 60, at in (0, 1, 2, 60, 61)
        facts = {"leaving": "died" if died else "advised", "department": icu.code if of_icu else wards.code}
        return stay(f"s{at:03}", f"p{at:03}", day, day, hospital=hospital.code, **facts)

    with Lake(settings.LAKE).writing() as writing:
        writing.merge("stay", rows(*map(told, range(100))))
    definition = definition_of(hospital, "NCIS-DEATH")
    measuring.measure(hospital, [definition], Months(LAST, LAST))
    return definition


def keys(found):
    return {row[0] for row in found.rows}


def test_the_rows_are_exactly_the_numerator(deaths, hospital, icu, wards, quinn):
    for place in (hospital, icu, wards):
        counted = drawing_of(deaths, place).rows[-1]
        assert len(rows_behind(deaths, place, LAST, actor=quinn).rows) == counted.numerator
        assert len(rows_behind(deaths, place, LAST, actor=quinn, part="denominator").rows) == counted.denominator
    assert keys(rows_behind(deaths, icu, LAST, actor=quinn)) == {"s000", "s001", "s002"}


def test_codes_and_departments_stand_in_words(deaths, icu, quinn):
    found = rows_behind(deaths, icu, LAST, actor=quinn)
    first = dict(zip(found.columns, found.rows[0], strict=True))
    assert first["Way of leaving"] == "Died"
    assert first["Discharging department"] == icu.name
    assert "hospital" not in found.columns


def test_a_head_of_department_sees_the_own_rows_and_no_others(deaths, icu, wards, hugo, signed_in):
    browser = signed_in(hugo)
    assert "3 records" in browser.get(f"{ADDRESS}/?department={icu.code}").content.decode()
    assert browser.get(f"{ADDRESS}/?department={wards.code}").status_code == 404
    assert browser.get(f"{ADDRESS}/").status_code == 403  # of the whole hospital


@pytest.mark.parametrize("end", ["/", ".xlsx", ".csv"])
def test_whoever_is_not_allowed_gets_nothing(deaths, icu, nina, oscar, signed_in, end):
    for person in (nina, oscar):
        assert signed_in(person).get(f"{ADDRESS}{end}?department={icu.code}").status_code in (403, 404)


@pytest.mark.parametrize("month", ["9999-12", "2026-13", "0000-01", "0001-01"])
def test_months_that_have_not_begun_and_months_that_are_none_are_not_there(deaths, icu, hugo, signed_in, month):
    for end in ("/", ".xlsx"):
        address = f"/indicators/NCIS-DEATH/rows/{month}{end}?department={icu.code}"
        assert signed_in(hugo).get(address).status_code == 404


def test_the_table_to_take_away_has_the_same_rows(deaths, icu, hugo, signed_in):
    book = load_workbook(io.BytesIO(signed_in(hugo).get(f"{ADDRESS}.xlsx?department={icu.code}").content))
    head, *told = book.active.iter_rows(values_only=True)
    assert head[0] == "Stay"
    assert [row[0] for row in told] == ["s000", "s001", "s002"]


def test_each_reading_is_noted_with_who_and_what(deaths, icu, hugo, signed_in):
    signed_in(hugo).get(f"{ADDRESS}/?department={icu.code}")
    signed_in(hugo).get(f"{ADDRESS}.csv?department={icu.code}")
    noted = [entry for entry in Entry.objects.all() if "NCIS-DEATH" in f"{entry.changes}{entry.additional_data}"]
    assert [entry.actor for entry in noted] == [hugo, hugo]


def test_what_is_typed_in_has_no_rows(hospital, icu, quinn, signed_in):
    assert signed_in(quinn).get(f"/indicators/NUR-01/rows/{LAST:%Y-%m}/").status_code == 404


def test_an_incident_is_shown_in_the_words_of_its_module(hospital, icu, nina, quinn):
    with_fall = given.a_fall(by=nina, hours_ago=24 * 40)
    given.confirm(with_fall, by=quinn)
    from_month = month_of(with_fall.occurred_at.date())
    measuring.publish()
    found = rows_behind(definition_of(hospital, "NUR-07"), icu, from_month, actor=quinn)
    first = dict(zip(found.columns, found.rows[0], strict=True))
    assert first["Category"] == "Fall"


def test_programs_that_may_are_told_the_members_of_a_numerator_as_fhir(deaths, icu, hugo, nina, signed_in):
    address = f"/api/indicators/NCIS-DEATH/members/{LAST:%Y-%m}?department={icu.code}"
    told = signed_in(hugo).get(address).json()
    assert (told["resourceType"], told["type"]) == ("MeasureReport", "subject-list")
    entries = told["contained"][0]["entry"]
    assert [entry["item"]["identifier"]["value"] for entry in entries] == ["s000", "s001", "s002"]
    assert signed_in(nina).get(address).status_code in (403, 404)
