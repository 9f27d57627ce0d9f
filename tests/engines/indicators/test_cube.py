"""The cube says what measuring says, and is counted anew only where something has changed."""

import shutil
from dataclasses import replace

import duckdb
import pytest

from zhian.engines.indicators import cube, facts
from zhian.engines.indicators.catalogue import shipped
from zhian.engines.indicators.generating import Plan, fill
from zhian.engines.indicators.lake import Lake
from zhian.engines.indicators.months import Months
from zhian.engines.indicators.running import DuckDB

from .rows import rows, stay

PERIOD = Months("2023-12", "2024-04")
FITTING = [each for each in shipped() if cube.fits(each)]
SOME = [each for place, each in enumerate(FITTING) if place % 4 == 0 or each.follow_up]


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
        told = cube.read(engine, SOME, PERIOD, by, hospital=hospital)
    assert len(told) == len(measured) > 50
    for one, other in zip(told, measured, strict=True):
        sums = [(each.numerator, each.denominator, each.value) for each in (one, other)]
        assert sums[0] == pytest.approx(sums[1])  # fractions are added up in another order
        bare = {"numerator": None, "denominator": None, "value": None}
        assert one._replace(**bare) == other._replace(**bare)


def test_a_later_month_lets_cells_speak_that_are_not_counted_anew(tmp_path):
    lake = Lake(tmp_path)
    fill(lake, Plan(rows=2000, seed=3, months=3, departments=2))
    waiting = [each for each in SOME if each.follow_up]
    cube.make(lake, waiting)
    before = {value.month.month for value in measured(lake, waiting) if value.available}
    with lake.writing() as writing:
        writing.merge("stay", rows(stay("late", "ann", "2024-04-02", "2024-04-05", hospital="H0001")))
    places = cube.make(lake, waiting)
    after = {value.month.month for value in measured(lake, waiting) if value.available}
    assert (before, after) == ({1}, {1, 2})
    assert places == [("H0001", "2024-04")]


def measured(lake, definitions, engine=cube.Counted):
    with engine(lake) as running:
        return running.measure(definitions, PERIOD)


def test_what_does_not_fit_is_counted_from_rows(lake):
    groups = next(each for each in shipped() if each.code == "DRG-01")
    told, right = (measured(lake, [*SOME[1:], groups, SOME[0]], engine) for engine in (cube.Counted, DuckDB))
    assert [each[:6] for each in told] == [each[:6] for each in right]
    assert [each.value for each in told] == [each.value and pytest.approx(each.value) for each in right]


def test_what_is_in_the_cells_needs_no_rows(tmp_path):
    lake = Lake(tmp_path)
    fill(lake, Plan(rows=500, seed=3, months=2, departments=2))
    cube.make(lake, SOME)
    right = measured(lake, SOME)
    shutil.rmtree(tmp_path / "stay")
    assert measured(lake, SOME) == right
    with pytest.raises(duckdb.Error):  # another way of counting is none of theirs
        measured(lake, [replace(each, minimum_denominator=7) for each in SOME])


def test_cells_of_older_facts_are_passed_over(tmp_path):
    lake = Lake(tmp_path)
    fill(lake, Plan(rows=500, seed=3, months=2, departments=2))
    cube.make(lake, SOME)
    with lake.writing() as writing:
        writing.merge("stay", rows(stay("new", "ann", "2024-02-02", "2024-02-05", hospital="H0001")))
    told, right = (measured(lake, SOME, engine) for engine in (cube.Counted, DuckDB))
    assert [each.denominator for each in told] == [each.denominator for each in right]


def test_only_what_has_changed_is_counted_anew(lake):
    assert cube.make(lake, SOME) == []
    more = stay("new", "ann", "2024-02-02", "2024-02-05", hospital="H0002")
    with lake.writing() as writing:
        writing.merge("stay", rows(more))
    assert cube.make(lake, SOME) == [("H0002", "2024-02")]


def test_another_definition_is_counted_anew_everywhere(lake):
    changed = next(each for each in SOME if all(month in each.valid for month in PERIOD))
    other = [replace(each, minimum_denominator=7) if each is changed else each for each in SOME]
    assert len(cube.make(lake, other)) == len(lake.snapshot.places("stay"))
    assert cube.make(lake, SOME) and cube.make(lake, SOME) == []


def test_the_cube_is_no_table_that_definitions_can_ask(lake):
    assert {"cell", "person_cell"} <= {*lake.tables()} - {*facts.tables()}
