"""The demo hospital's two years go in by the real import, and what is hidden in them is there to be found."""

from datetime import timedelta

import duckdb
import pytest
from django.utils import timezone

from zhian.do.feeds.models import Run, State, Tally
from zhian.engines.indicators.lake import Lake
from zhian.kernel import moment
from zhian.site.demo.cast import settle
from zhian.site.demo.feeding import feed

STAYS = 3000


@pytest.fixture
def lake(db, settings):
    settings.LAKE = str(settings.HOME / "lake")
    until = timezone.localtime(moment.now())
    with moment.at(until - timedelta(days=800)):
        cast = settle()
    feed(cast, until, lambda share: None, stays=STAYS)
    return Lake(settings.LAKE)


def test_every_file_goes_in_and_every_row_is_accounted_for(lake):
    runs = Run.objects.all()
    assert {run.state for run in runs} == {State.DONE}
    assert {"utf-8", "gb18030", "utf-8-sig"} == {run.encoding for run in runs}
    assert all(run.rows == run.taken + run.duplicates + run.quarantined for run in runs)
    pages = [run for run in runs if run.kind == "hqms"]
    assert 0.9 * STAYS < sum(run.taken for run in pages) < STAYS
    assert 5 <= sum(run.quarantined for run in pages) <= 40
    assert Tally.objects.filter(is_fault=True).values("fault").distinct().count() >= 5
    told = {table for table in lake.tables() if lake.files(table)}
    assert told >= {"stay", "diagnosis", "procedure", "ward_move", "bed_day", "device_day", "infection"}
    last = duckdb.read_parquet(lake.files("stay")).aggregate("max(discharged_at)").fetchall()[0][0]
    assert timedelta(0) <= timezone.localtime().replace(tzinfo=None) - last < timedelta(days=4)
