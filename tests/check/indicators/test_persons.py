"""An indicator by sex and age, on its page, from the cube."""

import pytest
from django.urls import reverse

from engines.indicators.rows import rows, stay
from zhian.check.indicators.services import measuring
from zhian.check.indicators.services.charts import drawing_of
from zhian.check.indicators.services.definitions import definition_of
from zhian.check.indicators.services.persons import by_person, count_cells
from zhian.engines.indicators.lake import Lake
from zhian.kernel.moment import today
from zhian.kernel.months import Months, later, month_of

LAST = later(month_of(today()), -1)


@pytest.fixture
def deaths(hospital, icu, settings):
    """Of forty men of sixty two died, of forty women of thirty-three none; five more are of another ward."""
    day = f"{LAST:%Y-%m}-05"

    def told(at):
        man = at % 2 == 0
        facts = {"sex": "male" if man else "female", "age": 60 if man else 33}
        facts |= {"leaving": "died" if at in (0, 2) else "advised", "department": "ICU" if at < 80 else "ELSE"}
        return stay(f"s{at}", f"p{at}", day, day, hospital=hospital.code, **facts)

    with Lake(settings.LAKE).writing() as writing:
        writing.merge("stay", rows(*map(told, range(85))))
    definition = definition_of(hospital, "NCIS-DEATH")
    measuring.measure(hospital, [definition], Months(LAST, LAST))
    return definition


def test_a_page_shows_whom_an_indicator_concerns(deaths, hospital, icu):
    count_cells()
    told = by_person(deaths, icu, drawing_of(deaths, icu))
    assert [[tuple(group) for group in groups] for groups in told.values()] == [
        [("Female", 40, "0.00%"), ("Male", 40, "5.00%")],
        [("25-34", 40, "0.00%"), ("55-64", 40, "5.00%")],
    ]
    whole = by_person(deaths, hospital, drawing_of(deaths, hospital))
    assert [sum(group.denominator for group in groups) for groups in whole.values()] == [85, 85]


def test_it_is_on_the_page_of_the_indicator(deaths, hospital, client, quinn):
    count_cells()
    client.force_login(quinn)
    page = client.get(reverse("indicators:indicator", args=["NCIS-DEATH"])).content.decode()
    assert "By sex" in page and "Female" in page


def test_before_anything_was_counted_there_is_nothing_to_show(deaths, icu):
    assert by_person(deaths, icu, drawing_of(deaths, icu)) == {}


def test_where_somebody_is_writing_it_is_the_next_turns(deaths, settings):
    with Lake(settings.LAKE).writing():
        count_cells()
    assert "cell" not in Lake(settings.LAKE).tables()
