"""Spark: the same statements on a cluster, where the facts already lie there or are too many for one machine."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .engine import Engine, HasSnapshot
from .nothing import nothing

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

try:
    from pyspark.errors import PySparkRuntimeError
    from pyspark.sql import SparkSession as _Session
except ImportError:
    _Session = None


class NoSpark(RuntimeError):
    """Spark cannot be used on this machine; `zh` and `en` say what is missing."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


class Spark(Engine):
    """With a session of its own (`master`, by default this machine's processors), or with one that is given."""

    dialect = "spark"

    def __init__(self, lake: HasSnapshot, *, session: "SparkSession | None" = None, master: str = "local[*]") -> None:
        super().__init__(lake)
        self._own = session is None
        self.session = (session or started(master)).newSession()  # with settings and views of its own
        self.session.conf.set("spark.sql.session.timeZone", "UTC")

    def __exit__(self, *_: object) -> None:
        for table in self.session.catalog.listTables():
            self.session.catalog.dropTempView(table.name)
        if self._own:
            self.session.stop()

    def answer(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.session.sql(sql).collect()]

    def view(self, table: str, files: Sequence[str]) -> None:
        paths = [file.replace("s3://", "s3a://", 1) for file in files]  # as Spark's own reader calls an object store
        found = self.session.read.parquet(*paths) if paths else self.session.sql(nothing(table, self.dialect))
        found.createOrReplaceTempView(table)


def started(master: str = "local[*]", **settings: str) -> "SparkSession":
    """A session in which times have no zone and numbers mean the same as elsewhere. Raises NoSpark."""
    if _Session is None:
        raise NoSpark(
            "本机没有安装 Spark。请安装 zhian[spark]（PySpark 4.0，另需 Java 17 或更新），或改用 --engine duckdb。",
            "Spark is not installed here. Install zhian[spark] (PySpark 4.0; Java 17 or later is needed too),"
            " or use --engine duckdb.",
        )
    builder = _Session.builder.master(master).appName("zhian")
    for name, value in {**SETTINGS, **settings}.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkRuntimeError, OSError) as error:
        raise NoSpark(
            f"Spark 没有启动（{error}）。请确认已安装 Java 17 或更新版本并设置 JAVA_HOME，或改用 --engine duckdb。",
            f"Spark did not start ({error}). See that Java 17 or later is installed and JAVA_HOME is set,"
            " or use --engine duckdb.",
        ) from error
    session.sparkContext.setLogLevel("ERROR")
    return session


SETTINGS = {
    "spark.sql.warehouse.dir": str(Path(tempfile.gettempdir(), "zhian-spark-warehouse")),  # nothing is kept in it
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "8",
    "spark.ui.showConsoleProgress": "false",
}
