"""What modules know is laid into the lake, and cells are counted when rows come."""

import given
from do.importing import facts, front_pages, taken_in
from zhian.check.indicators.services.definitions import in_force
from zhian.do.feeds.models import State
from zhian.do.feeds.services import enter, imports, review
from zhian.do.feeds.services.publishing import publish
from zhian.engines.indicators import cube
from zhian.engines.indicators.facts import table as table_of
from zhian.engines.indicators.months import Months
from zhian.engines.indicators.running import DuckDB
from zhian.kernel.moment import today
from zhian.kernel.months import later, month_of


def test_what_modules_know_is_laid_into_the_lake(hospital, icu, nina, quinn, lake):
    given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    assert publish()["incident"] == 1
    [fall] = facts(lake, "incident")
    assert (fall["category"], fall["department"], fall["kind"]) == ("FALL", "ICU", "incident")
    assert set(table_of("incident").columns) <= set(fall)
    number = lake.snapshot.number
    publish()
    assert lake.snapshot.number == number


def test_the_cells_of_indicators_come_into_force_with_the_rows(tmp_path, hospital, icu, lake):
    taken_in(front_pages(tmp_path / "pages.csv", {}, {"P741": "5"}), hospital, is_counted=True)
    [deaths] = [each for each in in_force(hospital) if each.code == "NCIS-DEATH"]
    march = Months("2026-03", "2026-03")
    with DuckDB(lake) as engine:
        [whole] = cube.read(engine, [deaths], march, (), hospital=hospital.code)
    assert (lake.snapshot.number, whole.numerator, whole.denominator) == (1, 1, 2)


def test_cells_that_cannot_be_counted_keep_the_rows_out(tmp_path, hospital, icu, lake, monkeypatch):
    def broken(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(imports, "count_anew", broken)
    run = taken_in(front_pages(tmp_path / "pages.csv", {}), hospital, is_counted=True)
    assert (run.state, lake.snapshot.number) == (State.REFUSED, 0)


def test_reviewed_counts_of_months_add_up_to_what_the_hospital_says(hospital, icu, wards, hugo, quinn, olga, lake):
    last = later(month_of(today()), -1)
    for department, by, counts in (
        (icu, hugo, {"bed_days": 300, "beds": 12}),
        (hospital, olga, {"bed_days": 1000}),
    ):
        kept = enter(department, last, actor=by, counts=counts)
        review(kept, actor=quinn, seen=kept.edition)
    enter(wards, last, actor=quinn, counts={"bed_days": 9999})  # nobody has reviewed it
    assert publish()["activity"] == 2
    told = {row["department"]: (row["bed_days"], row["beds"]) for row in facts(lake, "activity")}
    assert told == {"ICU": (300, 12), "": (700, None)}
