"""One session for all of them: it takes longer to start than the tests to run."""

import pytest


@pytest.fixture(scope="session")
def session():
    pytest.importorskip("pyspark", reason="this part has an environment of its own: script/test spark")
    from zhian.engines.indicators.running.spark import started

    found = started("local[2]", **{"spark.sql.shuffle.partitions": "2", "spark.default.parallelism": "2"})
    yield found
    found.stop()
