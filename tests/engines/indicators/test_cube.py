"""The cube says what measuring says, and is counted anew only where something has changed."""

from dataclasses import replace

import pytest

from zhian.engines.indicators import cube, facts
from zhian.engines.indicators.catalogue import shipped
from zhian.engines.indicators.generating import Plan, fill
from zhian.engines.indicators.lake import Lake
from zhian.engines.indicators.months import Months
from zhian.engines.indicators.running import DuckDB

from .rows import rows, stay

PERIOD = Months("2023-12", "2024-04")
SOME = [each for each in shipped() if cube.fits(each)][::4]


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    lake = Lake(tmp_path_factory.mktemp("lake"))
    fill(lake, Plan(rows=4000, seed=3, months=3, hospitals=2, departments=5))
    cube.make(lake, SOME)
    return lake


@pytest.mark.parametrize("by", [(), ("department",), ("department", "sex"), ("age_band(age)",)])
@pytest.mark.parametrize("hospital", [None, "H0002"])
def test_the_cube_says_what_measuring_says(lake, by, hospital):
    asked = [each for each in SOME if cube.divides(each) or set(by) <= {"department"}]
    with DuckDB(lake) as engine:
        measured = engine.measure(asked, PERIOD, by, hospital=hospital)
    told = cube.read(lake, SOME, PERIOD, by, hospital=hospital)
    assert len(told) == len(measured) > 50
    for one, other in zip(told, measured, strict=True):
        sums = [(each.numerator, each.denominator, each.value) for each in (one, other)]
        assert sums[0] == pytest.approx(sums[1])  # fractions are added up in another order
        bare = {"numerator": None, "denominator": None, "value": None}
        assert one._replace(**bare) == other._replace(**bare)


def test_only_what_has_changed_is_counted_anew(lake):
    assert cube.make(lake, SOME) == []
    more = stay("new", "ann", "2024-02-02", "2024-02-05", hospital="H0002")
    with lake.writing() as writing:
        writing.merge("stay", rows(more))
    assert cube.make(lake, SOME) == [("H0002", "2024-02")]


def test_another_definition_is_counted_anew_everywhere(lake):
    other = [*SOME[1:], replace(SOME[0], edition="of tomorrow")]
    assert len(cube.make(lake, other)) == len(lake.snapshot.places("stay"))
    assert cube.make(lake, SOME) and cube.make(lake, SOME) == []


def test_the_cube_is_no_table_that_definitions_can_ask(lake):
    assert {"cell", "person_cell"} <= {*lake.tables()} - {*facts.tables()}
